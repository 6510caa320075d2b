namespace DockerPS.Engine;

/// <summary>What one build offers its builder in a session.</summary>
sealed record BuildSessionServices
{
    /// <summary>What an engine takes for the address of files that its builder asks for.</summary>
    public const string ClientSession = "client-session";

    /// <summary>The credentials of registries.</summary>
    public required AuthService Auth { get; init; }

    /// <summary>The secrets of steps.</summary>
    public required SecretService Secrets { get; init; }

    /// <summary>The SSH agents of steps.</summary>
    public required SshService Ssh { get; init; }

    /// <summary>The files of the build; null when they are sent by other means.</summary>
    public FileSyncService? Files { get; init; }

    /// <summary>
    /// The tar of the build, or the text of its Dockerfile, which the builder fetches; null when it gets its files by other means.
    /// </summary>
    public UploadService? Upload { get; init; }

    /// <summary>Where the result goes; null when it stays in the engine.</summary>
    public FileSendService? Export { get; init; }

    /// <summary>The handlers by the paths of their methods.</summary>
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
