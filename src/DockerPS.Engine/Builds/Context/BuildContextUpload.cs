using System.Formats.Tar;
using System.Net;
using System.Net.Http.Headers;

namespace DockerPS.Engine;

/// <summary>
/// A build context as the body of a request: a tar that is written while the folder is searched, without holding all of it.
/// </summary>
/// <remarks>The tar uses the GNU format, since BuildKit mistakes one that begins with a PAX header for a Dockerfile.</remarks>
sealed class BuildContextUpload : HttpContent
{
    const int BufferSize = 1024 * 1024;

    readonly IEnumerable<FileEntry> entries;
    readonly IProgress<TransferStatus>? progress;
    readonly Action<string>? skipped;

    /// <param name="context">The context.</param>
    /// <param name="progress">Receives the number of bytes sent.</param>
    /// <param name="skipped">Receives the reason for each item that is not sent.</param>
    public BuildContextUpload(BuildContext context, IProgress<TransferStatus>? progress, Action<string>? skipped)
        : this(context.Walk(), progress, skipped) { }

    /// <param name="entries">The items of the context.</param>
    /// <param name="progress">Receives the number of bytes sent.</param>
    /// <param name="skipped">Receives the reason for each item that is not sent.</param>
    public BuildContextUpload(IEnumerable<FileEntry> entries, IProgress<TransferStatus>? progress, Action<string>? skipped)
    {
        this.entries = entries;
        this.progress = progress;
        this.skipped = skipped;
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
            var tar = new TarOutput(output, TarEntryFormat.Gnu);
            await using (tar.ConfigureAwait(false))
            {
                foreach (var entry in entries)
                    await WriteAsync(tar, entry, cancellationToken).ConfigureAwait(false);
            }
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    async Task WriteAsync(TarOutput tar, FileEntry entry, CancellationToken cancellationToken)
    {
        ContextFile? content = null;
        try
        {
            GnuTarEntry? head;
            try
            {
                head = entry.ToTarEntry();
                if (entry.Kind == FileEntryKind.File)
                    content = new ContextFile(entry);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw FileEntry.Unreadable(entry.Path, e);
            }
            if (head is null)
            {
                skipped?.Invoke($"'{RawName.Show(entry.Path)}' is a socket, which a build context cannot contain");
                return;
            }
            if (content is not null)
                head.DataStream = content;
            await tar.WriteEntryAsync(head, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (content is not null)
                await content.DisposeAsync().ConfigureAwait(false);
        }
    }
}
