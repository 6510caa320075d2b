namespace DockerPS.Engine;

/// <summary>Opens the connection of a build session, on which the engine calls what this side serves.</summary>
/// <remarks>Source: Engine API, <c>POST /session</c>.</remarks>
static class SessionConnection
{
    const string Prefix = "X-Docker-Expose-Session-";

    /// <summary>Opens one. The session lasts as long as the connection.</summary>
    /// <param name="http">The engine.</param>
    /// <param name="id">By which a build names the session.</param>
    /// <param name="name">What it is called; often the folder that is built.</param>
    /// <param name="sharedKey">By which the engine knows a folder that it got earlier again; null when there is none.</param>
    /// <param name="methods">The paths of all methods that are served.</param>
    /// <param name="cancellationToken">Stops the request, not the connection that it made.</param>
    public static Task<UpgradedConnection> OpenAsync(EngineHttp http, string id, string name, string? sharedKey, IEnumerable<string> methods, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post("/session", Subject.Engine)
            .Since(1, 39)
            .WithHeader(Prefix + "Uuid", id)
            .WithHeader(Prefix + "Name", name)
            .WithHeader(Prefix + "Sharedkey", sharedKey);
        foreach (string method in methods)
            request.WithHeader(Prefix + "Grpc-Method", method);
        return http.UpgradeAsync(request, EngineHttp.SessionProtocol, cancellationToken);
    }
}
