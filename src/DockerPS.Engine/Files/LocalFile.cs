namespace DockerPS.Engine;

/// <summary>Files of this machine, with this module's errors.</summary>
static class LocalFile
{
    /// <summary>The most that a text has that people write, such as a Dockerfile.</summary>
    public const int MostText = 16 << 20;

    const int PieceSize = 64 * 1024;
    const int ReleaseTries = 25;

    static readonly TimeSpan ReleasePause = TimeSpan.FromMilliseconds(20);

    /// <summary>Opens a file that is read once, from its beginning to its end.</summary>
    public static FileStream OpenRead(string path)
    {
        try
        {
            return new FileStream(
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
    /// The same for what may be a pipe: that keeps who opens it until somebody writes to it, so it is opened on a thread of its own.
    /// </summary>
    public static async Task<FileStream> OpenReadAsync(string path, CancellationToken cancellationToken) =>
        HasLength(path)
            ? OpenRead(path)
            : await OnOwnThreadAsync(path, () => OpenRead(path), static file => file.Dispose(), cancellationToken).ConfigureAwait(false);

    /// <summary>All of a file, a pipe or a device that a user named.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes that it may have: a link in a folder of somebody else may lead to what never ends.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static byte[] ReadAll(string path, int most, CancellationToken cancellationToken) =>
        HasLength(path)
            ? Read(path, most)
            : OnOwnThreadAsync(path, () => Read(path, most), static _ => { }, cancellationToken).GetAwaiter().GetResult();

    /// <summary>All of a file that is read without being asked for, and so has to be one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes that it may have.</param>
    public static byte[] ReadFile(string path, int most) => HasLength(path) || !OutputFile.IsSpecial(Resolve(path).FullName)
        ? Read(path, most)
        : throw new EngineException(EngineError.Invalid, new Subject("File", path), $"{path} is not a file, but a device, a pipe or a socket. Expected a file.");

    /// <summary>
    /// Whether there is a file with something in it. A pipe, a device and an empty file have no length, and neither have files that the
    /// kernel makes up.
    /// </summary>
    public static bool HasLength(string path) => Resolve(path) is { Exists: true, Length: > 0 };

    /// <summary>The file that a path leads to.</summary>
    public static FileInfo Resolve(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // opening it says what is wrong
            return new FileInfo(path);
        }
    }

    /// <summary>Runs what a pipe may keep, and lets go of it when nobody waits any more.</summary>
    /// <param name="path">What is opened.</param>
    /// <param name="work">Opens it.</param>
    /// <param name="discard">Does away with a result that comes too late.</param>
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
            // it may be just about to open the pipe
            await started.Task.ConfigureAwait(false);
            for (int i = 0; i < ReleaseTries && !running.IsCompleted; i++)
            {
                ReleaseReader(Resolve(path).FullName);
                await Task.WhenAny(running, Task.Delay(ReleasePause, CancellationToken.None)).ConfigureAwait(false);
            }
            throw;
        }
    }

    /// <summary>Lets go of a reader: one that goes on waiting at a pipe would take what is written for the next one.</summary>
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
            // whoever may not write to it leaves the reader to the next writer
        }
    }

    static byte[] Read(string path, int most)
    {
        using var file = OpenRead(path);
        try
        {
            if (file.CanSeek && file.Length > most)
                throw TooLarge(path, most);
            // of what has no length, one piece after the other
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
        new(EngineError.Invalid, new Subject("File", path), $"{path} is larger than {most >> 20} MB, the most that such a file may have.");

    /// <summary>The exception for a file that cannot be read.</summary>
    public static EngineException Refusal(string path, Exception cause) => cause switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            new EngineException(EngineError.NotFound, new Subject("File", path), $"There is no file {path}.", cause),
        UnauthorizedAccessException when Directory.Exists(path) =>
            new EngineException(EngineError.Invalid, new Subject("File", path), $"{path} is a folder. Expected a file.", cause),
        UnauthorizedAccessException =>
            new EngineException(
                EngineError.AccessDenied,
                new Subject("File", path),
                $"The file {path} may not be read by this user.",
                cause),
        _ => new EngineException(EngineError.Failed, new Subject("File", path), $"The file {path} cannot be read: {cause.Message}", cause),
    };
}
