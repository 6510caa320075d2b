namespace DockerPS.Engine;

/// <summary>Opens the connection of a build session, on which the engine calls what this side serves.</summary>
/// <remarks>
/// Source: Engine API, <c>POST /session</c>, and service Control of github.com/moby/buildkit, api/services/control/control.proto.
/// </remarks>
static class SessionConnection
{
    const string Method = "/moby.buildkit.v1.Control/Session";
    const string Prefix = "X-Docker-Expose-Session-";

    /// <summary>Opens one. The session lasts as long as the connection.</summary>
    /// <param name="http">The engine.</param>
    /// <param name="id">By which a build names the session.</param>
    /// <param name="name">What it is called; often the folder that is built.</param>
    /// <param name="sharedKey">By which the engine knows a folder that it got earlier again; null when there is none.</param>
    /// <param name="methods">The paths of all methods that are served.</param>
    /// <param name="cancellationToken">Stops the request, not the connection that it made.</param>
    public static Task<UpgradedConnection> OpenAsync(
        EngineHttp http,
        string id,
        string name,
        string? sharedKey,
        IEnumerable<string> methods,
        CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post("/session", Subject.Engine).Needs(new Version(1, 39));
        foreach (var (header, value) in Describe(id, name, sharedKey, methods))
            request.WithHeader(header, value);
        return http.UpgradeAsync(request, EngineHttp.SessionProtocol, cancellationToken);
    }

    /// <summary>Opens one as a call of BuildKit's own interface.</summary>
    /// <param name="channel">What speaks with BuildKit.</param>
    /// <param name="id">By which a build names the session.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="sharedKey">By which BuildKit knows a folder that it got earlier again; null when there is none.</param>
    /// <param name="methods">The paths of all methods that are served.</param>
    public static Stream Open(GrpcChannel channel, string id, string name, string? sharedKey, IEnumerable<string> methods) =>
        new GrpcTunnel(
            channel.Begin(
                Method,
                Describe(
                    id,
                    name,
                    sharedKey,
                    methods).Select(static field => new HeaderField(field.Name.ToLowerInvariant(), field.Value))));

    static IEnumerable<(string Name, string Value)> Describe(string id, string name, string? sharedKey, IEnumerable<string> methods)
    {
        yield return (Prefix + "Uuid", id);
        yield return (Prefix + "Name", name);
        if (sharedKey is not null)
            yield return (Prefix + "Sharedkey", sharedKey);
        foreach (string method in methods)
            yield return (Prefix + "Grpc-Method", method);
    }
}
