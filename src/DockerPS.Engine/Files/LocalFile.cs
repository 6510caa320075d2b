namespace DockerPS.Engine;

/// <summary>Reads files of this machine, with the errors of this module.</summary>
static class LocalFile
{
    /// <summary>The maximum size of a text that people write, such as a Dockerfile.</summary>
    public const int MostText = 16 << 20;

    const int PieceSize = 64 * 1024;
    const int ReleaseTries = 25;

    static readonly TimeSpan ReleasePause = TimeSpan.FromMilliseconds(20);

    /// <summary>Opens a file that is read once, from start to end.</summary>
    public static FileStream OpenRead(string path)
    {
        try
        {
            return AnyFile.IsNative(path)
                ? new FileStream(NativeFile.OpenRead(path), FileAccess.Read, bufferSize: 0)
                : new FileStream(
                    path,
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.ReadWrite | FileShare.Delete,
                    bufferSize: 0,
                    FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal(path, e);
        }
    }

    /// <summary>
    /// The same for a file that may be a pipe: opening a pipe blocks until somebody writes to it, so that takes a thread of its own.
    /// </summary>
    public static async Task<FileStream> OpenReadAsync(string path, CancellationToken cancellationToken) =>
        HasLength(path)
            ? OpenRead(path)
            : await OnOwnThreadAsync(path, () => OpenRead(path), static file => file.Dispose(), cancellationToken).ConfigureAwait(false);

    /// <summary>Reads the whole of a file, a pipe or a device that a user named.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The maximum number of bytes: a link in a folder of another user may lead to a file without end.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static byte[] ReadAll(string path, int most, CancellationToken cancellationToken) =>
        HasLength(path)
            ? Read(path, most)
            : OnOwnThreadAsync(path, () => Read(path, most), static _ => { }, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Reads the whole of a file that no user named, so that it must not be a pipe or a device.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The maximum number of bytes.</param>
    public static byte[] ReadFile(string path, int most) => HasLength(path) || !OutputFile.IsSpecial(Resolve(path).FullName)
        ? Read(path, most)
        : throw OutputFile.IsNoFile(path);

    /// <summary>
    /// Whether a file exists and has a length. Pipes, devices and empty files have none, and neither have the virtual files of the kernel.
    /// </summary>
    public static bool HasLength(string path) => Resolve(path) is { Exists: true, Length: > 0 };

    /// <summary>Follows the links of a path to the file.</summary>
    public static FileInfo Resolve(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // opening the file reports the problem
            return new FileInfo(path);
        }
    }

    /// <summary>Runs work that a pipe may block, and releases it when nobody waits for it any more.</summary>
    /// <param name="path">The path that is opened.</param>
    /// <param name="work">Opens it.</param>
    /// <param name="discard">Disposes of a result that comes too late.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<T> OnOwnThreadAsync<T>(string path, Func<T> work, Action<T> discard, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource();
        var running = Task.Factory.StartNew(
            () =>
            {
                started.SetResult();
                return work();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = running.ContinueWith(
                late =>
                {
                    if (late.Exception is null)
                        discard(late.Result);
                },
                TaskScheduler.Default);
            // it may be about to open the pipe
            await started.Task.ConfigureAwait(false);
            for (int i = 0; i < ReleaseTries && !running.IsCompleted; i++)
            {
                ReleaseReader(Resolve(path).FullName);
                await Task.WhenAny(running, Task.Delay(ReleasePause, CancellationToken.None)).ConfigureAwait(false);
            }
            throw;
        }
    }

    /// <summary>Releases a reader that waits for a pipe: it would take what is written for the next reader.</summary>
    static void ReleaseReader(string path)
    {
        if (!FileEntry.IsPipe(path))
            return;
        try
        {
            using var writer = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // without permission to write, the reader is left to the next writer
        }
    }

    static byte[] Read(string path, int most)
    {
        using var file = OpenRead(path);
        try
        {
            if (file.CanSeek && file.Length > most)
                throw TooLarge(path, most);
            // a file without a length is read piece by piece
            using var content = new MemoryStream();
            byte[] buffer = new byte[PieceSize];
            int count;
            while ((count = file.Read(buffer)) > 0)
            {
                if (content.Length + count > most)
                    throw TooLarge(path, most);
                content.Write(buffer, 0, count);
            }
            return content.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal(path, e);
        }
    }

    static EngineException TooLarge(string path, int most) =>
        new(EngineError.Invalid, new Subject("File", path), $"{path} is larger than {most >> 20} MB, the maximum for such a file.");

    /// <summary>The exception for a file that cannot be read.</summary>
    public static EngineException Refusal(string path, Exception cause) => cause switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            new EngineException(EngineError.NotFound, new Subject("File", path), $"There is no file {RawName.Show(path)}.", cause),
        UnauthorizedAccessException when Directory.Exists(path) =>
            new EngineException(EngineError.Invalid, new Subject("File", path), $"{path} is a folder. Expected a file.", cause),
        UnauthorizedAccessException =>
            new EngineException(
                EngineError.AccessDenied,
                new Subject("File", path),
                $"This user is not allowed to read the file {path}.",
                cause),
        _ => new EngineException(
            EngineError.Failed,
            new Subject("File", path),
            $"The file {RawName.Show(path)} cannot be read: {cause.Message}",
            cause),
    };
}
