using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace DockerPS.Engine;

/// <summary>A file, or other stream, as the body of a request: sent while it is read, with progress, without holding all of it.</summary>
sealed class FileUpload : HttpContent
{
    const int BufferSize = 1024 * 1024;

    readonly Stream content;
    readonly Stream measured;
    readonly string activity;
    readonly IProgress<TransferStatus>? progress;
    readonly bool asGzip;

    /// <param name="content">The data to send.</param>
    /// <param name="activity">Its name in progress reports.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="file">The file whose position shows the progress, if the data is decompressed from it; null for the data
    /// itself.</param>
    /// <param name="asGzip">Whether it is wrapped in gzip format without compression, which costs almost nothing.</param>
    public FileUpload(Stream content, string activity, IProgress<TransferStatus>? progress, Stream? file = null, bool asGzip = false)
    {
        this.content = content;
        measured = file ?? content;
        this.activity = activity;
        this.progress = progress;
        this.asGzip = asGzip;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
    }

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!asGzip)
        {
            await SendAsync(stream, cancellationToken).ConfigureAwait(false);
            return;
        }
        var gzip = new GZipStream(stream, CompressionLevel.NoCompression, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
            await SendAsync(gzip, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override bool TryComputeLength(out long length)
    {
        // sent in chunks: a pipe has no length, and a file may change
        length = 0;
        return false;
    }

    async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long? length = measured.CanSeek ? measured.Length : null;
            long done = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                done += read;
                progress?.Report(new TransferStatus("", activity, length is null ? done : measured.Position, length));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
