using System.Formats.Tar;

namespace DockerPS.Engine;

/// <summary>
/// Writes a file or folder of this machine to a tar. Everything in it belongs to root, as the manual of the docker command says.
/// </summary>
/// <param name="tar">The tar.</param>
/// <param name="skipped">Receives the reason why something is not in the tar.</param>
sealed class FolderTar(TarOutput tar, Action<string>? skipped)
{
    /// <summary>Writes it.</summary>
    /// <param name="path">The file, folder or link.</param>
    /// <param name="name">The name in the tar; null for only the content of a folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(string path, string? name, CancellationToken cancellationToken)
    {
        var item = FileEntry.Of(name ?? "", path);
        if (name is not null)
            await WriteEntryAsync(item, "", cancellationToken).ConfigureAwait(false);
        if (item.Kind == FileEntryKind.Folder)
            await WriteFolderAsync(path, "", name is null ? "" : name + "/", cancellationToken).ConfigureAwait(false);
    }

    async Task WriteFolderAsync(string root, string folder, string prefix, CancellationToken cancellationToken)
    {
        List<FileEntry> entries;
        try
        {
            entries = FileEntry.ReadFolder(root, folder);
        }
        catch (EngineException e) when (e.InnerException is { } cause)
        {
            throw LocalFile.Refusal(Path.Combine(root, folder), cause);
        }
        foreach (var entry in entries)
        {
            await WriteEntryAsync(entry, prefix, cancellationToken).ConfigureAwait(false);
            if (entry.Kind == FileEntryKind.Folder)
                await WriteFolderAsync(root, entry.Path, prefix, cancellationToken).ConfigureAwait(false);
        }
    }

    async Task WriteEntryAsync(FileEntry item, string prefix, CancellationToken cancellationToken)
    {
        if (Describe(item) is not { } head)
        {
            skipped?.Invoke($"{RawName.Show(item.Source)} is a socket, which no archive can hold");
            return;
        }
        var entry = new PaxTarEntry(head)
        {
            Name = prefix + head.Name,
            ModificationTime = new DateTimeOffset(item.Modified, TimeSpan.Zero),
        };
        if (item.Kind != FileEntryKind.File)
        {
            await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
            return;
        }
        var file = LocalFile.OpenRead(item.Source);
        var content = new SizedStream(file, file.Length, item.Source);
        await using (content.ConfigureAwait(false))
        {
            entry.DataStream = content;
            await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
        }
    }

    static GnuTarEntry? Describe(FileEntry item)
    {
        try
        {
            return item.ToTarEntry();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LocalFile.Refusal(item.Source, e);
        }
    }
}
