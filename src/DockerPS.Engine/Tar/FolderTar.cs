using System.Formats.Tar;

namespace DockerPS.Engine;

/// <summary>Writes a file or folder of this machine into a tar. Everything in it belongs to root, as the docker command has it in its manual.</summary>
/// <param name="writer">The tar.</param>
/// <param name="skipped">Told of each thing that no tar can hold.</param>
sealed class FolderTar(TarWriter writer, Action<string>? skipped)
{
    /// <summary>Writes it.</summary>
    /// <param name="path">The file, folder or link.</param>
    /// <param name="name">What it is called in the tar; null for the content of a folder alone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(string path, string? name, CancellationToken cancellationToken)
    {
        var info = new FileInfo(path);
        bool isLink = info.Attributes.HasFlag(FileAttributes.ReparsePoint);
        bool isFolder = info.Attributes.HasFlag(FileAttributes.Directory) && !isLink;
        var kind = isLink ? FileEntryKind.Link : isFolder ? FileEntryKind.Folder : info.Length == 0 ? FileEntryKind.Empty : FileEntryKind.File;
        if (name is not null)
            await WriteEntryAsync(new FileEntry(name, path, kind, info.LastWriteTimeUtc), "", cancellationToken).ConfigureAwait(false);
        if (isFolder)
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
            skipped?.Invoke(item.Source);
            return;
        }
        var entry = new PaxTarEntry(head) { Name = prefix + head.Name, ModificationTime = new DateTimeOffset(item.Modified, TimeSpan.Zero) };
        if (item.Kind != FileEntryKind.File)
        {
            await writer.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
            return;
        }
        var file = LocalFile.OpenRead(item.Source);
        var content = new SizedStream(file, file.Length, item.Source);
        await using (content.ConfigureAwait(false))
        {
            entry.DataStream = content;
            await writer.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
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
