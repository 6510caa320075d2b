namespace DockerPS.Engine;

/// <summary>
/// Offers the files of a build: the builder gets a list of the files that it asks about, and then requests the contents that it does not
/// have.
/// </summary>
/// <remarks>Source: github.com/moby/buildkit, session/filesync/filesync.proto and frontend/dockerfile.</remarks>
/// <param name="context">The files.</param>
/// <param name="key">The key under which the builder finds the files that it has from earlier builds.</param>
/// <param name="progress">Receives the number of bytes sent.</param>
/// <param name="skipped">Receives the reason for each item that is not sent.</param>
sealed class FileSyncService(BuildContext context, string key, IProgress<TransferStatus>? progress, Action<string>? skipped)
{
    /// <summary>The method.</summary>
    public const string DiffCopy = "/moby.filesync.v1.FileSync/DiffCopy";

    const string NameKey = "dir-name";
    const string ContextName = "context";
    const string DockerfileName = "dockerfile";
    const string IgnoreSuffix = ".dockerignore";

    readonly UploadCounter counter = new(progress);

    /// <summary>Whether to skip names that are not UTF-8, because the builder would refuse the whole list.</summary>
    public bool SkipsRawNames { get; init; }

    /// <summary>The bytes of file contents sent so far.</summary>
    public long Sent => counter.Total;

    /// <summary>The name of the Dockerfile in its folder.</summary>
    public string Dockerfile { get; } = Path.GetFileName(context.Dockerfile);

    /// <summary>The key under which the builder finds the folder from earlier builds.</summary>
    public string SharedKey => key;

    /// <summary>Sends what is requested.</summary>
    public async Task DiffCopyAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        string name = call.FindMetadata(NameKey) ?? "";
        var entries = name switch
        {
            ContextName => SelectFiles(SyncSelection.Read(call, context.Folder)),
            DockerfileName => SyncSelection.Read(call, folder: null).Filter(GetDockerfile()),
            _ => throw new GrpcException(GrpcStatus.NotFound, $"no access allowed to dir \"{name}\""),
        };
        var sender = new SyncSender(call, counter, skipped) { SkipsRawNames = SkipsRawNames };
        await sender.RunAsync(entries, cancellationToken).ConfigureAwait(false);
    }

    IEnumerable<FileEntry> SelectFiles(SyncSelection selection) => selection.Filter(context.WalkFiles(selection.MayWantBelow));

    /// <summary>
    /// The Dockerfile, with its own ignore file, which the builder prefers to the one in the context: it is empty except for a comment,
    /// since ignored files are never offered.
    /// </summary>
    IEnumerable<FileEntry> GetDockerfile() =>
        [context.GetDockerfile(Dockerfile), FileEntry.OfText(Dockerfile + IgnoreSuffix, "# applied before anything is sent\n")];
}
