using System.Buffers;
using System.Formats.Tar;

namespace DockerPS.Engine;

/// <summary>
/// Unpacks entries of a tar that somebody else has made into a folder, and nowhere else: it goes through no link, neither one of the tar
/// nor one that was there. A file has its name when it is whole.
/// </summary>
/// <param name="folder">The folder. How it is reached is the user's affair: links on the way to it are followed.</param>
/// <param name="skipped">Told of each thing that this machine cannot make.</param>
sealed class SafeTarExtractor(string folder, Action<string>? skipped)
{
    const int BufferSize = 256 * 1024;

    // what set-user-ID and set-group-ID would grant on this machine is not a container's to grant
    const UnixFileMode Kept = (UnixFileMode)0b001_111_111_111;
    const UnixFileMode Writable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    readonly List<(string Path, UnixFileMode Mode, DateTimeOffset Modified)> made = [];

    /// <summary>Unpacks one entry.</summary>
    /// <param name="entry">The entry; its content is read.</param>
    /// <param name="name">The parts of its name below the folder.</param>
    /// <param name="link">For a hard link, the parts of the name of the file that it is.</param>
    /// <param name="cancellationToken">Stops it; the file that is being written goes.</param>
    public async Task ExtractAsync(TarEntry entry, string[] name, string[]? link, CancellationToken cancellationToken)
    {
        string path = Locate(entry.Name, name);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                OutputFile.Guard(path, () => MakeFolder(path, entry));
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                await PlaceAsync(path, entry, entry.DataStream ?? Stream.Null, cancellationToken).ConfigureAwait(false);
                break;
            case TarEntryType.HardLink:
                string original = Locate(entry.LinkName, link!);
                if (!IsPlainFile(original))
                    throw TarNames.Unsafe(entry.Name, $"is a second name of '{entry.LinkName}', which is not a file that was copied");
                // a file of its own, since .NET cannot give a file a second name
                var content = LocalFile.OpenRead(original);
                await using (content.ConfigureAwait(false))
                    await PlaceAsync(path, entry, content, cancellationToken).ConfigureAwait(false);
                break;
            case TarEntryType.SymbolicLink:
                Place(path, () => File.CreateSymbolicLink(path, entry.LinkName));
                break;
            case TarEntryType.Fifo when !OperatingSystem.IsWindows():
                Place(path, () => entry.ExtractToFile(path, overwrite: false));
                break;
            default:
                // devices are no business of this machine
                skipped?.Invoke(entry.Name);
                break;
        }
    }

    /// <summary>
    /// Gives folders that were made the mode and time that they are to have, now that nothing is written into them any more.
    /// </summary>
    public void Complete()
    {
        for (int i = made.Count - 1; i >= 0; i--)
        {
            var (path, mode, modified) = made[i];
            OutputFile.Guard(path, () =>
            {
                // what is no folder any more is not what was made here
                if (AttributesOf(path) is not { } found
                    || (found & (FileAttributes.Directory | FileAttributes.ReparsePoint)) != FileAttributes.Directory)
                    return;
                Directory.SetLastWriteTimeUtc(path, modified.UtcDateTime);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(path, mode & Kept);
            });
        }
    }

    /// <summary>Where an entry goes; the folders above it are there then, and are folders.</summary>
    string Locate(string shown, string[] name)
    {
        string path = folder;
        for (int i = 0; i < name.Length; i++)
        {
            TarNames.CheckLocal(name[i], shown);
            path = Path.Combine(path, name[i]);
            // each time anew: somebody else who may write there may have put a link in its place meanwhile
            if (i < name.Length - 1)
            {
                string parent = path;
                OutputFile.Guard(parent, () => EnterFolder(parent, shown));
            }
        }
        return path;
    }

    static void EnterFolder(string path, string shown)
    {
        var found = AttributesOf(path);
        if (found is null)
            Directory.CreateDirectory(path);
        else if (found.Value.HasFlag(FileAttributes.ReparsePoint))
            throw TarNames.Unsafe(shown, $"lies behind the link {path}");
        else if (!found.Value.HasFlag(FileAttributes.Directory))
            throw Blocked(path, "is a file where a folder is to be");
    }

    void MakeFolder(string path, TarEntry entry)
    {
        bool isNew = AttributesOf(path) is null;
        EnterFolder(path, entry.Name);
        if (!isNew)
            return;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, entry.Mode & Kept | Writable);
        made.Add((path, entry.Mode, entry.ModificationTime));
    }

    static async Task PlaceAsync(string path, TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        RefuseFolder(path);
        string temporary = OutputFile.TemporaryName(path);
        try
        {
            var file = OutputFile.Create(temporary, path);
            await using (file.ConfigureAwait(false))
                await CopyAsync(content, file, path, entry.EntryType == TarEntryType.HardLink ? null : entry.Length, cancellationToken)
                    .ConfigureAwait(false);
            OutputFile.Guard(path, () =>
            {
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(temporary, entry.Mode & Kept);
                File.SetLastWriteTimeUtc(temporary, entry.ModificationTime.UtcDateTime);
                // .NET takes a link to a folder for the folder, which a file cannot replace
                if (AttributesOf(path) is { } found && found.HasFlag(FileAttributes.ReparsePoint))
                    File.Delete(path);
                File.Move(temporary, path, overwrite: true);
            });
        }
        catch
        {
            OutputFile.Discard(temporary);
            throw;
        }
    }

    /// <summary>Makes what has no content, and so is never half there.</summary>
    static void Place(string path, Action make)
    {
        RefuseFolder(path);
        OutputFile.Guard(path, () =>
        {
            if (AttributesOf(path) is not null)
                File.Delete(path);
            make();
        });
    }

    static async Task CopyAsync(Stream content, FileStream file, string path, long? length, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long done = 0;
            int count;
            while ((count = await ReadAsync(content, buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                OutputFile.Guard(path, () => file.Write(buffer, 0, count));
                done += count;
            }
            if (length is not null && done != length)
                throw ReceivedTar.Broken($"it ends in the middle of {Path.GetFileName(path)}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static async ValueTask<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw ReceivedTar.Broken(e.Message, e);
        }
    }

    static void RefuseFolder(string path)
    {
        if (AttributesOf(path) is { } found && found.HasFlag(FileAttributes.Directory) && !found.HasFlag(FileAttributes.ReparsePoint))
            throw Blocked(path, "is a folder where a file is to be");
    }

    static bool IsPlainFile(string path) =>
        AttributesOf(path) is { } found
            && (found & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == 0
            && !OutputFile.IsSpecial(path);

    /// <summary>What a path is itself, links not followed; null when nothing is there.</summary>
    static FileAttributes? AttributesOf(string path)
    {
        FileAttributes? found = null;
        OutputFile.Guard(path, () =>
        {
            try
            {
                found = File.GetAttributes(path);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // then nothing is there
            }
        });
        return found;
    }

    static EngineException Blocked(string path, string problem) =>
        new(EngineError.Invalid, new Subject("Destination", path), $"{path} {problem}, so it stays as it is.");
}
