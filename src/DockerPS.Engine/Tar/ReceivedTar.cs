using System.Formats.Tar;
using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

/// <summary>Reads the tar of a file or folder of a container as it arrives.</summary>
static class ReceivedTar
{
    /// <summary>
    /// Reads the entries, each with the parts of its name at the destination. The content must be read before the next entry.
    /// </summary>
    /// <param name="source">The tar.</param>
    /// <param name="isFolder">Whether it contains a folder, whose own entry has no name; a file is the only entry.</param>
    /// <param name="name">The name of the file or folder at the destination; null if only the content of the folder is copied.</param>
    /// <param name="wanted">Selects items of the folder by name; null for all.</param>
    /// <param name="missed">Receives each wanted hard link to an unwanted file, whose content is not in the result.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async IAsyncEnumerable<ReceivedEntry> ReadAsync(
        Stream source,
        bool isFolder,
        string? name,
        Func<string, bool>? wanted,
        Action<string[]> missed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] prefix = name is null ? [] : [name];
        bool any = false;
        TarEntry? last = null;
        var heads = new TarHeads(source);
        var reader = new TarReader(heads, leaveOpen: true);
        await using (reader.ConfigureAwait(false))
        {
            while (await NextAsync(reader, heads, last, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                last = entry;
                if (entry.EntryType == TarEntryType.GlobalExtendedAttributes)
                    continue;
                string[] parts = TarNames.Split(entry.Name);
                if (!isFolder && (any || parts.Length != 1 || entry.EntryType == TarEntryType.Directory))
                    throw TarNames.Unsafe(entry.Name, "was not requested");
                any = true;
                if (wanted is not null && (parts.Length == 0 || !wanted(parts[0])))
                    continue;
                string[]? link = null;
                if (entry.EntryType == TarEntryType.HardLink)
                {
                    string[] target = TarNames.Split(entry.LinkName);
                    if (!isFolder || target.Length == 0)
                        throw TarNames.Unsafe(entry.Name, $"is a hard link to '{entry.LinkName}', which is not copied");
                    if (wanted is not null && !wanted(target[0]))
                    {
                        missed(parts);
                        continue;
                    }
                    link = [.. prefix, .. target];
                }
                string[] full = isFolder ? [.. prefix, .. parts] : prefix;
                if (full.Length > 0)
                    yield return new ReceivedEntry(entry, full, link, heads.AttributesOf(entry));
            }
        }
        if (!any)
            throw Broken("it is empty");
    }

    /// <summary>The exception for a tar that is not valid.</summary>
    public static EngineException Broken(string reason, Exception? cause = null)
    {
        string message = $"The engine sent an archive that cannot be read: {reason.TrimEnd('.')}.";
        return new EngineException(EngineError.Failed, new Subject("Archive"), message, cause) { ErrorId = "ArchiveParseError" };
    }

    static async ValueTask<TarEntry?> NextAsync(TarReader reader, TarHeads heads, TarEntry? last, CancellationToken cancellationToken)
    {
        try
        {
            if (last?.DataStream is { CanRead: true } rest)
                await rest.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            heads.Begin();
            var entry = await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
            heads.End();
            if (entry is not null)
                heads.Restore(entry);
            return entry;
        }
        catch (Exception e) when (e is not (EngineException or OperationCanceledException))
        {
            // the reader throws different exceptions for different invalid fields
            cancellationToken.ThrowIfCancellationRequested();
            throw Broken(e.Message, e);
        }
    }
}
