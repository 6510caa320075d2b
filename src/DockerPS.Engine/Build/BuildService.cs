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

    internal BuildService(EngineHttp http, RegistryCredentials credentials)
    {
        this.http = http;
        this.credentials = credentials;
    }

    /// <summary>Builds an image.</summary>
    /// <param name="options">What to build.</param>
    /// <param name="upload">Told of the bytes of the context that have been sent.</param>
    /// <param name="cancellationToken">Stops the build in the engine too.</param>
    /// <returns>What the build tells; at the end, a <see cref="BuildFinished" />.</returns>
    public async IAsyncEnumerable<BuildEvent> BuildAsync(BuildOptions options, IProgress<TransferStatus>? upload, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subject = new Subject("Build", options.Tags.Count > 0 ? options.Tags[0].ToString() : options.Folder);
        var builder = await ChooseBuilderAsync(options, subject, cancellationToken).ConfigureAwait(false);
        var context = BuildContext.Open(options.Folder, options.Dockerfile, builder == ImageBuilder.Classic);
        var skipped = new ConcurrentQueue<string>();
        string buildId = Guid.NewGuid().ToString("N");
        var request = MakeRequest(options, subject, builder, buildId)
            .With("dockerfile", context.DockerfileName)
            .WithHeader(RegistryCredentials.BuildHeader, RegistryCredential.ToHeader(await credentials.GetAllAsync(cancellationToken).ConfigureAwait(false)))
            .WithHeader("Expect", "100-continue")
            .WithBody(new BuildContextUpload(context, upload, skipped.Enqueue));
        var monitor = new BuildMonitor(subject, context.Dockerfile);
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
            .With("pull", options.Pull)
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
