namespace DockerPS.Engine;

/// <summary>Opens the connection of a build session, over which the engine calls this side's services.</summary>
/// <remarks>
/// Source: Engine API, <c>POST /session</c>, and service Control of github.com/moby/buildkit, api/services/control/control.proto.
/// </remarks>
static class SessionConnection
{
    const string Method = "/moby.buildkit.v1.Control/Session";
    const string Prefix = "X-Docker-Expose-Session-";

    /// <summary>Opens a session, which lasts as long as the connection.</summary>
    /// <param name="http">The engine.</param>
    /// <param name="id">The id by which a build refers to the session.</param>
    /// <param name="name">The name of the session; often the folder that is built.</param>
    /// <param name="sharedKey">The key by which the engine recognizes a folder from earlier builds; null if there is none.</param>
    /// <param name="methods">The paths of all services' methods.</param>
    /// <param name="cancellationToken">Stops the request, but not the connection that it opened.</param>
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

    /// <summary>Opens a session through BuildKit's own interface.</summary>
    /// <param name="channel">The interface to BuildKit.</param>
    /// <param name="id">The id by which a build refers to the session.</param>
    /// <param name="name">The name of the session.</param>
    /// <param name="sharedKey">The key by which BuildKit recognizes a folder from earlier builds; null if there is none.</param>
    /// <param name="methods">The paths of all services' methods.</param>
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
