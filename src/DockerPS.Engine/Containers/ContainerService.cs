namespace DockerPS.Engine;

/// <summary>Requests about an engine's containers.</summary>
/// <remarks>Source: Engine API, section Container.</remarks>
public sealed partial class ContainerService
{
    readonly EngineHttp http;
    readonly DockerEnvironment environment;

    internal ContainerService(EngineHttp http, DockerEnvironment environment)
    {
        this.http = http;
        this.environment = environment;
    }

    /// <summary>Lists containers in any state, with one request, newest first.</summary>
    /// <param name="query">The filters; null for all.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<Container>> ListAsync(ContainerQuery? query, CancellationToken cancellationToken)
    {
        string engine = http.Endpoint.Address;
        bool hasSizes = query?.Size ?? false;
        var request = EngineRequest.Get("/containers/json", new Subject("Container"))
            .With("all", true)
            .With("size", hasSizes)
            .With("limit", query?.Latest)
            .WithFilters(query?.Filters);
        return await http.ReadAsync(request, bytes => ContainerListReader.Read(bytes, engine, hasSizes), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Gets one container as the list shows it.</summary>
    /// <param name="id">The full id.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Container> GetAsync(string id, CancellationToken cancellationToken)
    {
        var query = new ContainerQuery { Filters = new Dictionary<string, IReadOnlyCollection<string>> { ["id"] = [id] } };
        return await ListAsync(query, cancellationToken).ConfigureAwait(false) is [var container, ..]
            ? container
            : throw EngineException.Missing(Subject.Container(EngineWords.ShortenIds(id)));
    }
}

/// <summary>Selects containers for the list.</summary>
public sealed record ContainerQuery
{
    /// <summary>
    /// The engine's filters, such as <c>label</c> → <c>["app=web"]</c>. All names must match, each with one of its values.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>>? Filters { get; init; }

    /// <summary>Whether to measure sizes, which is slow, since the engine searches the file system.</summary>
    public bool Size { get; init; }

    /// <summary>How many of the newest to return; null for all.</summary>
    public int? Latest { get; init; }
}
