namespace DockerPS.Engine;

/// <summary>Converts the API's images to the model's.</summary>
static class ImageMapping
{
    const int NanosecondsPerTick = 100;

    static readonly Dictionary<string, string> NoLabels = [];

    /// <summary>An image in the list, once for each of its names.</summary>
    public static IEnumerable<Image> ToImages(ImageListItem item, string engine)
    {
        var (tags, digests) = Sort(item.Id, item.RepoTags, item.RepoDigests);
        var created = LocalTime.OfUnixTime(item.Created);
        foreach (var name in NamesOf(item.Id, tags, digests))
        {
            yield return new Image
            {
                Engine = engine,
                Id = item.Id,
                Name = name.Text,
                Repository = name.Repository,
                Tag = name.Tag,
                Digest = DigestOf(name, digests),
                Tags = tags,
                Digests = digests,
                ParentId = NullIfEmpty(item.ParentId),
                Created = created,
                Size = item.Size,
                Labels = item.Labels ?? NoLabels,
            };
        }
    }

    /// <summary>An image under the requested name, if that is one of its names.</summary>
    /// <param name="wire">The engine's response.</param>
    /// <param name="asked">The name or id.</param>
    /// <param name="containers">The engine's containers, some of which may use it.</param>
    /// <param name="engine">The address of the engine.</param>
    public static ImageDetail ToDetail(ImageInspectWire wire, string asked, IReadOnlyList<Container> containers, string engine)
    {
        var manifests = Array.FindAll(wire.Manifests ?? [], static manifest => manifest.Kind == "image");
        var (tags, digests) = Sort(wire.Id, wire.RepoTags, wire.RepoDigests);
        var name = Choose(NamesOf(wire.Id, tags, digests), asked);
        var config = wire.Config ?? new ImageConfigWire();
        return new ImageDetail
        {
            Engine = engine,
            Id = wire.Id,
            Name = name.Text,
            Repository = name.Repository,
            Tag = name.Tag,
            Digest = DigestOf(name, digests),
            Tags = tags,
            Digests = digests,
            ParentId = NullIfEmpty(wire.Parent),
            Created = LocalTime.Of(wire.Created),
            Size = SizeOf(wire),
            Labels = config.Labels ?? NoLabels,
            OperatingSystem = wire.Os ?? "",
            OperatingSystemVersion = NullIfEmpty(wire.OsVersion),
            Architecture = wire.Architecture ?? "",
            Variant = NullIfEmpty(wire.Variant),
            Author = wire.Author ?? "",
            Comment = wire.Comment ?? "",
            Entrypoint = config.Entrypoint ?? [],
            Command = config.Cmd ?? [],
            Shell = config.Shell ?? [],
            Environment = NameValues.ToVariables(config.Env),
            User = config.User ?? "",
            WorkingDirectory = config.WorkingDir ?? "",
            ExposedPorts = KeysOf(config.ExposedPorts),
            Volumes = KeysOf(config.Volumes),
            StopSignal = NullIfEmpty(config.StopSignal),
            HealthCheck = ToHealthCheck(config.Healthcheck),
            OnBuild = config.OnBuild ?? [],
            Layers = wire.RootFS?.Layers ?? [],
            LastTagged = LocalTime.Of(wire.Metadata?.LastTagTime),
            StorageDriver = wire.GraphDriver?.Name ?? "",
            Containers = NamesOf(
                containers.Where(
                    container => container.ImageId == wire.Id || Array.Exists(manifests, manifest => IsMadeOf(container, manifest)))),
            Platforms = Array.ConvertAll(manifests, manifest => ToPlatform(manifest, containers)),
        };
    }

    /// <summary>The steps in the history of an image.</summary>
    public static ImageHistoryEntry ToHistoryEntry(ImageHistoryWire wire, string image, string engine) => new()
    {
        Engine = engine,
        Image = image,
        Id = wire.Id is null or "<missing>" ? null : wire.Id,
        Created = LocalTime.OfUnixTime(wire.Created),
        CreatedBy = wire.CreatedBy ?? "",
        Size = wire.Size,
        Tags = Real(wire.Tags),
        Comment = wire.Comment ?? "",
    };

    /// <summary>The same image without the details.</summary>
    public static Image WithoutDetail(ImageDetail image) => new()
    {
        Engine = image.Engine,
        Id = image.Id,
        Name = image.Name,
        Repository = image.Repository,
        Tag = image.Tag,
        Digest = image.Digest,
        Tags = image.Tags,
        Digests = image.Digests,
        ParentId = image.ParentId,
        Created = image.Created,
        Size = image.Size,
        Labels = image.Labels,
    };

    /// <summary>The id as docker shows it.</summary>
    public static string ShortId(string id)
    {
        string digits = id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return digits.Length > 12 ? digits[..12] : digits;
    }

    /// <summary>The platform of one of an image's manifests, such as <c>linux/arm64/v8</c>.</summary>
    public static string PlatformOf(ManifestWire manifest)
    {
        var platform = manifest.ImageData?.Platform ?? manifest.Descriptor?.Platform;
        return string.Join(
            '/',
            ((string?[])[platform?.Os, platform?.Architecture, platform?.Variant]).Where(static part => !string.IsNullOrEmpty(part)));
    }

