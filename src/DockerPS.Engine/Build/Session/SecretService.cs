namespace DockerPS.Engine;

/// <summary>Gives the engine the secrets that a step mounts, when it mounts them.</summary>
/// <remarks>Source: github.com/moby/buildkit, session/secrets/secrets.proto.</remarks>
sealed class SecretService(IReadOnlyList<BuildSecret> secrets)
{
    /// <summary>The method.</summary>
    public const string GetSecret = "/moby.buildkit.secrets.v1.Secrets/GetSecret";

    /// <summary>Answers with a secret.</summary>
    public async Task GetSecretAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        string id = GrpcMessages.FindText(await call.ReadOneAsync(cancellationToken).ConfigureAwait(false), 1);
        // BuildKit goes on without a secret that is not required, when it hears that there is none
        var secret = secrets.LastOrDefault(secret => secret.Id == id) ?? throw new GrpcException(GrpcStatus.NotFound, $"secret {id} not found");
        byte[] value = await SecretValue.ReadAsync(secret, cancellationToken).ConfigureAwait(false);
        try
        {
            await call.WriteAsync(GrpcMessages.FromBytes(value), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Array.Clear(value);
        }
    }
}
