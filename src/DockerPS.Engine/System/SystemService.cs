namespace DockerPS.Engine;

/// <summary>Requests about the engine itself.</summary>
/// <remarks>Source: Engine API, section System.</remarks>
public sealed class SystemService
{
    readonly EngineHttp http;

    internal SystemService(EngineHttp http) => this.http = http;

    /// <summary>The version of the engine and its API.</summary>
    public async Task<DockerVersion> GetVersionAsync(CancellationToken cancellationToken)
    {
        var wire = await http.ReadAsync(EngineRequest.Get("/version", Subject.Engine), SystemJson.Default.VersionWire, cancellationToken)
            .ConfigureAwait(false);
        return SystemMapping.ToVersion(wire, await http.GetVersionAsync(cancellationToken).ConfigureAwait(false), http.Endpoint.Address);
    }

    /// <summary>The engine and its host.</summary>
    public async Task<DockerInfo> GetInfoAsync(CancellationToken cancellationToken)
    {
        var wire = await http.ReadAsync(EngineRequest.Get("/info", Subject.Engine), SystemJson.Default.InfoWire, cancellationToken)
            .ConfigureAwait(false);
        return SystemMapping.ToInfo(wire, http.Endpoint.Address);
    }
}
