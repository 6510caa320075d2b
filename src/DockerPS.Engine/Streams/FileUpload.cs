using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace DockerPS.Engine;

/// <summary>A file as the body of a request: sent as it is read, with its progress told, and never held as a whole.</summary>
sealed class FileUpload : HttpContent
{
    const int BufferSize = 1024 * 1024;

    readonly FileStream file;
    readonly string activity;
    readonly IProgress<TransferStatus>? progress;

    public FileUpload(FileStream file, string activity, IProgress<TransferStatus>? progress)
    {
        this.file = file;
        this.activity = activity;
        this.progress = progress;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
    }

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long length = file.Length;
            long done = 0;
            int read;
            while ((read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                done += read;
                progress?.Report(new TransferStatus("", activity, done, length));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc />
    protected override bool TryComputeLength(out long length)
    {
        // sent in chunks: a pipe has no length, and a file may change
        length = 0;
        return false;
    }
}
