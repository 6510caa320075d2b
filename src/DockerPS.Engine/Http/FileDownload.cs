using System.Buffers;

namespace DockerPS.Engine;

/// <summary>Writes an archive from an engine to a file.</summary>
static class FileDownload
{
    const int BufferSize = 256 * 1024;

    /// <summary>The block size for writing: smaller than a socket's buffer, so that the engine can keep sending meanwhile.</summary>
    const int WriteSize = 64 * 1024;

    /// <summary>
    /// Writes a tar from an engine to a file, replacing an existing one. If it fails or is stopped, nothing is left behind.
    /// </summary>
    /// <param name="http">The engine.</param>
    /// <param name="request">Requests the tar.</param>
    /// <param name="target">The file.</param>
    /// <param name="progress">Receives the number of bytes received.</param>
    /// <param name="cancellationToken">Closes the connection, and leaves no file behind.</param>
    public static Task SaveAsync(
        EngineHttp http,
        EngineRequest request,
        ArchiveTarget target,
        IProgress<TransferStatus>? progress,
        CancellationToken cancellationToken) =>
        OutputFile.ReplaceAsync(target.Path, async file =>
        {
            var negotiated = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
            await RunAsync(
                async () =>
                {
                    using var response = http.SendBlocking(request, negotiated, cancellationToken);
                    using var stream = new BlockingStream(response, cancellationToken);
                    await WriteAsync(
                        stream,
                        file,
                        target,
                        request.Subject,
                        progress,
                        e => EngineErrors.Cut(http.Endpoint, request.Subject, e),
                        cancellationToken)
                        .ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        });

    /// <summary>The same for a tar that comes in another way.</summary>
    /// <param name="source">The tar.</param>
    /// <param name="path">The file.</param>
    /// <param name="subject">What the tar contains.</param>
    /// <param name="progress">Receives the number of bytes received.</param>
    /// <param name="cut">Converts the failure of a connection.</param>
    /// <param name="cancellationToken">Stops it, and leaves no file behind.</param>
    public static Task SaveAsync(
        Stream source,
        string path,
        Subject subject,
        IProgress<TransferStatus>? progress,
        Func<Exception, EngineException> cut,
        CancellationToken cancellationToken) =>
        OutputFile.ReplaceAsync(
            path,
            file =>
                RunAsync(
                    () => WriteAsync(source, file, new ArchiveTarget(path), subject, progress, cut, cancellationToken),
                    cancellationToken));

    /// <summary>Runs blocking work on a separate thread.</summary>
    static Task RunAsync(Func<Task> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    /// <summary>Writes a tar to its end, distinguishing failures of the connection from those of the disk.</summary>
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
                // an archive arrives in small pieces; they are collected and written here, since .NET would send each write to another
                // thread
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
            throw OutputFile.Refusal(archive.Path, e, file.Name);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        end.Check();
    }

    static async ValueTask<int> ReadAsync(
        Stream source,
        byte[] buffer,
        Func<Exception, EngineException> cut,
        CancellationToken cancellationToken)
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
}
