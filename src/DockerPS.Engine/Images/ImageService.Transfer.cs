using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

public sealed partial class ImageService
{
    static readonly Version PlatformVersion = new(1, 32);
    static readonly Version PushedPlatformVersion = new(1, 46);

    /// <summary>The API version from which engines unpack Zstandard: older ones treat such a file as a broken tar.</summary>
    static readonly Version ZstdVersion = new(1, 42);

    /// <summary>Pulls an image, or all images of a repository, from its registry.</summary>
    /// <param name="name">The image. With neither tag nor digest, all tags of the repository.</param>
    /// <param name="platform">The platform, such as <c>linux/arm64</c>; null for the engine's own.</param>
    /// <param name="credential">The registry login; null for the one in the docker command's configuration.</param>
    /// <param name="progress">Receives the progress of each layer.</param>
    /// <param name="cancellationToken">Closes the connection, which makes the engine stop.</param>
    public async Task PullAsync(
        ImageName name,
        string? platform,
        RegistryCredential? credential,
        IProgress<TransferStatus>? progress,
        CancellationToken cancellationToken)
    {
        var subject = Subject.Image(name.ToString());
        RequireRegistry(name);
        credential ??= await credentials.FindAsync(name.Registry, cancellationToken).ConfigureAwait(false);
        var request = EngineRequest.Post("/images/create", subject)
            .With("fromImage", name.Repository)
            .With("tag", name.Digest ?? name.Tag)
            .With("platform", platform)
            .Needs(platform is not null, PlatformVersion, "The platform of an image")
            .WithHeader(RegistryCredentials.Header, credential?.ToHeader());
        var lost = new LostWords($"while it pulled {name}", "pull it again: the name does not exist until the image is complete");
        var errors = RegistryErrors.For(subject, ImageTransfer.Pull, name.Registry, lost);
        await foreach (var message in ProgressStream.ReadAsync(http, request, errors, cancellationToken).ConfigureAwait(false))
            progress?.Report(message.ToStatus());
    }

    /// <summary>Pushes an image, or all images of a repository, to its registry.</summary>
    /// <param name="name">The image. Without a tag, all tags of the repository.</param>
    /// <param name="platform">The only platform to push, such as <c>linux/arm64</c>; null for all.</param>
    /// <param name="credential">The registry login; null for the one in the docker command's configuration.</param>
    /// <param name="progress">Receives the progress of each layer.</param>
    /// <param name="cancellationToken">Closes the connection, which makes the engine stop.</param>
    /// <returns>What the registry accepted, one for each tag.</returns>
    public async Task<IReadOnlyList<PublishedImage>> PushAsync(
        ImageName name,
        string? platform,
        RegistryCredential? credential,
        IProgress<TransferStatus>? progress,
        CancellationToken cancellationToken)
    {
        var subject = Subject.Image(name.ToString());
        RequireRegistry(name);
        credential ??= await credentials.FindAsync(name.Registry, cancellationToken).ConfigureAwait(false);
        // older engines require the header, even if it is empty
        var request = EngineRequest.Post($"/images/{EngineRequest.EscapeImage(name.Repository)}/push", subject)
            .With("tag", name.Tag)
            .With("platform", PlatformQuery.ToJson(platform))
            .Needs(platform is not null, PushedPlatformVersion, "The platform of a push")
            .WithHeader(RegistryCredentials.Header, (credential ?? RegistryCredential.None).ToHeader());
        var published = new List<PublishedImage>();
        var lost = new LostWords(
            $"while it pushed {name}",
            $"push it again: {name.Registry} keeps the layers that are complete, and only needs the others");
        var errors = RegistryErrors.For(subject, ImageTransfer.Push, name.Registry, lost);
        await foreach (var message in ProgressStream.ReadAsync(http, request, errors, cancellationToken).ConfigureAwait(false))
        {
            progress?.Report(message.ToStatus());
            if ((ToPublished(name, message.Aux) ?? ToPublished(name, message.Status)) is { } image
                && published.TrueForAll(known => known.Tag != image.Tag))
                published.Add(image);
        }
        return published.Count > 0
            ? published
            : throw new EngineException(
                EngineError.Failed,
                subject,
                $"The engine finished pushing {name} without confirmation from {name.Registry}.")
            {
                ErrorId = "PublishFailed",
            };
    }

