namespace DockerPS.Engine;

/// <summary>Gives the engine the credentials for the registries that a build pulls from.</summary>
/// <remarks>
/// Source: github.com/moby/buildkit, session/auth/auth.proto. Without its further methods, by which a client would ask for tokens itself, the engine
/// asks for them with these credentials.
/// </remarks>
sealed class AuthService(RegistryCredentials credentials)
{
    /// <summary>The method.</summary>
    public const string Credentials = "/moby.filesync.v1.Auth/Credentials";

    /// <summary>The host by which BuildKit knows Docker Hub.</summary>
    const string DockerHubHost = "registry-1.docker.io";

    /// <summary>Answers with the user and the secret for a registry: both empty for one that nobody has logged in to.</summary>
    public async Task CredentialsAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        string host = GrpcMessages.FindText(await call.ReadOneAsync(cancellationToken).ConfigureAwait(false), 1);
        var credential = await credentials.FindAsync(host == DockerHubHost ? ImageName.DefaultRegistry : host, cancellationToken).ConfigureAwait(false);
        var answer = new ProtobufWriter();
        if (credential?.IdentityToken is { } token)
            answer.Text(2, token);
        else if (credential is not null)
            answer.Text(1, credential.UserName ?? "").Text(2, credential.Password ?? "");
        await call.WriteAsync(answer.Written, cancellationToken).ConfigureAwait(false);
    }
}
