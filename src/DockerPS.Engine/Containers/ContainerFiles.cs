using System.Formats.Tar;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>Copies files into and out of containers.</summary>
/// <remarks>Source: Engine API, "Get an archive of a filesystem resource in a container".</remarks>
public sealed class ContainerFiles
{
    const string StatHeader = "X-Docker-Container-Path-Stat";

    readonly EngineHttp http;
    readonly ContainerService containers;

    internal ContainerFiles(EngineHttp http, ContainerService containers)
    {
        this.http = http;
        this.containers = containers;
    }

    /// <summary>
    /// Copies a file or a folder from, to or between containers by the rules of <c>docker cp</c>. The containers need not be running.
    /// </summary>
    /// <param name="source">What to copy.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Stops the copying. Files that were copied are kept; an incomplete file is removed.</param>
    public async Task CopyAsync(CopyEnd source, CopyEnd destination, CopyOptions options, CancellationToken cancellationToken)
    {
        string? from = await FullIdAsync(source.Container, cancellationToken).ConfigureAwait(false);
        string? to = await FullIdAsync(destination.Container, cancellationToken).ConfigureAwait(false);
        if (from is not null && from == to)
        {
            // the engine locks the container while it reads, and would wait for itself
            throw Misplaced(
                destination,
                "is in the same container as the source, which the engine does not support",
                EngineCause.CopyWithinContainer,
                source.Container!);
        }
        var item = from is null ? FindLocal(source, options) : await FindAsync(from, source, options, cancellationToken).ConfigureAwait(false);
        var place = to is null ? PlaceLocal(destination, item) : await PlaceAsync(to, destination, item, cancellationToken).ConfigureAwait(false);
        if (from is null)
            await UploadAsync(to!, place, destination, new TarUpload((tar, token) => new FolderTar(tar, options.Skipped).WriteAsync(item.Path, place.Name, token), options.Progress), cancellationToken).ConfigureAwait(false);
        else if (to is null)
            await ExtractAsync(from, item, place, options, cancellationToken).ConfigureAwait(false);
        else
            await UploadAsync(to, place, destination, new TarUpload((tar, token) => ForwardAsync(from, item, place, tar, token), options.Progress), cancellationToken).ConfigureAwait(false);
    }

    async Task<string?> FullIdAsync(string? container, CancellationToken cancellationToken) =>
        container is null ? null : (await containers.InspectWireAsync(container, size: false, cancellationToken).ConfigureAwait(false)).Id;

