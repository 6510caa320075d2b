using System.Security.Cryptography;

namespace DockerPS.Engine;

/// <summary>Provides the engine with credentials for the registries that a build pulls from.</summary>
/// <remarks>
/// Source: github.com/moby/buildkit, session/auth/auth.proto. The engine requests tokens from registries itself with these credentials; a
/// token in the configuration is provided from here.
/// </remarks>
sealed class AuthService(RegistryCredentials credentials)
{
    /// <summary>The method.</summary>
    public const string Credentials = "/moby.filesync.v1.Auth/Credentials";

    /// <summary>The method that asks whether this side has tokens for a registry.</summary>
    public const string GetTokenAuthority = "/moby.filesync.v1.Auth/GetTokenAuthority";

    /// <summary>The method that requests a token.</summary>
    public const string FetchToken = "/moby.filesync.v1.Auth/FetchToken";

    const string TokenUser = "<token>";
    const int KeyLength = 32;

    /// <summary>BuildKit's host name for Docker Hub.</summary>
    const string DockerHubHost = "registry-1.docker.io";

    /// <summary>Returns the user and the secret for a registry: both are empty without a login.</summary>
    public async Task CredentialsAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        string host = GrpcMessages.FindText(await call.ReadOneAsync(cancellationToken).ConfigureAwait(false), 1);
        var credential = await credentials.FindAsync(ToRegistry(host), cancellationToken).ConfigureAwait(false);
        var answer = new ProtobufWriter();
        if (credential?.IdentityToken is { } token)
            answer.Text(2, token);
        else if (credential is { RegistryToken: not null })
            // otherwise the builder would reuse for this build what it got anonymously from the registry
            answer.Text(1, TokenUser);
        else if (credential is not null)
            answer.Text(1, credential.UserName ?? "").Text(2, credential.Password ?? "");
        await call.WriteAsync(answer.Written, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Returns a key with which this side could prove to other builds that it may use the token, too. Nobody has the matching private key:
    /// each build gets the token itself.
    /// </summary>
    public async Task GetTokenAuthorityAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        FindToken(GrpcMessages.FindText(await call.ReadOneAsync(cancellationToken).ConfigureAwait(false), 1));
        await call.WriteAsync(GrpcMessages.FromBytes(RandomNumberGenerator.GetBytes(KeyLength)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the token from the configuration.</summary>
    public async Task FetchTokenAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        string token = FindToken(GrpcMessages.FindText(await call.ReadOneAsync(cancellationToken).ConfigureAwait(false), 2));
        await call.WriteAsync(new ProtobufWriter().Text(1, token).Written, cancellationToken).ConfigureAwait(false);
    }

    static string ToRegistry(string host) => host == DockerHubHost ? ImageName.DefaultRegistry : host;

    /// <summary>The token for a registry. If there is none, the engine goes on to the credentials.</summary>
    string FindToken(string host) =>
        credentials.FindRegistryToken(ToRegistry(host))
            ?? throw new GrpcException(GrpcStatus.Unimplemented, $"There is no token for {host}.");
}
