using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

/// <summary>What can be asked of an engine's builders.</summary>
/// <remarks>Source: Engine API, <c>POST /build</c>.</remarks>
public sealed class BuildService
{
    static readonly Version BuildKitVersion = new(1, 39);
    static readonly Version PlatformVersion = new(1, 32);

    /// <summary>How long an engine may take to hear that a build is to stop.</summary>
    static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(3);

    readonly EngineHttp http;
    readonly DockerEnvironment environment;
    readonly RegistryCredentials credentials;

    internal BuildService(EngineHttp http, DockerEnvironment environment, RegistryCredentials credentials)
    {
        this.http = http;
        this.environment = environment;
        this.credentials = credentials;
    }

    /// <summary>Builds an image.</summary>
    /// <param name="options">What to build.</param>
    /// <param name="progress">Told of the bytes of the context that are sent.</param>
    /// <param name="cancellationToken">Stops the build in the engine too.</param>
    /// <returns>What the build tells; at the end, a <see cref="BuildFinished" />.</returns>
    public async IAsyncEnumerable<BuildEvent> BuildAsync(BuildOptions options, IProgress<TransferStatus>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subject = new Subject("Build", options.Tags.Count > 0 ? options.Tags[0].ToString() : options.Source.Name);
        var builder = await ChooseBuilderAsync(options, subject, cancellationToken).ConfigureAwait(false);
        var input = await options.Source.OpenAsync(builder, cancellationToken).ConfigureAwait(false);
        var warnings = new ConcurrentQueue<string>();
        string buildId = Guid.NewGuid().ToString("N");
        var monitor = new BuildMonitor(subject, input) { BaseImages = input.DockerfileText is { } dockerfile ? BaseImages.Find(DockerfileReader.Parse(dockerfile), options) : [] };
        var request = BuildRequest.Make(options, subject, AddProxies(options.Arguments), builder, buildId);
        var session = builder == ImageBuilder.BuildKit
            ? await BuildSession.OpenAsync(http, options, input.Context, credentials, progress, warnings.Enqueue, cancellationToken).ConfigureAwait(false)
            : null;
        bool hasEnded = false;
        try
        {
            input.AddTo(request, session, progress, path => warnings.Enqueue(ContextEntry.DescribeSkipped(path)));
            if (session is null)
                request.WithHeader(RegistryCredentials.BuildHeader, RegistryCredential.ToHeader(await credentials.GetAllAsync(cancellationToken).ConfigureAwait(false)));
            // what failed on this machine says more than what the builder makes of it
            var errors = new ProgressErrors((message, code) => session?.Fault ?? monitor.Fail(message, code), answer => session?.Fault ?? monitor.Refuse(answer));
            await foreach (var message in ProgressStream.ReadAsync(http, request, errors, cancellationToken).ConfigureAwait(false))
            {
                while (warnings.TryDequeue(out string? warning))
                    yield return new BuildWarning(warning);
                foreach (var change in monitor.Read(message))
                    yield return change;
            }
            hasEnded = true;
            foreach (var change in monitor.End())
                yield return change;
            if (monitor.ImageId is null && options.Output is null or { Type: BuildDestinationType.Image })
                throw monitor.Fail("the builder ended without telling the id of an image", null);
            session?.Complete();
            while (warnings.TryDequeue(out string? warning))
                yield return new BuildWarning(warning);
            yield return new BuildFinished(monitor.ImageId) { Steps = monitor.Steps };
        }
        finally
        {
            if (!hasEnded && !monitor.HasFailed && builder == ImageBuilder.BuildKit)
                await CancelAsync(buildId).ConfigureAwait(false);
            if (session is not null)
                await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The builder that is asked for, or that this engine does best with.</summary>
    async Task<ImageBuilder> ChooseBuilderAsync(BuildOptions options, Subject subject, CancellationToken cancellationToken)
    {
        var negotiated = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        if (options.Platform is not null && negotiated < PlatformVersion)
            throw http.ApiVersionTooLow(subject, PlatformVersion, negotiated, "The platform of a build");
        var builder = ChooseBuilder(options.Builder, subject, negotiated);
        BuildRequest.Check(options, builder, negotiated, (minimum, what) => http.ApiVersionTooLow(subject, minimum, negotiated, what));
        return builder;
    }

    ImageBuilder ChooseBuilder(ImageBuilder? wanted, Subject subject, Version negotiated)
    {
        bool isWindows = http.Ping?.OperatingSystem == "windows";
        switch (wanted)
        {
            case ImageBuilder.BuildKit when isWindows:
                throw new EngineException(EngineError.Invalid, new Subject("Builder", nameof(ImageBuilder.BuildKit)), $"The engine at {http.Endpoint.Address} runs Windows containers, which BuildKit does not build there.") { Advice = "Use -Builder Classic." };
            case ImageBuilder.BuildKit when negotiated < BuildKitVersion:
                throw http.ApiVersionTooLow(subject, BuildKitVersion, negotiated, "BuildKit");
            case { } asked:
                return asked;
            default:
                // the engine's own default, which it tells in a ping, was the classic builder for long after it had BuildKit
                return isWindows || negotiated < BuildKitVersion ? ImageBuilder.Classic : ImageBuilder.BuildKit;
        }
    }

    /// <summary>The arguments with the proxies that the docker command's configuration names, where they say nothing of them themselves.</summary>
    Dictionary<string, string?> AddProxies(IReadOnlyDictionary<string, string?> arguments)
    {
        var all = new Dictionary<string, string?>(arguments, StringComparer.Ordinal);
        // BuildKit makes one of NO_PROXY and no_proxy, and takes either's value
        var given = new HashSet<string>(arguments.Keys, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in ProxySettings.Read(environment, http.Endpoint.Address, given.Contains))
            all[name] = value;
        return all;
    }

    /// <summary>Stops a build. The engine stops it when its connection ends, too, but may take until the running step has ended.</summary>
    async Task CancelAsync(string buildId)
    {
        using var limit = new CancellationTokenSource(CancelLimit);
        try
        {
            await http.RunAsync(EngineRequest.Post("/build/cancel", Subject.Engine).With("id", buildId), limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // the build has ended by itself, or the engine is gone
        }
    }
}
