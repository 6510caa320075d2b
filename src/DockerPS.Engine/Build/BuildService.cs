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
    readonly ImageService images;

    internal BuildService(EngineHttp http, DockerEnvironment environment, RegistryCredentials credentials, ImageService images)
    {
        this.http = http;
        this.environment = environment;
        this.credentials = credentials;
        this.images = images;
    }

    /// <summary>Builds an image.</summary>
    /// <param name="options">What to build.</param>
    /// <param name="progress">Told of the images that are pulled, and of the bytes of the context that are sent.</param>
    /// <param name="cancellationToken">Stops the build in the engine too.</param>
    /// <returns>What the build tells; at the end, a <see cref="BuildFinished" />.</returns>
    public async IAsyncEnumerable<BuildEvent> BuildAsync(BuildOptions options, IProgress<TransferStatus>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subject = new Subject("Build", options.Tags.Count > 0 ? options.Tags[0].ToString() : options.Source.Name);
        var builder = await ChooseBuilderAsync(options, subject, cancellationToken).ConfigureAwait(false);
        var input = await options.Source.OpenAsync(builder, cancellationToken).ConfigureAwait(false);
        var skipped = new ConcurrentQueue<string>();
        string buildId = Guid.NewGuid().ToString("N");
        var monitor = new BuildMonitor(subject, input);
        var request = BuildRequest.Make(options, subject, AddProxies(options.Arguments), builder, buildId);
        if (builder == ImageBuilder.BuildKit && input.DockerfileText is { } dockerfile)
        {
            foreach (var image in BaseImages.Find(DockerfileReader.Parse(dockerfile), options))
            {
                if (await IsMissingAsync(image, options.Pull, cancellationToken).ConfigureAwait(false))
                {
                    yield return new BuildOutput(new BuildLogLine(image.Step, $"Pulling {image.Name}", IsError: false));
                    await PullAsync(image, monitor, progress, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        input.AddTo(request, progress, skipped.Enqueue)
            .WithHeader(RegistryCredentials.BuildHeader, RegistryCredential.ToHeader(await credentials.GetAllAsync(cancellationToken).ConfigureAwait(false)));
        var errors = new ProgressErrors(monitor.Fail, monitor.Refuse);
        bool hasEnded = false;
        try
        {
            await foreach (var message in ProgressStream.ReadAsync(http, request, errors, cancellationToken).ConfigureAwait(false))
            {
                while (skipped.TryDequeue(out string? path))
                    yield return new BuildWarning($"'{path}' is a socket, which no build context can hold; it was left out.");
                foreach (var change in monitor.Read(message))
                    yield return change;
            }
            hasEnded = true;
        }
        finally
        {
            if (!hasEnded && !monitor.HasFailed && builder == ImageBuilder.BuildKit)
                await CancelAsync(buildId).ConfigureAwait(false);
        }
        foreach (var change in monitor.End())
            yield return change;
        yield return new BuildFinished(monitor.ImageId ?? throw monitor.Fail("the builder ended without telling the id of an image", null)) { Steps = monitor.Steps };
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

    /// <summary>Whether an image has to be pulled for a build.</summary>
    async Task<bool> IsMissingAsync(BaseImage image, bool always, CancellationToken cancellationToken)
    {
        if (always)
            return true;
        try
        {
            var own = await images.InspectAsync(image.Name.ToString(), cancellationToken).ConfigureAwait(false);
            return image.Platform is { } platform && !own.IsFor(platform);
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            return true;
        }
    }

    async Task PullAsync(BaseImage image, BuildMonitor monitor, IProgress<TransferStatus>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await images.PullAsync(image.Name, image.Platform, credential: null, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.Error is EngineError.Failed or EngineError.NotFound or EngineError.AccessDenied or EngineError.Invalid && e.ErrorId != "EngineConnectionLost")
        {
            throw monitor.Fail(image, e);
        }
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
