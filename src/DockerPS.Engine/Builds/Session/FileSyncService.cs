namespace DockerPS.Engine;

/// <summary>
/// Offers the files of a build: the builder gets the list of what it asks for, and then asks for the contents that it has not yet.
/// </summary>
/// <remarks>Source: github.com/moby/buildkit, session/filesync/filesync.proto and frontend/dockerfile.</remarks>
/// <param name="context">The files.</param>
/// <param name="key">By this the builder finds what it has of them from earlier builds.</param>
/// <param name="progress">Told of the bytes that are sent.</param>
/// <param name="skipped">Told of each thing that no build context can hold.</param>
sealed class FileSyncService(BuildContext context, string key, IProgress<TransferStatus>? progress, Action<string>? skipped)
{
    /// <summary>The method.</summary>
    public const string DiffCopy = "/moby.filesync.v1.FileSync/DiffCopy";

    const string NameKey = "dir-name";
    const string ContextName = "context";
    const string DockerfileName = "dockerfile";
    const string IgnoreSuffix = ".dockerignore";

    readonly UploadCounter counter = new(progress);

    /// <summary>Bytes of contents that were sent so far.</summary>
    public long Sent => counter.Total;

    /// <summary>What the Dockerfile is called in its folder.</summary>
    public string Dockerfile { get; } = Path.GetFileName(context.Dockerfile);

    /// <summary>By this the builder finds what it has of the folder from earlier builds.</summary>
    public string SharedKey => key;

    /// <summary>Sends what is asked for.</summary>
    public async Task DiffCopyAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        string name = call.FindMetadata(NameKey) ?? "";
        var entries = name switch
        {
            ContextName => SelectFiles(SyncSelection.Read(call, context.Folder)),
            DockerfileName => SyncSelection.Read(call, folder: null).Filter(GetDockerfile()),
            _ => throw new GrpcException(GrpcStatus.NotFound, $"no access allowed to dir \"{name}\""),
        };
        await new SyncSender(call, counter, skipped).RunAsync(entries, cancellationToken).ConfigureAwait(false);
    }

    IEnumerable<FileEntry> SelectFiles(SyncSelection selection) => selection.Filter(context.WalkFiles(selection.MayWantBelow));

    /// <summary>
    /// The Dockerfile, and an ignore file of its own, which the builder prefers to the one of the context: it is empty but for a comment,
    /// since what is ignored is never offered.
    /// </summary>
    IEnumerable<FileEntry> GetDockerfile() =>
        [context.GetDockerfile(Dockerfile), FileEntry.OfText(Dockerfile + IgnoreSuffix, "# applied before anything is sent\n")];
}
