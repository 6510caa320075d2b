namespace DockerPS.Engine;

/// <summary>Gives a builder the credential for a registry when it asks for one, and of no other registry.</summary>
/// <remarks>
/// Source: github.com/moby/buildkit, session/auth/auth.proto. The methods by which a builder could have tokens made here are not served; it makes
/// them itself then.
/// </remarks>
/// <param name="credentials">What the docker command's configuration knows.</param>
sealed class AuthService(RegistryCredentials credentials)
{
    /// <summary>What builders call Docker Hub.</summary>
    const string DockerHub = "registry-1.docker.io";

    /// <summary>What it serves.</summary>
    public IEnumerable<KeyValuePair<string, Func<GrpcCall, Task>>> Methods => [new("/moby.filesync.v1.Auth/Credentials", GiveAsync)];

    async Task GiveAsync(GrpcCall call)
    {
        string host = ReadText((await call.ReadOnlyMessageAsync().ConfigureAwait(false)).Span, 1);
        var credential = await credentials.FindAsync(host == DockerHub ? ImageName.DefaultRegistry : host, call.Ended).ConfigureAwait(false);
        var answer = new ProtobufWriter();
        if (credential?.IdentityToken is { } token)
            answer.Text(2, token);
        else if (credential is { UserName: { } user, Password: { } password })
            answer.Text(1, user).Text(2, password);
        await call.WriteAsync(answer).ConfigureAwait(false);
    }

    /// <summary>A text of a message; empty when it has none.</summary>
    internal static string ReadText(ReadOnlySpan<byte> message, int field)
    {
        string text = "";
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == field)
                text = reader.Text;
        }
        return text;
    }
}