    /// <summary>Saves images, with their names and all their layers, to one file that <see cref="LoadAsync" /> can read.</summary>
    /// <param name="names">The names of the images, or the ids of those without a name.</param>
    /// <param name="target">The file. It appears only when it is complete.</param>
    /// <param name="platform">The only platform to save, such as <c>linux/arm64</c>; null for all.</param>
    /// <param name="progress">Receives the number of bytes received.</param>
    /// <param name="cancellationToken">Closes the connection, and leaves no file behind.</param>
    public async Task SaveAsync(
        IReadOnlyList<string> names,
        ArchiveTarget target,
        string? platform,
        IProgress<TransferStatus>? progress,
        CancellationToken cancellationToken)
    {
        ArchiveFormat.Require(target.Compression);
        var subject = Subject.Image(string.Join(", ", names));
        var request = WithArchivedPlatform(EngineRequest.Get("/images/get", subject), platform);
        foreach (string name in names)
            request.With("names", name);
        await FileDownload.SaveAsync(http, request, target, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Loads images with their names from an archive written by <see cref="SaveAsync" /> or <c>docker save</c>. A compressed file is sent
    /// as it is.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="platform">The only platform to save, such as <c>linux/arm64</c>; null for all.</param>
    /// <param name="progress">Receives the progress of the upload, and of each layer.</param>
    /// <param name="cancellationToken">Closes the connection, which makes the engine stop.</param>
    /// <returns>The names of the images, or the ids of those without a name.</returns>
    public async Task<IReadOnlyList<string>> LoadAsync(
        string path,
        string? platform,
        IProgress<TransferStatus>? progress,
        CancellationToken cancellationToken)
    {
        var loaded = new List<string>();
        var subject = Subject.Image(path);
        var request = WithArchivedPlatform(EngineRequest.Post("/images/load", subject), platform);
        await UploadAsync(
            request,
            ImageTransfer.Load,
            path,
            progress,
            message =>
            {
                // only this text says what was loaded, on every engine since the first that had the call
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

    /// <summary>Creates an image from the files in a tar.</summary>
    /// <param name="path">The tar; a compressed one is sent as it is.</param>
    /// <param name="options">The properties of the image.</param>
    /// <param name="progress">Receives the number of bytes sent.</param>
    /// <param name="cancellationToken">Closes the connection, which makes the engine stop.</param>
    /// <returns>The id of the image.</returns>
    public async Task<string> ImportAsync(
        string path,
        ImportOptions options,
        IProgress<TransferStatus>? progress,
        CancellationToken cancellationToken)
    {
        var request = MakeImport("-", Subject.Image(path), options, []);
        string? id = null;
        await UploadAsync(request, ImageTransfer.Import, path, progress, message => id = IdOf(message) ?? id, cancellationToken)
            .ConfigureAwait(false);
        return id ?? throw NoId(request.Subject);
    }

    /// <summary>Creates an image from the files in a tar that the engine downloads itself.</summary>
    /// <param name="address">Its http or https address.</param>
    /// <param name="options">The properties of the image.</param>
    /// <param name="progress">Receives the progress of the download.</param>
    /// <param name="cancellationToken">Closes the connection, which makes the engine stop.</param>
    /// <returns>The id of the image.</returns>
    public async Task<string> ImportAsync(
        Uri address,
        ImportOptions options,
        IProgress<TransferStatus>? progress,
        CancellationToken cancellationToken)
    {
        // it is part of the query, which is shown when debugging
        if (address.IsAbsoluteUri && address.UserInfo.Length > 0)
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Uri", EngineAddress.Redact(address.OriginalString)),
                "The address of a tar cannot contain a user or password, since it would not stay secret.");
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Uri", address.OriginalString),
                $"'{address.OriginalString}' is not an address that an engine can fetch a tar from. Expected http://… or https://….");
        }
        var secrets = WebAddress.SecretsOf(address.OriginalString);
        var subject = new Subject("File", WebAddress.Hide(address.OriginalString, secrets));
        var request = MakeImport(address.OriginalString, subject, options, secrets);
        string? id = null;
        var errors = RegistryErrors.For(subject, ImageTransfer.Import);
        try
        {
            await foreach (var message in ProgressStream.ReadAsync(http, request, errors, cancellationToken).ConfigureAwait(false))
            {
                progress?.Report(message.ToStatus());
                id = IdOf(message) ?? id;
            }
        }
        catch (EngineException e) when (secrets.Count > 0)
        {
            // the engine repeats the address
            throw e.Saying(WebAddress.Hide(e.Message, secrets));
        }
        return id ?? throw NoId(subject);
    }

    static EngineRequest WithArchivedPlatform(EngineRequest request, string? platform) =>
        request.With("platform", PlatformQuery.ToJson(platform))
            .Needs(platform is not null, PlatformsVersion, "The platform of an archive");

    /// <summary>Refuses a name that an engine can only store.</summary>
    static void RequireRegistry(ImageName name)
    {
        if (name.Registry.Length == 0)
            throw new EngineException(EngineError.Invalid, new Subject("ImageName", name.ToString()), $"'{name.Path[..name.Path.IndexOf('/', StringComparison.Ordinal)]}' of {name} is not a registry, so it can be neither pulled nor pushed. Expected a host name or address with an optional port, such as registry.example.com:5000.");
    }

    static EngineRequest MakeImport(string source, Subject subject, ImportOptions options, IEnumerable<string> secrets)
    {
        var request = EngineRequest.Post("/images/create", subject)
            .WithSecrets("fromSrc", source, secrets)
            .With("repo", options.Name?.Repository)
            .With("tag", options.Name?.WithDefaultTag().Tag)
            .With("message", options.Message)
            .With("platform", options.Platform)
            .Needs(options.Platform is not null, PlatformVersion, "The platform of an image");
        foreach (string change in options.Changes)
            request.With("changes", change);
        return request;
    }

    static string? IdOf(ProgressWire message) =>
        message.Status is { } status && status.StartsWith("sha256:", StringComparison.Ordinal) ? status : null;

    static EngineException NoId(Subject subject) =>
        new(EngineError.Failed, subject, "The engine did not return the id of the new image.") { ErrorId = "ImportFailed" };

    async Task UploadAsync(
        EngineRequest request,
        ImageTransfer transfer,
        string path,
        IProgress<TransferStatus>? progress,
        Action<ProgressWire> read,
        CancellationToken cancellationToken)
    {
        var file = await LocalFile.OpenReadAsync(path, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            var content = await OpenContentAsync(file, request.Subject, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                request.WithBody(new FileUpload(content, "Sending", progress, file)).WithHeader("Expect", "100-continue");
                var errors = RegistryErrors.For(
                    request.Subject,
                    transfer,
                    lost: new LostWords($"while it read {path}", "import the file again"));
                await foreach (var message in ProgressStream.ReadAsync(http, request, errors, cancellationToken).ConfigureAwait(false))
                {
                    if (message.Detail?.Current is not null)
                        progress?.Report(message.ToStatus());
                    read(message);
                }
            }
        }
    }

    /// <summary>The data to send for a file: the file as it is, unless the engine cannot unpack it and this version of .NET can.</summary>
    async Task<Stream> OpenContentAsync(FileStream file, Subject subject, CancellationToken cancellationToken)
    {
        if (!ArchiveFormat.IsZstd(file)
            || await http.GetVersionAsync(cancellationToken).ConfigureAwait(false) is var negotiated && negotiated >= ZstdVersion)
            return file;
        return ArchiveFormat.DecompressZstd(file)
            ?? throw new EngineException(
                EngineError.ApiVersionTooLow,
                subject,
                $"{subject.Name} is compressed with zstd, which neither the engine at {http.Endpoint.Address} (Engine API {negotiated}; "
                + $"{ZstdVersion} is needed) nor .NET {Environment.Version} (11 is needed) can unpack.")
            {
                Advice = "Unpack it first with 'zstd -d', or update the Docker engine.",
            };
    }

    PublishedImage? ToPublished(ImageName name, JsonElement? aux)
    {
        if (aux?.Deserialize(ImageJson.Default.PushResultWire) is not { Tag: { } tag, Digest: { } digest } result)
            return null;
        return new PublishedImage
        {
            Engine = http.Endpoint.Address,
            Repository = name.Repository,
            Tag = tag,
            Digest = digest,
            Size = result.Size,
        };
    }

    /// <summary>The text before the structured response, which podman does not send.</summary>
    PublishedImage? ToPublished(ImageName name, string? status) =>
        PushResult().Match(status ?? "") is not { Success: true } match ? null : new PublishedImage
        {
            Engine = http.Endpoint.Address,
            Repository = name.Repository,
            Tag = match.Groups["tag"].Value,
            Digest = match.Groups["digest"].Value,
            Size = long.Parse(match.Groups["size"].ValueSpan, CultureInfo.InvariantCulture),
        };

    [GeneratedRegex(@"^(?<tag>[\w.-]+): digest: (?<digest>\w+:[0-9a-f]+) size: (?<size>\d{1,18})$", RegexOptions.CultureInvariant)]
    private static partial Regex PushResult();

    static string? After(string line, string beginning) =>
        line.StartsWith(beginning, StringComparison.Ordinal) ? line[beginning.Length..] : null;
}

/// <summary>The properties of an image that is created from a file system.</summary>
public sealed record ImportOptions
{
    /// <summary>The name; null for none.</summary>
    public ImageName? Name { get; init; }

    /// <summary>The commit message.</summary>
    public string? Message { get; init; }

    /// <summary>The platform, such as <c>linux/arm64</c>; null for the engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>Dockerfile instructions that set its configuration, such as <c>CMD ["/bin/sh"]</c>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
