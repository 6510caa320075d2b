using System.Text.Json;

namespace DockerPS.Engine;

public sealed partial class ImageService
{
    static readonly Version PlatformVersion = new(1, 32);

    /// <summary>Pulls an image, or all images of a repository, from its registry.</summary>
    /// <param name="name">The image. With neither tag nor digest it is all tags of the repository.</param>
    /// <param name="platform">Which of the registry's platforms, such as <c>linux/arm64</c>; null for the engine's own.</param>
    /// <param name="credential">The user of the registry; null for what the docker command's configuration knows.</param>
    /// <param name="progress">Told of each layer.</param>
    /// <param name="cancellationToken">Drops the connection, on which the engine stops.</param>
    public async Task PullAsync(ImageName name, string? platform, RegistryCredential? credential, IProgress<TransferStatus>? progress, CancellationToken cancellationToken)
    {
        var subject = Subject.Image(name.ToString());
        if (platform is not null)
            await RequireAsync(PlatformVersion, "The platform of an image", subject, cancellationToken).ConfigureAwait(false);
        credential ??= await credentials.FindAsync(name.Registry, cancellationToken).ConfigureAwait(false);
        var request = EngineRequest.Post("/images/create", subject)
            .With("fromImage", name.Repository)
            .With("tag", name.Digest ?? name.Tag)
            .With("platform", platform)
            .WithHeader(RegistryCredentials.Header, credential?.ToHeader());
        var errors = RegistryErrors.For(subject, "PullFailed", name.Registry);
        await foreach (var message in ProgressStream.ReadAsync(http, request, errors, cancellationToken).ConfigureAwait(false))
            progress?.Report(message.ToStatus());
    }

    /// <summary>Pushes an image, or all images of a repository, to its registry.</summary>
    /// <param name="name">The image. Without a tag it is all tags of the repository.</param>
    /// <param name="credential">The user of the registry; null for what the docker command's configuration knows.</param>
    /// <param name="progress">Told of each layer.</param>
    /// <param name="cancellationToken">Drops the connection, on which the engine stops.</param>
    /// <returns>What the registry took, one for each tag.</returns>
    public async Task<IReadOnlyList<PublishedImage>> PushAsync(ImageName name, RegistryCredential? credential, IProgress<TransferStatus>? progress, CancellationToken cancellationToken)
    {
        var subject = Subject.Image(name.ToString());
        credential ??= await credentials.FindAsync(name.Registry, cancellationToken).ConfigureAwait(false);
        // older engines insist on the header, though it may say nothing
        var request = EngineRequest.Post($"/images/{EngineRequest.Escape(name.Repository)}/push", subject)
            .With("tag", name.Tag)
            .WithHeader(RegistryCredentials.Header, (credential ?? RegistryCredential.None).ToHeader());
        var published = new List<PublishedImage>();
        var errors = RegistryErrors.For(subject, "PublishFailed", name.Registry);
        await foreach (var message in ProgressStream.ReadAsync(http, request, errors, cancellationToken).ConfigureAwait(false))
        {
            progress?.Report(message.ToStatus());
            if (ToPublished(name, message.Aux) is { } image)
                published.Add(image);
        }
        return published;
    }

    /// <summary>Loads what <c>docker save</c> wrote: images with their names. A compressed file is sent as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told of the bytes sent, and of each layer.</param>
    /// <param name="cancellationToken">Drops the connection, on which the engine stops.</param>
    /// <returns>The names of the images, or the ids of those that have none.</returns>
    public async Task<IReadOnlyList<string>> LoadAsync(string path, IProgress<TransferStatus>? progress, CancellationToken cancellationToken)
    {
        var loaded = new List<string>();
        var request = EngineRequest.Post("/images/load", Subject.Image(path));
        await UploadAsync(
            request,
            path,
            progress,
            message =>
            {
                // what was loaded is told in this sentence alone, by every engine since the first that had the call
                foreach (string line in (message.Stream ?? "").Split('\n', StringSplitOptions.TrimEntries))
                {
                    if (After(line, "Loaded image: ") is { } name)
                        loaded.Add(name);
                    else if (After(line, "Loaded image ID: ") is { } id)
                        loaded.Add(id);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return loaded;
    }

    /// <summary>Makes an image of the files of a tar.</summary>
    /// <param name="path">The tar; a compressed one is sent as it is.</param>
    /// <param name="options">What the image is to be.</param>
    /// <param name="progress">Told of the bytes sent.</param>
    /// <param name="cancellationToken">Drops the connection, on which the engine stops.</param>
    /// <returns>The id of the image.</returns>
    public async Task<string> ImportAsync(string path, ImportOptions options, IProgress<TransferStatus>? progress, CancellationToken cancellationToken)
    {
        var subject = Subject.Image(path);
        if (options.Platform is not null)
            await RequireAsync(PlatformVersion, "The platform of an image", subject, cancellationToken).ConfigureAwait(false);
        var request = EngineRequest.Post("/images/create", subject)
            .With("fromSrc", "-")
            .With("repo", options.Name?.Repository)
            .With("tag", options.Name?.WithDefaultTag().Tag)
            .With("message", options.Message)
            .With("platform", options.Platform);
        foreach (string change in options.Changes)
            request.With("changes", change);
        string? id = null;
        await UploadAsync(
            request,
            path,
            progress,
            message => id = message.Status is { } status && status.StartsWith("sha256:", StringComparison.Ordinal) ? status : id,
            cancellationToken).ConfigureAwait(false);
        return id ?? throw new EngineException(EngineError.Failed, subject, "The engine did not tell the id of the image that it made.") { ErrorId = "ImportFailed" };
    }

    async Task UploadAsync(EngineRequest request, string path, IProgress<TransferStatus>? progress, Action<ProgressWire> read, CancellationToken cancellationToken)
    {
        var file = LocalFile.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            request.WithBody(new FileUpload(file, "Sending", progress)).WithHeader("Expect", "100-continue");
            var errors = RegistryErrors.For(request.Subject, "ImportFailed");
            await foreach (var message in ProgressStream.ReadAsync(http, request, errors, cancellationToken).ConfigureAwait(false))
            {
                if (message.Detail?.Current is not null)
                    progress?.Report(message.ToStatus());
                read(message);
            }
        }
    }

    PublishedImage? ToPublished(ImageName name, JsonElement? aux)
    {
        if (aux?.Deserialize(ImageJson.Default.PushResultWire) is not { Tag: { } tag, Digest: { } digest } result)
            return null;
        return new PublishedImage { Engine = http.Endpoint.Address, Repository = name.Repository, Tag = tag, Digest = digest, Size = result.Size };
    }

    static string? After(string line, string beginning) => line.StartsWith(beginning, StringComparison.Ordinal) ? line[beginning.Length..] : null;
}

/// <summary>What an image is to be that is made of a file system.</summary>
public sealed record ImportOptions
{
    /// <summary>Its name; null for none.</summary>
    public ImageName? Name { get; init; }

    /// <summary>The message that it records.</summary>
    public string? Message { get; init; }

    /// <summary>Its platform, such as <c>linux/arm64</c>; null for the engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>Dockerfile instructions that set its configuration, such as <c>CMD ["/bin/sh"]</c>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
