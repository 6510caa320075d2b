using System.Formats.Tar;
using System.Net;
using System.Net.Http.Headers;

namespace DockerPS.Engine;

/// <summary>A tar as the body of a request. It is written while it is sent, and never as a whole in memory.</summary>
sealed class TarUpload : HttpContent
{
    const int BufferSize = 1024 * 1024;

    readonly Func<TarOutput, CancellationToken, Task> write;
    readonly IProgress<TransferStatus>? progress;

    /// <param name="write">Writes the entries.</param>
    /// <param name="progress">Receives the number of bytes that were sent.</param>
    public TarUpload(Func<TarOutput, CancellationToken, Task> write, IProgress<TransferStatus>? progress)
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
            var tar = new TarOutput(output, TarEntryFormat.Pax);
            await using (tar.ConfigureAwait(false))
                await write(tar, cancellationToken).ConfigureAwait(false);
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
