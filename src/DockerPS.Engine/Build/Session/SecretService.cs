using System.Security.Cryptography;

namespace DockerPS.Engine;

/// <summary>Gives a step the secrets that it asks for, and of which the user has given the build.</summary>
/// <remarks>Source: github.com/moby/buildkit, session/secrets/secrets.proto.</remarks>
/// <param name="secrets">The secrets.</param>
sealed class SecretService(IReadOnlyDictionary<string, BuildSecret> secrets)
{
    /// <summary>What it serves.</summary>
    public IEnumerable<KeyValuePair<string, Func<GrpcCall, Task>>> Methods => [new("/moby.buildkit.secrets.v1.Secrets/GetSecret", GiveAsync)];

    async Task GiveAsync(GrpcCall call)
    {
        string id = AuthService.ReadText((await call.ReadOnlyMessageAsync().ConfigureAwait(false)).Span, 1);
        if (!secrets.TryGetValue(id, out var secret))
            throw new GrpcException(GrpcStatus.NotFound, $"the build was given no secret '{id}'");
        byte[] value = await SecretSource.ReadAsync(secret, call.Ended).ConfigureAwait(false);
        try
        {
            await call.WriteAsync(new ProtobufWriter().Bytes(1, value)).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(value);
        }
    }
}
