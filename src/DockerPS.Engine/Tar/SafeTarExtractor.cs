using System.Buffers;
using System.Formats.Tar;

namespace DockerPS.Engine;

/// <summary>
/// Extracts the entries of a tar that is not trusted into a folder, and nowhere else: it follows no links, neither of the tar nor existing
/// ones. A file gets its name only when it is complete.
/// </summary>
/// <param name="folder">The folder. Links in its own path are followed, because the user chose it.</param>
/// <param name="skipped">Receives the reason why something is not extracted.</param>
sealed class SafeTarExtractor(string folder, Action<string>? skipped)
{
    const int BufferSize = 256 * 1024;

    // a container must not grant set-user-ID and set-group-ID on this machine
    const UnixFileMode Kept = (UnixFileMode)0b001_111_111_111;
    const UnixFileMode Writable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    readonly List<(string Path, UnixFileMode Mode, DateTimeOffset Modified)> made = [];

    /// <summary>Extracts an entry.</summary>
    /// <param name="entry">The entry; its content is read.</param>
    /// <param name="name">The parts of its name in the folder.</param>
    /// <param name="link">For a hard link, the parts of the name of the other file.</param>
    /// <param name="cancellationToken">Stops it; an incomplete file is removed.</param>
    public async Task ExtractAsync(TarEntry entry, string[] name, string[]? link, CancellationToken cancellationToken)
    {
        if (!name.Append(entry.LinkName).All(AnyFile.CanStore))
        {
            skipped?.Invoke($"{RawName.Show(entry.Name)} has a name or target that is not UTF-8, which this system cannot store");
            return;
        }
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
                if (!IsPlain(original))
                    throw TarNames.Unsafe(entry.Name, $"is a hard link to '{entry.LinkName}', which is not a file that was copied");
                // a separate file, because .NET cannot create hard links
                var content = LocalFile.OpenRead(original);
                await using (content.ConfigureAwait(false))
                    await PlaceAsync(path, entry, content, cancellationToken).ConfigureAwait(false);
                break;
            case TarEntryType.SymbolicLink:
                Place(path, () => AnyFile.CreateLink(path, entry.LinkName));
                break;
            case TarEntryType.Fifo when AnyFile.IsNative(path):
                Place(path, () => NativeFile.CreatePipe(path, entry.Mode & Kept));
                break;
            case TarEntryType.Fifo when !OperatingSystem.IsWindows():
                Place(path, () => entry.ExtractToFile(path, overwrite: false));
                break;
            default:
                // devices are not created on this machine
                skipped?.Invoke($"{RawName.Show(entry.Name)} is a device or a socket");
                break;
        }
    }

    /// <summary>
    /// Sets the permissions and times of the folders that were created, now that nothing more is written to them.
    /// </summary>
    public void Complete()
    {
        for (int i = made.Count - 1; i >= 0; i--)
        {
            var (path, mode, modified) = made[i];
            OutputFile.Guard(path, () =>
            {
                // what is no longer a folder is not what was created here
                if (AttributesOf(path) is not { } found
                    || (found & (FileAttributes.Directory | FileAttributes.ReparsePoint)) != FileAttributes.Directory)
                    return;
                AnyFile.SetModified(path, modified.UtcDateTime);
                AnyFile.SetMode(path, mode & Kept);
            });
        }
    }

    /// <summary>The path of an entry. Its parent folders are created, and are not links.</summary>
    string Locate(string shown, string[] name)
    {
        string path = folder;
        for (int i = 0; i < name.Length; i++)
        {
            TarNames.CheckLocal(name[i], shown);
            path = Path.Combine(path, name[i]);
            // checked each time: another user with write access may have replaced it by a link
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
            AnyFile.CreateFolder(path);
        else if (found.Value.HasFlag(FileAttributes.ReparsePoint))
            throw TarNames.Unsafe(shown, $"would be behind the link {RawName.Show(path)}");
        else if (!found.Value.HasFlag(FileAttributes.Directory))
            throw Blocked(path, "is a file, not a folder");
    }

    void MakeFolder(string path, TarEntry entry)
    {
        bool isNew = AttributesOf(path) is null;
        EnterFolder(path, entry.Name);
        if (!isNew)
            return;
        AnyFile.SetMode(path, entry.Mode & Kept | Writable);
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
                AnyFile.SetMode(temporary, entry.Mode & Kept);
                AnyFile.SetModified(temporary, entry.ModificationTime.UtcDateTime);
                // .NET treats a link to a folder as the folder, which a file cannot replace
                if (AttributesOf(path) is { } found && found.HasFlag(FileAttributes.ReparsePoint))
                    AnyFile.Delete(path);
                AnyFile.Move(temporary, path);
            });
        }
        catch
        {
            OutputFile.Discard(temporary);
            throw;
        }
    }

    /// <summary>Creates something without content, which is never incomplete.</summary>
    static void Place(string path, Action make)
    {
        RefuseFolder(path);
        OutputFile.Guard(path, () =>
        {
            if (AttributesOf(path) is not null)
                AnyFile.Delete(path);
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
            throw Blocked(path, "is a folder, not a file");
    }

    static bool IsPlain(string path)
    {
        bool isPlain = false;
        OutputFile.Guard(path, () => isPlain = AnyFile.IsPlain(path));
        return isPlain;
    }

    /// <summary>What a path is, without following links; null if there is nothing.</summary>
    static FileAttributes? AttributesOf(string path)
    {
        FileAttributes? found = null;
        OutputFile.Guard(path, () => found = AnyFile.AttributesOf(path));
        return found;
    }

    static EngineException Blocked(string path, string problem) => new(
        EngineError.Invalid,
        new Subject("Destination", path),
        $"{RawName.Show(path)} {problem}, so it was not replaced.");
}