    static ImagePlatform ToPlatform(ManifestWire manifest, IReadOnlyList<Container> containers) => new(
        PlatformOf(manifest),
        manifest.ID ?? "",
        manifest.Available,
        manifest.Size?.Total ?? 0,
        NamesOf(containers.Where(container => IsMadeOf(container, manifest))));

    static bool IsMadeOf(Container container, ManifestWire manifest) =>
        container.ImageId == manifest.ID || (manifest.ImageData?.Containers?.Contains(container.Id) ?? false);

    static string[] NamesOf(IEnumerable<Container> containers) =>
        [.. containers.Select(static container => container.Name).Order(StringComparer.Ordinal)];

    /// <summary>An image's names: those with a tag; those with a digest if the repository has no tag; otherwise its id.</summary>
    static List<(string Text, string? Repository, string? Tag)> NamesOf(string id, string[] tags, string[] digests)
    {
        var names = new List<(string Text, string? Repository, string? Tag)>(Math.Max(1, tags.Length));
        foreach (string tag in tags)
        {
            int colon = tag.LastIndexOf(':');
            names.Add((tag, tag[..colon], tag[(colon + 1)..]));
        }
        foreach (string digest in digests)
        {
            string repository = digest[..digest.IndexOf('@', StringComparison.Ordinal)];
            if (!names.Exists(name => name.Repository == repository))
                names.Add((digest, repository, null));
        }
        if (names.Count == 0)
            names.Add((id, null, null));
        return names;
    }

    static (string Text, string? Repository, string? Tag) Choose(List<(string Text, string? Repository, string? Tag)> names, string asked)
    {
        if (ImageName.TryParse(asked, out var wanted, out _))
        {
            string text = wanted.WithDefaultTag().ToString();
            foreach (var name in names)
            {
                if (name.Text == text || (wanted.Digest is not null && name.Repository == wanted.Repository))
                    return name;
            }
        }
        return names[0];
    }

    static string? DigestOf((string Text, string? Repository, string? Tag) name, string[] digests)
    {
        foreach (string digest in digests)
        {
            int at = digest.IndexOf('@', StringComparison.Ordinal);
            if (name.Repository is not null && digest.AsSpan(0, at).SequenceEqual(name.Repository))
                return digest[(at + 1)..];
        }
        return null;
    }

    /// <summary>
    /// Names with a tag, and names with a digest. containerd's image store also lists names with a digest among those with a tag, and
    /// returns the digest, which is the image's id there, for only one of its repositories.
    /// </summary>
    static (string[] Tags, string[] Digests) Sort(string id, string[]? repoTags, string[]? repoDigests)
    {
        string[] names = Real(repoTags);
        string[] digests = Array.FindAll(Real(repoDigests), IsDigest);
        if (!Array.Exists(names, IsDigest) && !Array.Exists(digests, digest => digest.EndsWith("@" + id, StringComparison.Ordinal)))
            return (names, digests);
        string[] tags = Array.FindAll(names, static name => !IsDigest(name));
        var ofTags = tags.Select(tag => $"{tag[..tag.LastIndexOf(':')]}@{id}");
        return (tags, [.. digests.Concat(names.Where(IsDigest)).Concat(ofTags).Distinct(StringComparer.Ordinal)]);
    }

    static bool IsDigest(string name) => name.Contains('@', StringComparison.Ordinal);

    /// <summary>
    /// The size in the list: for multi-platform image stores, everything that the image uses, packed and unpacked. Inspecting it there
    /// returns the packed size of one platform.
    /// </summary>
    static long SizeOf(ImageInspectWire wire) => wire.Manifests is [_, ..] manifests
        ? manifests.Where(manifest => wire.Chosen is null || manifest.ID == wire.Chosen).Sum(static manifest => manifest.Size?.Total ?? 0)
        : wire.Size;

    /// <summary>Names without the engine's placeholders for "none", and without defaults, which podman spells out.</summary>
    static string[] Real(string[]? names) =>
        names is null or []
            ? []
            : Array.ConvertAll(Array.FindAll(names, static name => !name.StartsWith("<none>", StringComparison.Ordinal)), Familiar);

    static string Familiar(string name) =>
        name.StartsWith(ImageName.DefaultRegistry + "/", StringComparison.Ordinal) && ImageName.TryParse(name, out var parsed, out _)
            ? parsed.ToString()
            : name;

    static string[] KeysOf(Dictionary<string, NothingWire?>? set) =>
        set is null or { Count: 0 } ? [] : [.. set.Keys.Order(StringComparer.Ordinal)];

    static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    static ImageHealthCheck? ToHealthCheck(HealthTestWire? wire) => wire?.Test is not { Length: > 0 } test ? null : new ImageHealthCheck(
        test,
        ToDuration(wire.Interval),
        ToDuration(wire.Timeout),
        ToDuration(wire.StartPeriod),
        wire.Retries > 0 ? wire.Retries : null);

    static string? ToDuration(long nanoseconds) => nanoseconds > 0 ? TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick).ToString() : null;
}
