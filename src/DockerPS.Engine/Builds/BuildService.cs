using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

/// <summary>Requests to an engine's builders.</summary>
/// <remarks>
/// If an engine serves BuildKit's own interface at its API address, builds use that. Other engines build over <c>POST /build</c>, and use a
/// connection that they hand over to BuildKit for everything that <c>POST /build</c> does not support. Source: Engine API, <c>POST
/// /build</c>.
/// </remarks>
public sealed class BuildService
{
    // BuildKit of dockerd 28.0 is the first that refuses names that are not UTF-8
    static readonly Version StrictNamesVersion = new(1, 48);

    static readonly Version BuildKitVersion = new(1, 39);
    static readonly Version PlatformVersion = new(1, 32);

    /// <summary>How long the request to stop a build may take.</summary>
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
    /// <param name="options">The options.</param>
    /// <param name="progress">Receives the progress of pulled images and of the bytes of the context sent.</param>
    /// <param name="cancellationToken">Also stops the build in the engine.</param>
    /// <returns>The events of the build, ending with <see cref="BuildFinished" />.</returns>
    public async IAsyncEnumerable<BuildEvent> BuildAsync(
        BuildOptions options,
        IProgress<TransferStatus>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subject = new Subject("Build", options.Tags.Count > 0 ? options.Tags[0].ToString() : options.Source.Name);
        var builder = await ChooseBuilderAsync(options, subject, cancellationToken).ConfigureAwait(false);
        using var secrets = await SecretService.OpenAsync(options.Secrets, cancellationToken).ConfigureAwait(false);
        await SshAgentSocket.CheckAsync(options.SshAgents, cancellationToken).ConfigureAwait(false);
        var input = await options.Source.OpenAsync(builder, cancellationToken).ConfigureAwait(false);
        var negotiated = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        SolveRequest.CheckStages(options, input, negotiated, (minimum, what) => http.ApiVersionTooLow(subject, minimum, negotiated, what));
        var skipped = new ConcurrentQueue<string>();
        string buildId = Guid.NewGuid().ToString("N");
        var monitor = new BuildMonitor(subject, input);
        BuildKitControl? control = null;
        BuildSession? session = null;
        bool hasEnded = false;
        try
        {
            if (HasSession(options, subject, builder))
            {
                control = await OpenControlAsync(options, subject, cancellationToken).ConfigureAwait(false);
                session = await BuildSession.OpenAsync(
                    http,
                    control?.SessionChannel,
                    MakeServices(options, input, secrets, progress, skipped),
                    cancellationToken)
                    .ConfigureAwait(false);
            }
            var arguments = AddArguments(options);
            var offered = session is null ? input : input.OfferedBy(session.Services);
            EngineException fail(string message, int? code)
            {
                var failure = monitor.Fail(message, code);
                return session?.Failure ?? failure;
            }
            var errors = new ProgressErrors(fail, monitor.Refuse);
            var messages = control is null
                ? ProgressStream.ReadAsync(http, await MakeRequestAsync().ConfigureAwait(false), errors, cancellationToken)
                : control.BuildAsync(
                    http,
                    new SolveRequest(options, arguments, offered, session?.Id, control),
                    subject,
                    errors,
                    cancellationToken);
            await foreach (var message in messages.ConfigureAwait(false))
            {
                while (skipped.TryDequeue(out string? problem))
                    yield return new BuildWarning($"{problem}. It was skipped.");
                foreach (var change in monitor.Read(message))
                    yield return change;
            }
            hasEnded = true;

            async Task<EngineRequest> MakeRequestAsync()
            {
                var request = BuildRequest.Make(options, subject, arguments, builder, buildId).With("session", session?.Id);
                offered.AddTo(request, progress, skipped.Enqueue);
                return session is null
                    ? request.WithHeader(
                        RegistryCredentials.BuildHeader,
                        RegistryCredential.ToHeader(await credentials.GetAllAsync(cancellationToken).ConfigureAwait(false)))
                    : request;
            }
        }
        finally
        {
            if (!hasEnded && !monitor.HasFailed && control is null && builder == ImageBuilder.BuildKit)
                await CancelAsync(buildId).ConfigureAwait(false);
            if (session is not null)
                await session.DisposeAsync().ConfigureAwait(false);
            if (control is not null)
                await control.DisposeAsync().ConfigureAwait(false);
        }
        foreach (var change in monitor.End())
            yield return change;
        bool isImage = options.Export is null or { Type: BuildExportType.Image };
        if (monitor.ImageId is null && isImage)
            throw monitor.Fail("the builder finished without returning the id of an image", null);
        yield return new BuildFinished(monitor.ImageId)
        {
            Steps = monitor.Steps,
            ContextSent = session?.Services.Files?.Sent,
        };
    }

