namespace DockerPS.Engine;

/// <summary>The services that a build offers to its builder in a session.</summary>
sealed record BuildSessionServices
{
    /// <summary>The address under which an engine requests files from the session.</summary>
    public const string ClientSession = "client-session";

    /// <summary>The credentials for registries.</summary>
    public required AuthService Auth { get; init; }

    /// <summary>The secrets of the steps.</summary>
    public required SecretService Secrets { get; init; }

    /// <summary>The SSH agents of the steps.</summary>
    public required SshService Ssh { get; init; }

    /// <summary>The files of the build; null if they are sent in another way.</summary>
    public FileSyncService? Files { get; init; }

    /// <summary>
    /// The tar of the build, or the text of its Dockerfile, for the builder to fetch; null if it gets its files in another way.
    /// </summary>
    public UploadService? Upload { get; init; }

    /// <summary>Where the result is exported; null if it stays in the engine.</summary>
    public FileSendService? Export { get; init; }

    /// <summary>The handlers, by the path of their method.</summary>
    public IEnumerable<KeyValuePair<string, GrpcHandler>> Handlers
    {
        get
        {
            yield return new(HealthService.Check, HealthService.CheckAsync);
            yield return new(AuthService.Credentials, Auth.CredentialsAsync);
            yield return new(AuthService.GetTokenAuthority, Auth.GetTokenAuthorityAsync);
            yield return new(AuthService.FetchToken, Auth.FetchTokenAsync);
            yield return new(SecretService.GetSecret, Secrets.GetSecretAsync);
            yield return new(SshService.CheckAgent, Ssh.CheckAgentAsync);
            yield return new(SshService.ForwardAgent, Ssh.ForwardAgentAsync);
            if (Files is not null)
                yield return new(FileSyncService.DiffCopy, Files.DiffCopyAsync);
            if (Upload is not null)
                yield return new(UploadService.Pull, Upload.PullAsync);
            if (Export is not null)
                yield return new(FileSendService.DiffCopy, Export.DiffCopyAsync);
        }
    }
}
