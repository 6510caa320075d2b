using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

/// <summary>Requests about an engine's images.</summary>
/// <remarks>Source: Engine API, section Image.</remarks>
public sealed partial class ImageService
{
    /// <summary>How many images are inspected at the same time.</summary>
    const int InspectionsAtOnce = 8;

    /// <summary>The API version from which platforms of an image are reported, and one of them can be selected.</summary>
    static readonly Version PlatformsVersion = new(1, 48);

    static readonly Version InspectedPlatformVersion = new(1, 49);
    static readonly Version RemovablePlatformsVersion = new(1, 50);

    /// <summary>The API version from which engines may use containerd's image store.</summary>
    static readonly Version ContainerdStoreVersion = new(1, 42);

    readonly EngineHttp http;
    readonly RegistryCredentials credentials;
    readonly ContainerService containers;

    internal ImageService(EngineHttp http, RegistryCredentials credentials, ContainerService containers)
    {
        this.http = http;
        this.credentials = credentials;
        this.containers = containers;
    }

    /// <summary>Lists images with one request, newest first; an image with several names is returned once for each.</summary>
    /// <param name="query">The filters; null for all except unnamed intermediate images.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
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

    /// <summary>Gets everything that the engine knows about an image, but not which containers use it.</summary>
    /// <param name="name">Its name, id or id prefix. If it is a name, the result has that name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<ImageDetail> InspectAsync(string name, CancellationToken cancellationToken) =>
        InspectAsync(name, null, [], cancellationToken);

