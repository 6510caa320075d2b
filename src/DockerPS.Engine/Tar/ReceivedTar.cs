using System.Formats.Tar;
using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

/// <summary>The tar of a file or folder of a container, as it comes.</summary>
static class ReceivedTar
{
    /// <summary>
    /// Its entries, each with the parts of the name that it is to get at the destination. Contents are read before the next entry is asked
    /// for.
    /// </summary>
    /// <param name="source">The tar.</param>
    /// <param name="isFolder">Whether it is of a folder, whose own entry has no name; that of a file is the only one.</param>
    /// <param name="name">What the file or folder is called at the destination; null when the content of the folder goes there.</param>
    /// <param name="wanted">Which of the things in the folder are wanted; null for all.</param>
    /// <param name="missed">Told of each wanted thing that is a second name of an unwanted one, and so has no content here.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async IAsyncEnumerable<(TarEntry Entry, string[] Name, string[]? Link)> ReadAsync(
        Stream source,
        bool isFolder,
        string? name,
        Func<string, bool>? wanted,
        Action<string[]> missed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] prefix = name is null ? [] : [name];
        bool any = false;
        var reader = new TarReader(source, leaveOpen: true);
        await using (reader.ConfigureAwait(false))
        {
            while (await NextAsync(reader, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (entry.EntryType == TarEntryType.GlobalExtendedAttributes)
                    continue;
                string[] parts = TarNames.Split(entry.Name);
                if (!isFolder && (any || parts.Length != 1 || entry.EntryType == TarEntryType.Directory))
                    throw TarNames.Unsafe(entry.Name, "was not asked for");
                any = true;
                if (wanted is not null && (parts.Length == 0 || !wanted(parts[0])))
                    continue;
                string[]? link = null;
                if (entry.EntryType == TarEntryType.HardLink)
                {
                    string[] target = TarNames.Split(entry.LinkName);
                    if (!isFolder || target.Length == 0)
                        throw TarNames.Unsafe(entry.Name, $"is a second name of '{entry.LinkName}', which is not copied");
                    if (wanted is not null && !wanted(target[0]))
                    {
                        missed(parts);
                        continue;
                    }
                    link = [.. prefix, .. target];
                }
                string[] full = isFolder ? [.. prefix, .. parts] : prefix;
                if (full.Length > 0)
                    yield return (entry, full, link);
            }
        }
        if (!any)
            throw Broken("it is empty");
    }

    /// <summary>The exception for what is no tar.</summary>
    public static EngineException Broken(string reason, Exception? cause = null) =>
        new(EngineError.Failed, new Subject("Archive"), $"The engine sent an archive that cannot be read: {reason.TrimEnd('.')}.", cause) { ErrorId = "ArchiveParseError" };

    static async ValueTask<TarEntry?> NextAsync(TarReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (EngineException or OperationCanceledException))
        {
            // the reader has an exception of its own kind for each field that somebody may have filled with nonsense
            cancellationToken.ThrowIfCancellationRequested();
            throw Broken(e.Message, e);
        }
    }
}
