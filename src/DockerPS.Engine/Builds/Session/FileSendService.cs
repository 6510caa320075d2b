namespace DockerPS.Engine;

/// <summary>Receives a build result that is exported to this machine, as a folder or as the bytes of a tar.</summary>
/// <remarks>Source: github.com/moby/buildkit, session/filesync/filesync.proto.</remarks>
/// <param name="target">Where to write it.</param>
/// <param name="progress">Receives the number of bytes received.</param>
/// <param name="skipped">Receives the reason for each item that is not created.</param>
sealed class FileSendService(BuildExport target, IProgress<TransferStatus>? progress, Action<string>? skipped)
{
    /// <summary>The method.</summary>
    public const string DiffCopy = "/moby.filesync.v1.FileSend/DiffCopy";

    /// <summary>Receives the result.</summary>
    public async Task DiffCopyAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        string path = target.Path!;
        if (target.Type == BuildExportType.Tar)
        {
            var tar = new CallStream(call);
            await using (tar.ConfigureAwait(false))
                await FileDownload.SaveAsync(tar, path, new Subject("Build", path), progress, Cut, cancellationToken).ConfigureAwait(false);
            return;
        }
        OutputFile.Guard(path, () => Directory.CreateDirectory(path));
        await new SyncReceiver(call, new SafeTarExtractor(path, skipped), progress).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    EngineException Cut(Exception cause) =>
        new(
            EngineError.Unavailable,
            new Subject("Build", target.Path),
            $"The connection to the engine broke while it sent {target.Path}: {cause.Message}",
            cause);
}