    /// <summary>
    /// Gets everything that the engine knows about many images and which containers use them, several at a time, in order. An image that
    /// was removed meanwhile, or that does not have the platform, is omitted.
    /// </summary>
    /// <param name="names">Their names or ids.</param>
    /// <param name="platform">The platform, such as <c>linux/arm64</c>; null for the engine's choice.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async IAsyncEnumerable<ImageDetail> InspectAsync(
        IReadOnlyList<string> names,
        string? platform,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (platform is not null)
            PlatformQuery.Check(platform);
        var users = names.Count == 0 ? [] : await containers.ListAsync(null, cancellationToken).ConfigureAwait(false);
        await foreach (var image in InOrder.RunAsync(
            names,
            InspectionsAtOnce,
            name => TryInspectAsync(name, platform, users, cancellationToken)).ConfigureAwait(false))
        {
            if (image is not null)
                yield return image;
        }
    }

    /// <summary>Gets an image as in the list.</summary>
    /// <param name="name">Its name, id or id prefix. If it is a name, the result has that name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<Image> GetAsync(string name, CancellationToken cancellationToken) => GetAsync(name, null, cancellationToken);

    /// <summary>Gets an image as in the list, with the properties of one of its platforms.</summary>
    /// <param name="name">Its name, id or id prefix. If it is a name, the result has that name.</param>
    /// <param name="platform">The platform, such as <c>linux/arm64</c>; null for the engine's choice.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Image> GetAsync(string name, string? platform, CancellationToken cancellationToken) =>
        ImageMapping.WithoutDetail(await InspectAsync(name, platform, [], cancellationToken).ConfigureAwait(false));

    /// <summary>Gets the history of an image, newest step first.</summary>
    /// <param name="name">Its name, id or id prefix.</param>
    /// <param name="platform">The platform, such as <c>linux/arm64</c>; null for the engine's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<ImageHistoryEntry>> GetHistoryAsync(string name, string? platform, CancellationToken cancellationToken)
    {
        var subject = Subject.Image(name);
        var request = EngineRequest.Get($"/images/{EngineRequest.EscapeImage(name)}/history", subject)
            .With("platform", PlatformQuery.ToJson(platform))
            .Needs(platform is not null, PlatformsVersion, "The platform of a history");
        var wire = await http.ReadAsync(request, ImageJson.Default.ImageHistoryWireArray, cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(wire, step => ImageMapping.ToHistoryEntry(step, name, http.Endpoint.Address));
    }

    /// <summary>Searches Docker Hub through the engine.</summary>
    /// <param name="term">The text to look for in names and descriptions.</param>
    /// <param name="limit">The maximum number of results; null for the engine's own limit.</param>
    /// <param name="filters">The engine's filters; null for none.</param>
    /// <param name="credential">The registry login; null for the one in the docker command's configuration.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<FoundImage>> SearchAsync(
        string term,
        int? limit,
        IReadOnlyDictionary<string, IReadOnlyCollection<string>>? filters,
        RegistryCredential? credential,
        CancellationToken cancellationToken)
    {
        string registry = ImageName.TryParse(term, out var name, out _) ? name.Registry : ImageName.DefaultRegistry;
        credential ??= await credentials.FindAsync(registry, cancellationToken).ConfigureAwait(false);
        var request = EngineRequest.Get("/images/search", new Subject("ImageSearch", term))
            .With("term", term)
            .With("limit", limit)
            .WithFilters(filters)
            .WithHeader(RegistryCredentials.Header, credential?.ToHeader());
        try
        {
            var wire = await http.ReadAsync(request, ImageJson.Default.FoundImageWireArray, cancellationToken).ConfigureAwait(false);
            return Array.ConvertAll(wire, image => new FoundImage
            {
                Engine = http.Endpoint.Address,
                Name = image.Name ?? "",
                Description = image.Description ?? "",
                Stars = image.Stars,
                IsOfficial = image.IsOfficial,
            });
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            throw RegistryErrors.For(request.Subject, ImageTransfer.Search, registry).InAnswer(e);
        }
    }

    /// <summary>Gives an image an additional name.</summary>
    /// <param name="image">The image: name, id or id prefix.</param>
    /// <param name="name">The new name. If another image has it, that image loses it.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task TagAsync(string image, ImageName name, CancellationToken cancellationToken) =>
        http.RunAsync(
            EngineRequest.Post($"/images/{EngineRequest.EscapeImage(image)}/tag", Subject.Image(image))
                .With("repo", name.Repository)
                .With("tag", name.WithDefaultTag().Tag),
            cancellationToken);

    /// <summary>Removes an image's name, and deletes the image if that was its last name.</summary>
    /// <param name="image">The name, or the id to remove all names at once.</param>
    /// <param name="force">Whether names are removed even if containers use the image.</param>
    /// <param name="prune">Whether untagged parent images are deleted as well.</param>
    /// <param name="platforms">The platforms to delete, such as <c>linux/arm64</c>; empty for the whole image.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<RemovedImage>> RemoveAsync(
        string image,
        bool force,
        bool prune,
        IReadOnlyList<string> platforms,
        CancellationToken cancellationToken)
    {
        var subject = Subject.Image(image);
        var request = EngineRequest.Delete($"/images/{EngineRequest.EscapeImage(image)}", subject)
            .With("force", force)
            .With("noprune", !prune);
        if (platforms.Count == 0
            && IsId(image)
            && await http.GetVersionAsync(cancellationToken).ConfigureAwait(false) >= ContainerdStoreVersion)
            await RequireNoChildrenAsync(image, cancellationToken).ConfigureAwait(false);
        foreach (string platform in platforms)
            request.With("platforms", PlatformQuery.ToJson(platform)).Needs(RemovablePlatformsVersion, "The platform of a removal");
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
        catch (EngineException e) when (e.Error == EngineError.Invalid && platforms.Count > 0 && !force)
        {
            throw new EngineException(
                e.Error,
                subject,
                $"The engine does not remove a platform of {image} without force.",
                e)
            {
                StatusCode = e.StatusCode,
                Cause = EngineCause.PlatformNeedsForce,
            };
        }
    }

    async Task<ImageDetail> InspectAsync(string name, string? platform, IReadOnlyList<Container> users, CancellationToken cancellationToken)
    {
        var negotiated = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        var request = EngineRequest.Get($"/images/{EngineRequest.EscapeImage(name)}/json", Subject.Image(name))
            .With("manifests", negotiated >= PlatformsVersion);
        var wire = await http.ReadAsync(request, ImageJson.Default.ImageInspectWire, cancellationToken).ConfigureAwait(false);
        // a single-platform image is returned in full; the response shows what an older engine does not support
        if (wire.Manifests is [_, ..] && negotiated >= InspectedPlatformVersion && ChoosePlatform(wire, platform) is { } chosen)
            wire = await InspectPlatformAsync(name, chosen, wire, isAsked: platform is not null, cancellationToken).ConfigureAwait(false);
        return ImageMapping.ToDetail(wire, name, users, http.Endpoint.Address);
    }

    /// <summary>The platform of an image in the API's format; null for the engine's own.</summary>
    static string? ChoosePlatform(ImageInspectWire wire, string? platform)
    {
        if (platform is not null && PlatformQuery.IsExact(platform))
            return PlatformQuery.ToJson(platform);
        // the engine returns data for its own platform even if the image does not support it
        return string.IsNullOrEmpty(wire.Os)
            && Array.Find(wire.Manifests!, static manifest => manifest is { Kind: "image", Available: true }) is { } other
            ? PlatformQuery.ToJson(ImageMapping.PlatformOf(other))
            : null;
    }

    /// <summary>The details of one platform of an image, with the image's id and names.</summary>
    async Task<ImageInspectWire> InspectPlatformAsync(
        string name,
        string platform,
        ImageInspectWire whole,
        bool isAsked,
        CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/images/{EngineRequest.EscapeImage(name)}/json", Subject.Image(name)).With("platform", platform);
        var wire = await http.ReadAsync(request, ImageJson.Default.ImageInspectWire, cancellationToken).ConfigureAwait(false);
        return wire with
        {
            Id = whole.Id,
            RepoTags = whole.RepoTags,
            RepoDigests = whole.RepoDigests,
            Manifests = whole.Manifests,
            Chosen = isAsked ? wire.Id : null,
        };
    }

    async Task<ImageDetail?> TryInspectAsync(
        string name,
        string? platform,
        IReadOnlyList<Container> users,
        CancellationToken cancellationToken)
    {
        try
        {
            return await InspectAsync(name, platform, users, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            return null;
        }
    }

    static bool IsId(string image) => image.StartsWith("sha256:", StringComparison.Ordinal) || image.All(char.IsAsciiHexDigitLower);

    /// <summary>Refuses to remove an image on which others are built, as every store does except containerd's.</summary>
    async Task RequireNoChildrenAsync(string image, CancellationToken cancellationToken)
    {
        if (await FindChildrenAsync(image, cancellationToken).ConfigureAwait(false) is not [_, ..] children)
            return;
        throw new EngineException(
            EngineError.Conflict,
            Subject.Image(image),
            $"Image {ImageMapping.ShortId(image)} cannot be removed, since images are built on it: {string.Join(", ", children)}.")
        {
            Cause = EngineCause.ImageHasChildren,
            Involved = children,
        };
    }

    /// <summary>
    /// Explains why an image cannot be removed, with the names of what uses it: the engine only reports the id of one container.
    /// </summary>
    async Task<EngineException> DescribeConflictAsync(string image, EngineException conflict, CancellationToken cancellationToken)
    {
        string shown = IsId(image) ? ImageMapping.ShortId(image) : image;
        string said = (conflict.InnerException ?? conflict).Message;
        if (said.Contains("dependent child images", StringComparison.Ordinal)
            && await TryFindAsync(FindChildrenAsync).ConfigureAwait(false) is [_, ..] children)
            return Make(
                $"Image {shown} cannot be removed, since images are built on it: {string.Join(", ", children)}.",
                EngineCause.ImageHasChildren,
                children);
        if (said.Contains("container", StringComparison.Ordinal)
            && await TryFindAsync(FindUsersAsync).ConfigureAwait(false) is [_, ..] users)
            return Make(
                $"Image {shown} is in use by {string.Join(", ", users)}.",
                said.Contains("cannot be forced", StringComparison.Ordinal) ? EngineCause.ImageHeld : EngineCause.ImageInUse,
                users);
        if (said.Contains("multiple repositories", StringComparison.Ordinal))
            return Make($"Image {shown} has several names.", EngineCause.ImageHasTags, []);
        return Make(
            conflict.Message,
            said.Contains("cannot be forced", StringComparison.Ordinal) ? EngineCause.ImageHeld : EngineCause.ImageHasTags,
            []);

        EngineException Make(string sentence, EngineCause cause, IReadOnlyList<string> involved) =>
            new(
                conflict.Error,
                conflict.Subject,
                sentence,
                conflict.InnerException ?? conflict)
            {
                StatusCode = conflict.StatusCode,
                Cause = cause,
                Involved = involved,
            };

        // the conflict is the error that counts, whatever the request about its causes returns
        async Task<List<string>> TryFindAsync(Func<string, CancellationToken, Task<List<string>>> find)
        {
            try
            {
                return await find(image, cancellationToken).ConfigureAwait(false);
            }
            catch (EngineException)
            {
                return [];
            }
        }
    }

    async Task<List<string>> FindUsersAsync(string image, CancellationToken cancellationToken)
    {
        var query = new ContainerQuery { Filters = new Dictionary<string, IReadOnlyCollection<string>> { ["ancestor"] = [image] } };
        var users = await containers.ListAsync(query, cancellationToken).ConfigureAwait(false);
        return users.Select(static container => container.Name).Order(StringComparer.Ordinal).ToList();
    }

    /// <summary>Finds the images that the classic builder built on another.</summary>
    async Task<List<string>> FindChildrenAsync(string image, CancellationToken cancellationToken)
    {
        string id = (await InspectAsync(image, cancellationToken).ConfigureAwait(false)).Id;
        var all = await ListAsync(new ImageQuery { All = true }, cancellationToken).ConfigureAwait(false);
        return all.Where(child => child.ParentId == id).Select(static child => child.Name).Order(StringComparer.Ordinal).ToList();
    }
}

/// <summary>Selects images for the list.</summary>
public sealed record ImageQuery
{
    /// <summary>
    /// The engine's filters, such as <c>label</c> → <c>["app=web"]</c>. All names must match, each with one of its values.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>>? Filters { get; init; }

    /// <summary>Whether unnamed intermediate images are listed as well.</summary>
    public bool All { get; init; }
}
