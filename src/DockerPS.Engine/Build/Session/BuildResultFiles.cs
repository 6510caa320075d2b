namespace DockerPS.Engine;

/// <summary>Files of this machine that become the result of a build.</summary>
abstract class BuildResultFiles
{
    /// <summary>What makes files of a result; null when it is no files.</summary>
    /// <param name="destination">What becomes of the result.</param>
    /// <param name="skipped">Told of each thing that this machine can not make.</param>
    public static BuildResultFiles? For(BuildDestination destination, Action<string> skipped) => destination.Type switch
    {
        BuildDestinationType.Tar => new TarResult(destination.Destination!),
        BuildDestinationType.Local => new FolderResult(destination.Destination!, skipped),
        _ => null,
    };

    /// <summary>Takes the tar of the result.</summary>
    public abstract Task TakeAsync(Stream tar, CancellationToken cancellationToken);

    /// <summary>The build has ended well, and so the result is whole: a builder that fails in the middle ends its tar all the same.</summary>
    public abstract void Complete();

    /// <summary>The build has failed.</summary>
    public virtual void Discard() { }

    static EngineException Cut(Exception cause) =>
        new(EngineError.Failed, new Subject("Build"), $"The connection to the engine was lost in the middle of the result: {cause.Message.TrimEnd('.')}.", cause) { ErrorId = "EngineConnectionLost" };

    static EngineException Unfit(string path, string problem) => new(EngineError.Invalid, new Subject("Output", path), $"{path} {problem}.");

    /// <summary>The tar itself. It has its name when the build has ended.</summary>
    sealed class TarResult : BuildResultFiles
    {
        readonly string path;
        ReceivedFile? file;

        public TarResult(string path)
        {
            this.path = path;
            if (Directory.Exists(path))
                throw Unfit(path, "is a folder; expected a file");
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
                throw Unfit(path, "can not be written, since its folder does not exist");
        }

        public override async Task TakeAsync(Stream tar, CancellationToken cancellationToken) =>
            file = await FileDownload.ReceiveAsync(tar, new ArchiveTarget(path), new Subject("Build"), progress: null, Cut, cancellationToken).ConfigureAwait(false);

        public override void Complete() => file?.Complete();

        public override void Discard() => file?.Discard();
    }

    /// <summary>The files of the tar, in a folder.</summary>
    sealed class FolderResult : BuildResultFiles
    {
        readonly string folder;
        readonly SafeTarExtractor extractor;

        public FolderResult(string folder, Action<string> skipped)
        {
            this.folder = folder;
            extractor = new SafeTarExtractor(folder, skipped);
            if (File.Exists(folder))
                throw Unfit(folder, "is a file; expected a folder");
        }

        public override async Task TakeAsync(Stream tar, CancellationToken cancellationToken)
        {
            FileDownload.Guard(folder, () => Directory.CreateDirectory(folder));
            await foreach (var (entry, name, link) in ReceivedTar.ReadAsync(tar, isFolder: true, name: null, wanted: null, static _ => { }, mayBeEmpty: true, cancellationToken).ConfigureAwait(false))
                await extractor.ExtractAsync(entry, name, link, cancellationToken).ConfigureAwait(false);
        }

        public override void Complete() => extractor.Complete();
    }
}