    /// <summary>The requested builder, or the best one for the engine.</summary>
    async Task<ImageBuilder> ChooseBuilderAsync(BuildOptions options, Subject subject, CancellationToken cancellationToken)
    {
        var negotiated = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        // an API version that was forced on this client was not requested for this build
        await http.GetPingAsync(cancellationToken).ConfigureAwait(false);
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
                throw new EngineException(
                    EngineError.Invalid,
                    new Subject("Builder", nameof(ImageBuilder.BuildKit)),
                    $"The engine at {http.Endpoint.Address} runs Windows containers, which BuildKit cannot build there.")
                {
                    Cause = EngineCause.ClassicBuilderOnly,
                };
            case ImageBuilder.BuildKit when negotiated < BuildKitVersion:
                throw http.ApiVersionTooLow(subject, BuildKitVersion, negotiated, "BuildKit");
            case { } asked:
                return asked;
            default:
                // the default that the engine reports in a ping was the classic builder long after it had BuildKit
                return isWindows || negotiated < BuildKitVersion ? ImageBuilder.Classic : ImageBuilder.BuildKit;
        }
    }

    /// <summary>
    /// Whether the builder sends requests to this side while it builds. Podman, which also claims to be BuildKit, does not.
    /// </summary>
    bool HasSession(BuildOptions options, Subject subject, ImageBuilder builder)
    {
        if (builder == ImageBuilder.BuildKit && http.Ping?.IsPodman != true)
            return true;
        if (builder != ImageBuilder.BuildKit || BuildRequest.FindBuildKit(options) is not { } name)
            return false;
        throw new EngineException(
            EngineError.Invalid,
            subject,
            $"The build option {name} needs a session with the builder, which Podman's service at {http.Endpoint.Address} does not "
            + "support.")
        {
            Advice = "Use a Docker engine, or omit the option.",
        };
    }

    /// <summary>BuildKit's own interface, if the build uses it; null if it uses the build API.</summary>
    async Task<BuildKitControl?> OpenControlAsync(BuildOptions options, Subject subject, CancellationToken cancellationToken)
    {
        if (await BuildKitControl.TryOpenAsync(http, cancellationToken).ConfigureAwait(false) is { } control)
            return control;
        // the build API does not support single stages
        return options.NoCacheStages.Count > 0
            ? await BuildKitControl.UpgradeAsync(http, subject, cancellationToken).ConfigureAwait(false)
            : null;
    }

    BuildSessionServices MakeServices(
        BuildOptions options,
        BuildInput input,
        SecretService secrets,
        IProgress<TransferStatus>? progress,
        ConcurrentQueue<string> skipped) => new()
        {
            Auth = new AuthService(credentials),
            Secrets = secrets,
            Ssh = new SshService(options.SshAgents),
            Files = input.Files is { } files
                ? new FileSyncService(files, BuildNode.GetKey(environment, files.Folder), progress, skipped.Enqueue)
                {
                    SkipsRawNames = http.Ping?.ApiVersion >= StrictNamesVersion,
                }
                : null,
            Upload = input is { Files: null, MakeBody: { } makeBody } ? new UploadService(() => makeBody(progress, skipped.Enqueue)) : null,
            Export = options.Export is { Path: not null } export ? new FileSendService(export, progress, skipped.Enqueue) : null,
        };

    /// <summary>
    /// The build arguments, with proxies from the docker command's configuration unless they are set already, and the argument that stores
    /// the cache in the image.
    /// </summary>
    Dictionary<string, string?> AddArguments(BuildOptions options)
    {
        var all = new Dictionary<string, string?>(options.Arguments, StringComparer.Ordinal);
        // BuildKit treats NO_PROXY and no_proxy as the same, and uses either value
        var given = new HashSet<string>(options.Arguments.Keys, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in ProxySettings.Read(environment, http.Endpoint.Address, given.Contains))
            all[name] = value;
        if (options.CacheTo.Count > 0)
            all[BuildRequest.InlineCacheArgument] = "1";
        return all;
    }

    /// <summary>
    /// Stops a build. The engine also stops it when its connection ends, but that may take until the current step has finished.
    /// </summary>
    async Task CancelAsync(string buildId)
    {
        using var limit = new CancellationTokenSource(CancelLimit);
        try
        {
            await http.RunAsync(EngineRequest.Post("/build/cancel", Subject.Engine).With("id", buildId), limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // the build has ended, or the engine is gone
        }
    }
}
