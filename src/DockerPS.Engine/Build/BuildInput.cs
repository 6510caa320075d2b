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

    /// <summary>What must not be told to anybody, should the builder tell it: the user and password of <see cref="Remote" />.</summary>
    public string? Secret { get; init; }

    /// <summary>The folder of which a builder may ask for files; null when it gets them in no such way.</summary>
    public BuildContext? Context { get; init; }

    /// <summary>Makes the body of the request: told the progress, and told of each thing that it leaves out. Null when there is none.</summary>
    public Func<IProgress<TransferStatus>?, Action<string>, HttpContent>? MakeBody { get; init; }

    /// <summary>Says it in a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="session">The session of the build; null for a builder that has none.</param>
    /// <param name="progress">Told of the bytes that are sent.</param>
    /// <param name="skipped">Told of each thing that is left out of what is sent.</param>
    public EngineRequest AddTo(EngineRequest request, BuildSession? session, IProgress<TransferStatus>? progress, Action<string> skipped)
    {
        request.With("session", session?.Id);
        if (session is not null && Context is not null)
            return request.With("dockerfile", Context.SyncedDockerfileName).With("remote", "client-session");
        request.With("dockerfile", DockerfileName).WithSecret("remote", Remote, Secret);
        return MakeBody is null ? request : request.WithHeader("Expect", "100-continue").WithBody(MakeBody(progress, skipped));
    }

    /// <summary>A text of the builder without the secret.</summary>
    public string Hide(string text) => Secret is null ? text : text.Replace(Secret, "***", StringComparison.Ordinal);
}
