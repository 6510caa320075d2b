namespace DockerPS.Engine;

/// <summary>An opened source: what a builder is told about it, and what is sent.</summary>
sealed record BuildInput
{
    /// <summary>The Dockerfile as errors name it: its path on this machine, or else its path in the context.</summary>
    public required string Dockerfile { get; init; }

    /// <summary>The text of the Dockerfile; null if only the engine sees it.</summary>
    public string? DockerfileText { get; init; }

    /// <summary>The name of the Dockerfile in the context; null for the builder's default.</summary>
    public string? DockerfileName { get; init; }

    /// <summary>What the engine downloads itself; null if the context is sent.</summary>
    public string? Remote { get; init; }

    /// <summary>The secret parts of <see cref="Remote" />, which a builder may repeat.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The same without the secrets, if it is an http address; otherwise null.</summary>
    public string? ShownAddress => Remote is not null && Remote.StartsWith("http", StringComparison.Ordinal) ? Hide(Remote) : null;

    /// <summary>Whether the build has files.</summary>
    public bool HasFiles { get; init; } = true;

    /// <summary>Creates the body of the request, reporting progress and each skipped item. Null if there is none.</summary>
    public Func<IProgress<TransferStatus>?, Action<string>, HttpContent>? MakeBody { get; init; }

    /// <summary>The files for a session; null if they are not a folder on this machine.</summary>
    public BuildContext? Files { get; init; }

    /// <summary>The same, if the builder fetches it from a session.</summary>
    public BuildInput OfferedBy(BuildSessionServices services)
    {
        if (services.Files is not null)
            return this with { MakeBody = null, Remote = BuildSessionServices.ClientSession, DockerfileName = services.Files.Dockerfile };
        return services.Upload is null ? this : this with { MakeBody = null, Remote = services.Upload.Address };
    }

    /// <summary>Adds it to a request.</summary>
    public EngineRequest AddTo(EngineRequest request, IProgress<TransferStatus>? progress, Action<string> skipped)
    {
        request.With("dockerfile", DockerfileName).WithSecrets("remote", Remote, Secrets);
        return MakeBody is null ? request : request.WithHeader("Expect", "100-continue").WithBody(MakeBody(progress, skipped));
    }

    /// <summary>A message of the builder without the secrets.</summary>
    public string Hide(string text) => WebAddress.Hide(text, Secrets);
}
