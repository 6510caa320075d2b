namespace DockerPS.Engine;

/// <content>The two ends of a copy: what the source is, and what becomes of it at the destination.</content>
public sealed partial class ContainerFiles
{
    static CopyItem FindLocal(CopyEnd source, CopyOptions options)
    {
        // with a separator at its end, .NET sees a link to a folder as neither a link nor a folder
        string path = AnyFile.Restore(Path.TrimEndingDirectorySeparator(source.Path));
        string name = Path.GetFileName(path);
        if (AnyFile.AttributesOf(path) is not { } found)
            throw NotFound(source.Path, $"File or folder {source.Path} does not exist.");
        if (found.HasFlag(FileAttributes.ReparsePoint) && (options.FollowLink || source.MustBeFolder || source.ContentOnly))
        {
            path = RealPath.Of(path);
            found = AnyFile.AttributesOf(path) ?? throw NotFound(path, $"{source.Path} is a link to {path}, which does not exist.");
        }
        bool isFolder = (found & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == FileAttributes.Directory;
        return Check(source, new CopyItem(source, path, name, isFolder));
    }

    async Task<CopyItem> FindAsync(string id, CopyEnd source, CopyOptions options, CancellationToken cancellationToken)
    {
        string path = source.Path;
        string name = path.TrimEnd('/')[(path.TrimEnd('/').LastIndexOf('/') + 1)..];
        bool follow = options.FollowLink || source.MustBeFolder || source.ContentOnly || source.Wanted is not null;
        var found = await StatAsync(id, path, cancellationToken).ConfigureAwait(false) ?? throw Missing(source);
        if (found.IsLink && follow)
        {
            path = found.LinkTarget;
            found = await StatAsync(id, path, cancellationToken).ConfigureAwait(false) ?? throw Missing(source);
        }
        var item = new CopyItem(source, path, name, found.IsFolder) { Size = found.IsFolder || found.IsLink ? null : found.Size };
        return Check(source, item);
    }

    static CopyItem Check(CopyEnd source, CopyItem item) =>
        item.IsFolder || !(source.MustBeFolder || source.ContentOnly || source.Wanted is not null)
            ? item
            : throw new EngineException(
                EngineError.Invalid,
                new Subject("Source", source.ToString()),
                $"{source} is not a folder. Expected one.");

    static CopyPlace PlaceLocal(CopyEnd destination, CopyItem item)
    {
        string path = destination.Path;
        if (Directory.Exists(path))
            return Decide(destination, item, isFolder: true, path, "", "");
        if (File.Exists(path))
            path = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        if (OutputFile.IsSpecial(path))
            throw Misplaced(destination, "is not a file, but a device, a pipe or a socket");
        path = Path.TrimEndingDirectorySeparator(path);
        string folder = Path.GetDirectoryName(path) ?? path;
        var place = Decide(destination, item, File.Exists(path) ? false : null, path, folder, Path.GetFileName(path));
        return Directory.Exists(folder)
            ? place
            : throw Misplaced(destination, $"cannot be created, because there is no folder {folder}");
    }

    async Task<CopyPlace> PlaceAsync(string id, CopyEnd destination, CopyItem item, CancellationToken cancellationToken)
    {
        string path = destination.Path;
        var found = await StatAsync(id, path, cancellationToken).ConfigureAwait(false);
        if (found is { IsLink: true })
        {
            path = found.LinkTarget;
            found = await StatAsync(id, path, cancellationToken).ConfigureAwait(false);
        }
        string trimmed = path.TrimEnd('/');
        int slash = trimmed.LastIndexOf('/');
        string folder = slash <= 0 ? "/" : trimmed[..slash];
        var place = Decide(destination, item, found?.IsFolder, path, folder, trimmed[(slash + 1)..]);
        if (found is null && await StatAsync(id, folder, cancellationToken).ConfigureAwait(false) is null)
            throw Missing(destination with { Path = folder });
        return place;
    }

    /// <summary>Decides what becomes of a source at a destination, by the rules of <c>docker cp</c>.</summary>
    /// <param name="destination">The destination as the user wrote it.</param>
    /// <param name="item">The source.</param>
    /// <param name="isFolder">Whether the destination is a folder; null if it does not exist yet.</param>
    /// <param name="path">The real path of the destination.</param>
    /// <param name="parent">The folder that contains it.</param>
    /// <param name="name">Its name in that folder.</param>
    static CopyPlace Decide(CopyEnd destination, CopyItem item, bool? isFolder, string path, string parent, string name)
    {
        if (isFolder == true)
            return new CopyPlace(path, item.TakesContent ? null : item.Name);
        if (item.Source.Wanted is not null)
            throw Misplaced(destination, "is not an existing folder, which wildcards need");
        if (isFolder == false && item.IsFolder)
            throw Misplaced(destination, $"is a file, but {item.Source} is a folder");
        if (destination.MustBeFolder && !item.IsFolder)
            throw Misplaced(destination, "is not an existing folder");
        return new CopyPlace(parent, name);
    }

    static EngineException NotFound(string path, string message) => new(EngineError.NotFound, new Subject("File", path), message);

    static EngineException Missing(CopyEnd end) => new(
        EngineError.NotFound,
        new Subject("ContainerPath", end.ToString()),
        $"Path {end.Path} does not exist in container {end.Container}.");

    static EngineException Misplaced(
        CopyEnd destination,
        string problem,
        EngineCause cause = EngineCause.Unknown,
        params string[] involved) =>
        new(EngineError.Invalid, new Subject("Destination", destination.ToString()), $"{destination} {problem}.")
        {
            Cause = cause,
            Involved = involved,
        };

    /// <summary>What is copied: its real path, and the name that it is known by.</summary>
    sealed record CopyItem(CopyEnd Source, string Path, string Name, bool IsFolder)
    {
        public long? Size { get; init; }

        /// <summary>Whether the content of the folder is copied: also that of the root, which has no name.</summary>
        public bool TakesContent => Source.ContentOnly || Source.Wanted is not null || Name.Length == 0;
    }

    /// <summary>Where it goes: an existing folder, and the name in it; null if the content of the source goes into the folder.</summary>
    sealed record CopyPlace(string Folder, string? Name);
}
