namespace DockerPS.Engine;

/// <summary>A source that was opened: what a builder is told of it, and what it is sent.</summary>
sealed record BuildInput
{
    /// <summary>The Dockerfile as an error names it: its path on this machine, else its path in the context.</summary>
    public required string Dockerfile { get; init; }

    /// <summary>The text of the Dockerfile; null when only the engine sees it.</summary>
    public string? DockerfileText { get; init; }

    /// <summary>What the Dockerfile is called in the context; null for the builder's own choice.</summary>
    public string? DockerfileName { get; init; }

    /// <summary>What the engine fetches by itself; null when the context is sent.</summary>
    public string? Remote { get; init; }

    /// <summary>The parts of <see cref="Remote" /> that are secret, which a builder may repeat.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The same without the secrets, when it is an address of http; null for anything else.</summary>
    public string? ShownAddress => Remote is not null && Remote.StartsWith("http", StringComparison.Ordinal) ? Hide(Remote) : null;

    /// <summary>Whether the build can use files.</summary>
    public bool HasFiles { get; init; } = true;

    /// <summary>
    /// Makes the body of the request: told the progress, and told of each thing that it leaves out. Null when there is none.
    /// </summary>
    public Func<IProgress<TransferStatus>?, Action<string>, HttpContent>? MakeBody { get; init; }

    /// <summary>The files as a session offers them; null when they are no folder of this machine.</summary>
    public BuildContext? Files { get; init; }

    /// <summary>The same where the builder fetches it from a session.</summary>
    public BuildInput OfferedBy(BuildSessionServices services)
    {
        if (services.Files is not null)
            return this with { MakeBody = null, Remote = BuildSessionServices.ClientSession, DockerfileName = services.Files.Dockerfile };
        return services.Upload is null ? this : this with { MakeBody = null, Remote = services.Upload.Address };
    }

    /// <summary>Says it in a request.</summary>
    public EngineRequest AddTo(EngineRequest request, IProgress<TransferStatus>? progress, Action<string> skipped)
    {
        request.With("dockerfile", DockerfileName).WithSecrets("remote", Remote, Secrets);
        return MakeBody is null ? request : request.WithHeader("Expect", "100-continue").WithBody(MakeBody(progress, skipped));
    }

    /// <summary>A text of the builder without the secrets.</summary>
    public string Hide(string text) => WebAddress.Hide(text, Secrets);
}
