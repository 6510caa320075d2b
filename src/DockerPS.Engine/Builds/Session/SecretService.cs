namespace DockerPS.Engine;

/// <summary>Provides the engine with the secrets that a step mounts, when it mounts them.</summary>
/// <remarks>Source: github.com/moby/buildkit, session/secrets/secrets.proto.</remarks>
sealed class SecretService : IDisposable
{
    /// <summary>The method.</summary>
    public const string GetSecret = "/moby.buildkit.secrets.v1.Secrets/GetSecret";

    readonly IReadOnlyList<BuildSecret> secrets;
    readonly Dictionary<BuildSecret, byte[]> taken = [];

    SecretService(IReadOnlyList<BuildSecret> secrets) => this.secrets = secrets;

    /// <summary>Checks secrets before anything is sent to an engine, and reads those that can only be read once.</summary>
    /// <exception cref="EngineException">A secret cannot be read, or is too large.</exception>
    public static async Task<SecretService> OpenAsync(IReadOnlyList<BuildSecret> secrets, CancellationToken cancellationToken)
    {
        var service = new SecretService(secrets);
        try
        {
            foreach (var secret in secrets)
            {
                if (await SecretValue.CheckAsync(secret, cancellationToken).ConfigureAwait(false) is { } value)
                    service.taken[secret] = value;
            }
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>Forgets the secrets that were read.</summary>
    public void Dispose()
    {
        foreach (byte[] value in taken.Values)
            Array.Clear(value);
        taken.Clear();
    }

    /// <summary>Returns a secret.</summary>
    public async Task GetSecretAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        string id = GrpcMessages.FindText(await call.ReadOneAsync(cancellationToken).ConfigureAwait(false), 1);
        // BuildKit continues without an optional secret if it is told that there is none
        var secret = secrets.LastOrDefault(secret => secret.Id == id)
            ?? throw new GrpcException(GrpcStatus.NotFound, $"secret {id} not found");
        if (taken.TryGetValue(secret, out byte[]? known))
        {
            await call.WriteAsync(GrpcMessages.FromBytes(known), cancellationToken).ConfigureAwait(false);
            return;
        }
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
