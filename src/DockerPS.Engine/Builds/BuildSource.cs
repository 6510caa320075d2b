namespace DockerPS.Engine;

/// <summary>The input of an image build.</summary>
public abstract record BuildSource
{
    private protected BuildSource() { }

    /// <summary>A name for the user that contains no secret.</summary>
    public abstract string Name { get; }

    /// <summary>Finds and checks what has to be sent; nothing is sent yet.</summary>
    internal abstract Task<BuildInput> OpenAsync(ImageBuilder builder, CancellationToken cancellationToken);
}

/// <summary>A folder on this machine.</summary>
/// <param name="Folder">The path.</param>
public sealed record FolderSource(string Folder) : BuildSource
{
    /// <summary>The path of the Dockerfile, in the folder or elsewhere; null for <c>Dockerfile</c> in the folder.</summary>
    public string? Dockerfile { get; init; }

    /// <summary>The text of the Dockerfile, used instead of a file.</summary>
    public string? DockerfileText { get; init; }

    /// <inheritdoc />
    public override string Name => Folder;

    internal override async Task<BuildInput> OpenAsync(ImageBuilder builder, CancellationToken cancellationToken)
    {
        var context = BuildContext.Open(Folder, Dockerfile, builder == ImageBuilder.Classic, DockerfileText, cancellationToken);
        return new BuildInput
        {
            Dockerfile = context.Dockerfile,
            DockerfileText = context.ReadDockerfile(cancellationToken),
            DockerfileName = context.DockerfileName,
            MakeBody = (progress, skipped) => new BuildContextUpload(context, progress, skipped),
            Files = context,
        };
    }
}

/// <summary>Just the text of a Dockerfile: such a build has no files.</summary>
/// <param name="Dockerfile">The text.</param>
public sealed record TextSource(string Dockerfile) : BuildSource
{
    /// <inheritdoc />
    public override string Name => "a Dockerfile without a context";

    internal override Task<BuildInput> OpenAsync(ImageBuilder builder, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Dockerfile))
            throw new EngineException(EngineError.Invalid, new Subject("Dockerfile"), "The text of the Dockerfile is empty.");
        var entry = FileEntry.OfText(BuildContext.DefaultDockerfile, Dockerfile);
        return Task.FromResult(new BuildInput
        {
            Dockerfile = BuildContext.DefaultDockerfile,
            DockerfileText = Dockerfile,
            DockerfileName = BuildContext.DefaultDockerfile,
            HasFiles = false,
            MakeBody = (progress, skipped) => new BuildContextUpload([entry], progress, skipped),
        });
    }
}
