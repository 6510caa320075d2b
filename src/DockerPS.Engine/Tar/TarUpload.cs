using System.Formats.Tar;
using System.Net;
using System.Net.Http.Headers;

namespace DockerPS.Engine;

/// <summary>A tar as the body of a request, written while it is sent, and never held as a whole.</summary>
sealed class TarUpload : HttpContent
{
    const int BufferSize = 1024 * 1024;

    readonly Func<TarWriter, CancellationToken, Task> write;
    readonly IProgress<TransferStatus>? progress;

    /// <param name="write">Writes the entries.</param>
    /// <param name="progress">Told of the bytes sent.</param>
    public TarUpload(Func<TarWriter, CancellationToken, Task> write, IProgress<TransferStatus>? progress)
    {
        this.write = write;
        this.progress = progress;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
    }

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var output = new UploadBuffer(stream, BufferSize, done => progress?.Report(new TransferStatus("", "Sending", done, null)));
        await using (output.ConfigureAwait(false))
        {
            var writer = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
            await using (writer.ConfigureAwait(false))
                await write(writer, cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
