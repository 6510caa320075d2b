using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

/// <summary>What can be asked of an engine about images.</summary>
/// <remarks>Source: Engine API, section Image.</remarks>
public sealed partial class ImageService
{
    /// <summary>How many images are inspected at the same time.</summary>
    const int InspectionsAtOnce = 8;

    readonly EngineHttp http;
    readonly RegistryCredentials credentials;

    internal ImageService(EngineHttp http, RegistryCredentials credentials)
    {
        this.http = http;
        this.credentials = credentials;
    }

    /// <summary>Lists images in one request, newest first; one with several names comes once for each.</summary>
    /// <param name="query">What to leave out; null for all but the unnamed layers of builds.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<IReadOnlyList<Image>> ListAsync(ImageQuery? query, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("/images/json", new Subject("Image"))
            .With("all", query?.All ?? false)
            .WithFilters(query?.Filters);
        var items = await http.ReadAsync(request, ImageJson.Default.ImageListItemArray, cancellationToken).ConfigureAwait(false);
        var images = new List<Image>(items.Length);
        foreach (var item in items)
            images.AddRange(ImageMapping.ToImages(item, http.Endpoint.Address));
        return images;
    }

    /// <summary>Reads all that the engine knows of an image.</summary>
    /// <param name="name">Its name, id or the beginning of its id. Where it is a name, the answer bears it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<ImageDetail> InspectAsync(string name, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/images/{EngineRequest.Escape(name)}/json", Subject.Image(name));
        var wire = await http.ReadAsync(request, ImageJson.Default.ImageInspectWire, cancellationToken).ConfigureAwait(false);
        return ImageMapping.ToDetail(wire, name, http.Endpoint.Address);
    }

    /// <summary>Reads all that the engine knows of many images, several at a time, in their order. One that is gone meanwhile is left out.</summary>
    /// <param name="names">Their names or ids.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async IAsyncEnumerable<ImageDetail> InspectAsync(IReadOnlyList<string> names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var image in InOrder.RunAsync(names, InspectionsAtOnce, name => TryInspectAsync(name, cancellationToken)).ConfigureAwait(false))
        {
            if (image is not null)
                yield return image;
        }
    }

    /// <summary>Reads an image as the list has it.</summary>
    /// <param name="name">Its name, id or the beginning of its id. Where it is a name, the answer bears it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<Image> GetAsync(string name, CancellationToken cancellationToken) =>
        ImageMapping.WithoutDetail(await InspectAsync(name, cancellationToken).ConfigureAwait(false));

    /// <summary>Gives an image a further name.</summary>
    /// <param name="image">The image: name, id or the beginning of its id.</param>
    /// <param name="name">The name to give. Where another image has it, that one loses it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task TagAsync(string image, ImageName name, CancellationToken cancellationToken) =>
        http.RunAsync(
            EngineRequest.Post($"/images/{EngineRequest.Escape(image)}/tag", Subject.Image(image))
                .With("repo", name.Repository)
                .With("tag", name.WithDefaultTag().Tag),
            cancellationToken);

    /// <summary>Takes away an image's name, and deletes the image when it was the last one.</summary>
    /// <param name="image">The name, or the id to take away all names at once.</param>
    /// <param name="force">Whether names are taken away though containers use the image.</param>
    /// <param name="prune">Whether images that were only there for it are deleted as well.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<IReadOnlyList<RemovedImage>> RemoveAsync(string image, bool force, bool prune, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Delete($"/images/{EngineRequest.Escape(image)}", Subject.Image(image))
            .With("force", force)
            .With("noprune", !prune);
        try
        {
            var wire = await http.ReadAsync(request, ImageJson.Default.ImageDeleteWireArray, cancellationToken).ConfigureAwait(false);
            return Array.ConvertAll(wire, item => new RemovedImage
            {
                Engine = http.Endpoint.Address,
                Action = item.Untagged is null ? ImageRemoval.Deleted : ImageRemoval.Untagged,
                Reference = item.Untagged ?? item.Deleted ?? "",
            });
        }
        catch (EngineException e) when (e.Error == EngineError.Conflict)
        {
            throw await DescribeConflictAsync(image, e, cancellationToken).ConfigureAwait(false);
        }
    }

    async Task<ImageDetail?> TryInspectAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await InspectAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            return null;
        }
    }

    /// <summary>Names the containers that use an image: the engine tells only the id of one.</summary>
    async Task<EngineException> DescribeConflictAsync(string image, EngineException conflict, CancellationToken cancellationToken)
    {
        string message = conflict.Message;
        string advice = message.Contains("cannot be forced", StringComparison.Ordinal)
            ? "Stop and remove the containers, or remove the images that are built on it, first."
            : "Name one of its tags to take away only that, or use -Force.";
        var users = message.Contains("container", StringComparison.Ordinal)
            ? await FindUsersAsync(image, cancellationToken).ConfigureAwait(false)
            : [];
        if (users.Count > 0)
        {
            message = $"{message}. Containers that use it: {string.Join(", ", users)}.";
            if (!conflict.Message.Contains("cannot be forced", StringComparison.Ordinal))
                advice = "Remove the containers first, or use -Force to take away its name all the same.";
        }
        return new EngineException(conflict.Error, conflict.Subject, message, conflict) { StatusCode = conflict.StatusCode, Advice = advice };
    }

    async Task<List<string>> FindUsersAsync(string image, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("/containers/json", new Subject("Container"))
            .With("all", true)
            .WithFilters(new Dictionary<string, IReadOnlyCollection<string>> { ["ancestor"] = [image] });
        var containers = await http.ReadAsync(request, bytes => ContainerListReader.Read(bytes, http.Endpoint.Address), cancellationToken).ConfigureAwait(false);
        return containers.Select(static container => container.Name).Order(StringComparer.Ordinal).ToList();
    }

    /// <summary>Refuses what this engine is too old for.</summary>
    async Task RequireAsync(Version minimum, string what, Subject subject, CancellationToken cancellationToken)
    {
        var negotiated = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        if (negotiated < minimum)
            throw http.ApiVersionTooLow(subject, minimum, negotiated, what);
    }
}

/// <summary>Which images to list.</summary>
public sealed record ImageQuery
{
    /// <summary>The engine's filters, such as <c>label</c> → <c>["app=web"]</c>. All names must hold, and one value of each.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>>? Filters { get; init; }

    /// <summary>Whether the unnamed layers that builds leave behind are listed as well.</summary>
    public bool All { get; init; }
}
