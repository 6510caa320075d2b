using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace DockerPS.Engine;

/// <summary>A file as the body of a request: sent as it is read, with its progress told, and never held as a whole.</summary>
sealed class FileUpload : HttpContent
{
    const int BufferSize = 1024 * 1024;

    readonly FileStream file;
    readonly Stream content;
    readonly string activity;
    readonly IProgress<TransferStatus>? progress;

    /// <param name="file">The file.</param>
    /// <param name="content">What is sent of it: the file itself, or what unpacks it.</param>
    /// <param name="activity">What to call that.</param>
    /// <param name="progress">Told how much of the file is done.</param>
    public FileUpload(FileStream file, Stream content, string activity, IProgress<TransferStatus>? progress)
    {
        this.file = file;
        this.content = content;
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
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                if (file.CanSeek)
                    progress?.Report(new TransferStatus("", activity, file.Position, file.Length));
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
