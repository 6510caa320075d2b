using System.Formats.Tar;
using System.Net;
using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

/// <content>The archives that are sent and received.</content>
public sealed partial class ContainerFiles
{
    const string StatHeader = "X-Docker-Container-Path-Stat";

    async Task ExtractAsync(string id, CopyItem item, CopyPlace place, CopyOptions options, CancellationToken cancellationToken)
    {
        var extractor = new SafeTarExtractor(place.Folder, options.Skipped);
        void Report(long done) => options.Progress?.Report(new TransferStatus("", "Receiving", done, item.Size));
        await foreach (var (entry, name, link, _) in ReadAsync(id, item, place, Report, cancellationToken).ConfigureAwait(false))
            await extractor.ExtractAsync(entry, name, link, cancellationToken).ConfigureAwait(false);
        extractor.Complete();
    }

    /// <summary>Writes what one container sends into the tar that another one receives.</summary>
    async Task ForwardAsync(string id, CopyItem item, CopyPlace place, TarOutput tar, CancellationToken cancellationToken)
    {
        await foreach (var received in ReadAsync(id, item, place, static _ => { }, cancellationToken).ConfigureAwait(false))
            await tar.WriteEntryAsync(Rename(received), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what a container sends, each entry with its name at the destination.</summary>
    async IAsyncEnumerable<ReceivedEntry> ReadAsync(
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
            var entries = ReceivedTar.ReadAsync(
                stream,
                item.IsFolder,
                place.Name,
                item.Source.Wanted,
                missed.Add,
                cancellationToken);
            await foreach (var found in entries.ConfigureAwait(false))
                yield return found;
        }
        foreach (string[] name in missed)
        {
            // requested alone, it comes with its content
            string path = $"{item.Path.TrimEnd('/')}/{string.Join('/', name)}";
            var single = new CopyItem(item.Source, path, name[^1], IsFolder: false);
            var content = await OpenArchiveAsync(id, single, received, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                var entries = ReceivedTar.ReadAsync(
                    content,
                    isFolder: false,
                    single.Name,
                    wanted: null,
                    missed.Add,
                    cancellationToken);
                await foreach (var found in entries.ConfigureAwait(false))
                    yield return found with { Name = name, Link = null };
            }
        }
    }

    /// <summary>Creates the same entry under another name: the content of an entry that was read cannot be replaced.</summary>
    static PaxTarEntry Rename(ReceivedEntry received)
    {
        var (entry, name, link, attributes) = received;
        var type = entry.EntryType is TarEntryType.V7RegularFile or TarEntryType.ContiguousFile
            ? TarEntryType.RegularFile
            : entry.EntryType;
        var copy = new PaxTarEntry(type, string.Join('/', name) + (type == TarEntryType.Directory ? "/" : ""), attributes)
        {
            Mode = entry.Mode,
            Uid = entry.Uid,
            Gid = entry.Gid,
            ModificationTime = entry.ModificationTime,
        };
        if (type is TarEntryType.HardLink or TarEntryType.SymbolicLink)
            copy.LinkName = link is null ? entry.LinkName : string.Join('/', link);
        if (entry is PosixTarEntry device && type is TarEntryType.BlockDevice or TarEntryType.CharacterDevice)
            (copy.DeviceMajor, copy.DeviceMinor) = (device.DeviceMajor, device.DeviceMinor);
        if (entry.DataStream is { } content)
            copy.DataStream = new SizedStream(content, entry.Length, entry.Name);
        return copy;
    }

    async Task<Stream> OpenArchiveAsync(string id, CopyItem item, Action<long> received, CancellationToken cancellationToken)
    {
        // requested like this, every folder has the same name: a dot
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

    /// <summary>Asks what a path in a container is; null if there is nothing.</summary>
    async Task<PathStat?> StatAsync(string id, string path, CancellationToken cancellationToken)
    {
        var request = Archive(HttpMethod.Head, id, path, new CopyEnd(id, path));
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return answer.Headers.TryGetValues(StatHeader, out var values) && PathStat.Read(values.First()) is { } stat
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

    static EngineRequest Archive(HttpMethod method, string id, string path, CopyEnd shown)
    {
        var subject = new Subject("ContainerPath", shown.ToString());
        return new EngineRequest(method, $"/containers/{EngineRequest.Escape(id)}/archive", subject).With("path", path);
    }
}