    static CopyItem FindLocal(CopyEnd source, CopyOptions options)
    {
        var info = new FileInfo(source.Path);
        if (!info.Exists && !Directory.Exists(source.Path) && info.LinkTarget is null)
            throw new EngineException(
                EngineError.NotFound,
                new Subject("File", source.Path),
                $"File or folder {source.Path} does not exist.");
        string path = source.Path;
        if (info.LinkTarget is not null && (options.FollowLink || source.MustBeFolder || source.ContentOnly))
        {
            path = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
            if (!Path.Exists(path))
                throw new EngineException(EngineError.NotFound, new Subject("File", path), $"{source.Path} is a link to {path}, which does not exist.");
        }
        bool isFolder = Directory.Exists(path) && !File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(source.Path));
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
        return Check(source, new CopyItem(source, path, name, found.IsFolder) { Size = found.IsFolder || found.IsLink ? null : found.Size });
    }

    static CopyItem Check(CopyEnd source, CopyItem item) =>
        item.IsFolder || !(source.MustBeFolder || source.ContentOnly || source.Wanted is not null)
            ? item
            : throw new EngineException(EngineError.Invalid, new Subject("Source", source.ToString()), $"{source} is not a folder. Expected one.");

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
        return Directory.Exists(folder) ? place : throw Misplaced(destination, $"cannot be created, since there is no folder {folder}");
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

    /// <summary>The rules of <c>docker cp</c> for the place of a source at a destination.</summary>
    /// <param name="destination">The destination, as written.</param>
    /// <param name="item">The source.</param>
    /// <param name="isFolder">Whether it is a folder or a file; null if it does not exist yet.</param>
    /// <param name="path">The resolved path of the destination.</param>
    /// <param name="parent">The folder that contains it.</param>
    /// <param name="name">Its name there.</param>
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

    async Task ExtractAsync(string id, CopyItem item, CopyPlace place, CopyOptions options, CancellationToken cancellationToken)
    {
        var extractor = new SafeTarExtractor(place.Folder, options.Skipped);
        void Report(long done) => options.Progress?.Report(new TransferStatus("", "Receiving", done, item.Size));
        await foreach (var (entry, name, link) in ReadAsync(id, item, place, Report, cancellationToken).ConfigureAwait(false))
            await extractor.ExtractAsync(entry, name, link, cancellationToken).ConfigureAwait(false);
        extractor.Complete();
    }

    /// <summary>Converts one container's archive to the tar for another.</summary>
    async Task ForwardAsync(string id, CopyItem item, CopyPlace place, TarWriter tar, CancellationToken cancellationToken)
    {
        await foreach (var (entry, name, link) in ReadAsync(id, item, place, static _ => { }, cancellationToken).ConfigureAwait(false))
            await tar.WriteEntryAsync(Rename(entry, name, link), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The entries from one container, each with its new name.</summary>
    async IAsyncEnumerable<(TarEntry Entry, string[] Name, string[]? Link)> ReadAsync(
        string id,
        CopyItem item,
        CopyPlace place,
        Action<long> received,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var missed = new List<string[]>();
        var stream = await OpenArchiveAsync(id, item, received, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await foreach (var found in ReceivedTar.ReadAsync(stream, item.IsFolder, place.Name, item.Source.Wanted, missed.Add, cancellationToken).ConfigureAwait(false))
                yield return found;
        }
        foreach (string[] name in missed)
        {
            // a single item comes with its content
            var single = new CopyItem(item.Source, $"{item.Path.TrimEnd('/')}/{string.Join('/', name)}", name[^1], IsFolder: false);
            var content = await OpenArchiveAsync(id, single, received, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                await foreach (var (entry, _, _) in ReceivedTar.ReadAsync(content, isFolder: false, single.Name, wanted: null, missed.Add, cancellationToken).ConfigureAwait(false))
                    yield return (entry, name, null);
            }
        }
    }

    /// <summary>
    /// The same entry under another name. It has to be created again, since an entry that was read cannot get another content.
    /// </summary>
    static PaxTarEntry Rename(TarEntry entry, string[] name, string[]? link)
    {
        var type = entry.EntryType is TarEntryType.V7RegularFile or TarEntryType.ContiguousFile ? TarEntryType.RegularFile : entry.EntryType;
        var attributes = (entry as PaxTarEntry)?.ExtendedAttributes.Where(static attribute => attribute.Key.StartsWith("SCHILY.xattr.", StringComparison.Ordinal)) ?? [];
        var copy = new PaxTarEntry(type, string.Join('/', name) + (type == TarEntryType.Directory ? "/" : ""), attributes)
        {
            Mode = entry.Mode,
            Uid = entry.Uid,
            Gid = entry.Gid,
            ModificationTime = entry.ModificationTime,
        };
        if (type is TarEntryType.HardLink or TarEntryType.SymbolicLink)
            copy.LinkName = link is null ? entry.LinkName : string.Join('/', link);
        if (entry is PosixTarEntry device && type is (TarEntryType.BlockDevice or TarEntryType.CharacterDevice))
            (copy.DeviceMajor, copy.DeviceMinor) = (device.DeviceMajor, device.DeviceMinor);
        if (entry.DataStream is { } content)
            copy.DataStream = new SizedStream(content, entry.Length, entry.Name);
        return copy;
    }

    async Task<Stream> OpenArchiveAsync(string id, CopyItem item, Action<long> received, CancellationToken cancellationToken)
    {
        // requested like that, a folder always has the same name: a dot
        string path = item.IsFolder ? item.Path.TrimEnd('/') + "/." : item.Path;
        var request = Archive(HttpMethod.Get, id, path, item.Source);
        var stream = await http.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        return new ReceivedStream(stream, received, e => EngineErrors.Cut(http.Endpoint, request.Subject, e));
    }

    async Task UploadAsync(string id, CopyPlace place, CopyEnd destination, TarUpload body, CancellationToken cancellationToken)
    {
        var request = Archive(HttpMethod.Put, id, place.Folder, destination)
            .With("noOverwriteDirNonDir", true)
            .WithHeader("Expect", "100-continue")
            .WithBody(body);
        try
        {
            await http.RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.StatusCode is not null && e.Message.Contains("cannot overwrite", StringComparison.Ordinal))
        {
            throw new EngineException(EngineError.Invalid, new Subject("Destination", destination.ToString()), e.Message, e);
        }
    }

    async Task<PathStat?> StatAsync(string id, string path, CancellationToken cancellationToken)
    {
        var request = Archive(HttpMethod.Head, id, path, new CopyEnd(id, path));
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return answer.Headers.TryGetValues(StatHeader, out var values) && ReadStat(values.First()) is { } stat
                ? stat
                : throw new EngineException(
                    EngineError.Failed,
                    request.Subject,
                    $"The engine at {http.Endpoint.Address} did not report what {path} is.");
        }
        catch (EngineException e) when (e.StatusCode == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    static PathStat? ReadStat(string header)
    {
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(header));
            // the bits of Go's FileMode
            uint mode = json.RootElement.GetProperty("mode").GetUInt32();
            return new PathStat(
                (mode & 1u << 31) != 0,
                (mode & 1u << 27) != 0,
                json.RootElement.GetProperty("size").GetInt64(),
                json.RootElement.TryGetProperty("linkTarget", out var link) ? link.GetString() ?? "" : "");
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    static EngineRequest Archive(HttpMethod method, string id, string path, CopyEnd shown) =>
        new EngineRequest(method, $"/containers/{EngineRequest.Escape(id)}/archive", new Subject("ContainerPath", shown.ToString())).With("path", path);

    static EngineException Missing(CopyEnd end) =>
        new(
            EngineError.NotFound,
            new Subject("ContainerPath", end.ToString()),
            $"Path {end.Path} does not exist in container {end.Container}.");

    static EngineException Misplaced(CopyEnd destination, string problem, EngineCause cause = EngineCause.Unknown, params string[] involved) =>
        new(EngineError.Invalid, new Subject("Destination", destination.ToString()), $"{destination} {problem}.") { Cause = cause, Involved = involved };

    /// <summary>The source of a copy: its resolved path and its name.</summary>
    sealed record CopyItem(CopyEnd Source, string Path, string Name, bool IsFolder)
    {
        public long? Size { get; init; }

        /// <summary>Whether the contents of the folder are copied, not the folder itself; always for the root, which has no name.</summary>
        public bool TakesContent => Source.ContentOnly || Source.Wanted is not null || Name.Length == 0;
    }

    /// <summary>
    /// The destination of a copy: an existing folder, and the name in it; null if the content of the source goes into the folder.
    /// </summary>
    sealed record CopyPlace(string Folder, string? Name);

    sealed record PathStat(bool IsFolder, bool IsLink, long Size, string LinkTarget);
}
