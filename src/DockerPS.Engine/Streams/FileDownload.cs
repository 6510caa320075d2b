using System.Buffers;
using System.IO.Compression;

namespace DockerPS.Engine;

/// <summary>Writes what an engine sends into files. A file has its name when it is whole, and not before.</summary>
static class FileDownload
{
    const int BufferSize = 256 * 1024;
    const int TemporaryDigits = 8;

    /// <summary>How much is gathered before it is written: less than a socket holds, so that the engine goes on sending meanwhile.</summary>
    const int WriteSize = 64 * 1024;

    /// <summary>Writes a tar that an engine sends into a file, replacing the one that is there. What fails or is stopped leaves nothing behind.</summary>
    /// <param name="http">The engine.</param>
    /// <param name="request">Asks for the tar.</param>
    /// <param name="target">The file.</param>
    /// <param name="progress">Told of the bytes that have come.</param>
    /// <param name="cancellationToken">Drops the connection, and leaves no file.</param>
    public static Task SaveAsync(EngineHttp http, EngineRequest request, ArchiveTarget target, IProgress<TransferStatus>? progress, CancellationToken cancellationToken) =>
        ReplaceAsync(target.Path, async file =>
        {
            var negotiated = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
            await RunAsync(
                async () =>
                {
                    using var response = http.SendBlocking(request, negotiated, cancellationToken);
                    using var stream = new BlockingStream(response, cancellationToken);
                    await WriteAsync(stream, file, target, request.Subject, progress, e => EngineErrors.Cut(http.Endpoint, request.Subject, e), cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        });

    /// <summary>The same for a tar that comes otherwise.</summary>
    /// <param name="source">The tar.</param>
    /// <param name="path">The file.</param>
    /// <param name="subject">What the tar is of.</param>
    /// <param name="progress">Told of the bytes that have come.</param>
    /// <param name="cut">What a connection that breaks becomes.</param>
    /// <param name="cancellationToken">Stops it, and leaves no file.</param>
    public static Task SaveAsync(Stream source, string path, Subject subject, IProgress<TransferStatus>? progress, Func<Exception, EngineException> cut, CancellationToken cancellationToken) =>
        ReplaceAsync(path, file => RunAsync(() => WriteAsync(source, file, new ArchiveTarget(path), subject, progress, cut, cancellationToken), cancellationToken));

    /// <summary>Puts a new file in the place of one. It is made first, so that the engine does no work for what can not be written.</summary>
    static async Task ReplaceAsync(string path, Func<FileStream, Task> write)
    {
        string target = Target(path);
        string temporary = TemporaryName(target);
        try
        {
            var file = Create(temporary, path);
            await using (file.ConfigureAwait(false))
                await write(file).ConfigureAwait(false);
            Guard(path, () =>
            {
                CopyMode(target, temporary);
                File.Move(temporary, target, overwrite: true);
            });
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>A name beside a file for what is to become it.</summary>
    public static string TemporaryName(string path) => $"{path}.{Guid.NewGuid().ToString("N")[..TemporaryDigits]}.tmp";

    /// <summary>Whether a file has such a name.</summary>
    /// <param name="name">The name of the file that it was to become.</param>
    /// <param name="other">Its own name.</param>
    public static bool IsTemporaryOf(string name, string other) =>
        other.Length == name.Length + TemporaryDigits + 5
        && other.StartsWith(name + ".", StringComparison.Ordinal)
        && other.EndsWith(".tmp", StringComparison.Ordinal)
        && other.Skip(name.Length + 1).Take(TemporaryDigits).All(char.IsAsciiHexDigitLower);

    /// <summary>Makes a file that is not there yet, which only the user may read: what a container or an image holds may be secret.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">What to call it in an error.</param>
    public static FileStream Create(string path, string wanted)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = AtomicFile.Private;
            return new FileStream(path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal(wanted, e, path);
        }
    }

    /// <summary>Runs work on a thread of its own, since it blocks.</summary>
    static Task RunAsync(Func<Task> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    /// <summary>Writes a tar until its end, and tells failures of the connection from those of the disk.</summary>
    static async Task WriteAsync(
        Stream source,
        FileStream file,
        ArchiveTarget archive,
        Subject subject,
        IProgress<TransferStatus>? progress,
        Func<Exception, EngineException> cut,
        CancellationToken cancellationToken)
    {
        var end = new TarEnd(subject);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var packed = ArchiveFormat.Compress(file, archive.Compression, archive.Level);
            await using (packed.ConfigureAwait(false))
            {
                long done = 0;
                int count;
                // an archive comes in small pieces; they are gathered, and written here, since .NET would send each write to another thread
                while ((count = await ReadAsync(source, buffer, cut, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    end.Add(buffer.AsSpan(0, count));
                    packed.Write(buffer, 0, count);
                    done += count;
                    progress?.Report(new TransferStatus("", "Receiving", done, null));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal(archive.Path, e, file.Name);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        end.Check();
    }

    /// <summary>Does something to a file, with this module's errors. What an engine tells of it, such as a time, may be nothing that this system knows.</summary>
    public static void Guard(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refusal(path, e);
        }
    }

    /// <summary>Removes what is not to stay.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // what failed before has more to say
        }
    }

    /// <summary>Whether a path is a pipe or a device, which must not be replaced by a file.</summary>
    public static bool IsSpecial(string path) =>
        File.Exists(path) && new FileInfo(path).Length == 0 && new ContextEntry("x", path, ContextEntryKind.Empty, DateTime.UtcNow).ToTarEntry() is not { EntryType: System.Formats.Tar.TarEntryType.RegularFile };

    static string Target(string path)
    {
        string target = path;
        Guard(path, () => target = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path);
        if (Directory.Exists(target))
            throw IsFolder(path, null);
        return IsSpecial(target)
            ? throw new EngineException(EngineError.Invalid, new Subject("File", path), $"{path} is no file, but a device, a pipe or a socket; expected a file.")
            : target;
    }

    /// <summary>A file that replaces another is for those alone for whom the other was.</summary>
    static void CopyMode(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(from))
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    static async ValueTask<int> ReadAsync(Stream source, byte[] buffer, Func<Exception, EngineException> cut, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAtLeastAsync(buffer, WriteSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw cut(e);
        }
    }

    /// <summary>The exception for a file that can not be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cause">Why.</param>
    /// <param name="temporary">The file that was to become it, of which nobody need know; null for none.</param>
    static EngineException Refusal(string path, Exception cause, string? temporary = null) => cause switch
    {
        DirectoryNotFoundException => new EngineException(EngineError.NotFound, new Subject("Folder", path), $"The folder of {path} does not exist.", cause),
        UnauthorizedAccessException when Directory.Exists(path) => IsFolder(path, cause),
        UnauthorizedAccessException => new EngineException(EngineError.AccessDenied, new Subject("File", path), $"{path} may not be written by this user.", cause),
        _ => new EngineException(EngineError.Failed, new Subject("File", path), $"{path} can not be written: {cause.Message.Replace(temporary ?? path, path, StringComparison.Ordinal)}", cause),
    };

    static EngineException IsFolder(string path, Exception? cause) => new(EngineError.Invalid, new Subject("File", path), $"{path} is a folder; expected a file.", cause);
}

/// <summary>The file that an archive is written to.</summary>
/// <param name="Path">The file. A link stays one; what it points to is replaced.</param>
/// <param name="Compression">How it is compressed.</param>
/// <param name="Level">How much work goes into that.</param>
public sealed record ArchiveTarget(string Path, ArchiveCompression Compression = ArchiveCompression.None, CompressionLevel Level = CompressionLevel.Optimal);
