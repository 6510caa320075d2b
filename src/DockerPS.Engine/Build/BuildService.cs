using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

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
    readonly RegistryCredentials credentials;
    readonly ImageService images;

    internal BuildService(EngineHttp http, RegistryCredentials credentials, ImageService images)
    {
        this.http = http;
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
        var subject = new Subject("Build", options.Tags.Count > 0 ? options.Tags[0].ToString() : options.Folder);
        var builder = await ChooseBuilderAsync(options, subject, cancellationToken).ConfigureAwait(false);
        var context = BuildContext.Open(options.Folder, options.Dockerfile, builder == ImageBuilder.Classic);
        var skipped = new ConcurrentQueue<string>();
        string buildId = Guid.NewGuid().ToString("N");
        var monitor = new BuildMonitor(subject, context.Dockerfile);
        if (builder == ImageBuilder.BuildKit)
        {
            foreach (var image in BaseImages.Find(DockerfileReader.Parse(await context.ReadDockerfileAsync(cancellationToken).ConfigureAwait(false)), options))
            {
                if (await IsMissingAsync(image, options.Pull, cancellationToken).ConfigureAwait(false))
                {
                    yield return new BuildOutput(new BuildLogLine(image.Step, $"Pulling {image.Name}", IsError: false));
                    await PullAsync(image, monitor, progress, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        var request = MakeRequest(options, subject, builder, buildId)
            .With("dockerfile", context.DockerfileName)
            .WithHeader(RegistryCredentials.BuildHeader, RegistryCredential.ToHeader(await credentials.GetAllAsync(cancellationToken).ConfigureAwait(false)))
            .WithHeader("Expect", "100-continue")
            .WithBody(new BuildContextUpload(context, progress, skipped.Enqueue));
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
        yield return new BuildFinished(monitor.ImageId ?? throw monitor.Fail("the builder ended without telling the id of an image", null));
    }

    /// <summary>The builder that is asked for, or that this engine does best with.</summary>
    async Task<ImageBuilder> ChooseBuilderAsync(BuildOptions options, Subject subject, CancellationToken cancellationToken)
    {
        var negotiated = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        if (options.Platform is not null && negotiated < PlatformVersion)
            throw http.ApiVersionTooLow(subject, PlatformVersion, negotiated, "The platform of a build");
        bool isWindows = http.Ping?.OperatingSystem == "windows";
        switch (options.Builder)
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

    static EngineRequest MakeRequest(BuildOptions options, Subject subject, ImageBuilder builder, string buildId)
    {
        var request = EngineRequest.Post("/build", subject);
        foreach (var tag in options.Tags)
            request.With("t", tag.WithDefaultTag().ToString());
        return request
            .With("buildargs", ToJson(options.Arguments))
            .With("labels", ToJson(options.Labels))
            .With("target", options.Target)
            .With("platform", options.Platform)
            .With("networkmode", options.Network)
            .With("nocache", options.NoCache)
            // BuildKit would ask the registry once more, for which it has no session
            .With("pull", options.Pull && builder == ImageBuilder.Classic)
            .With("version", builder == ImageBuilder.BuildKit ? "2" : null)
            .With("buildid", builder == ImageBuilder.BuildKit ? buildId : null)
            // the classic builder leaves the containers of its steps behind unless it is told otherwise
            .With("rm", builder == ImageBuilder.Classic)
            .With("forcerm", builder == ImageBuilder.Classic);
    }

    /// <summary>Names and values as one JSON object; null when there are none.</summary>
    static string? ToJson<T>(IReadOnlyDictionary<string, T> values)
        where T : class?
    {
        if (values.Count == 0)
            return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in values)
                json.WriteString(name, value as string);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
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
