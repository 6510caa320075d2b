using System.Text.Json.Serialization;

namespace DockerPS.Engine;

/// <summary>Requests about an engine's build cache.</summary>
/// <remarks>Source: Engine API, section System.</remarks>
public sealed class BuildCacheService
{
    /// <summary>
    /// The API version from which the cache can be listed alone, so that the engine need not add up all images and volumes.
    /// </summary>
    static readonly Version TypeVersion = new(1, 42);

    /// <summary>The API version from which the response gives the total, and the list only on request.</summary>
    static readonly Version UsageVersion = new(1, 52);

    static readonly char[] ParentSeparators = [',', ' '];

    readonly EngineHttp http;

    internal BuildCacheService(EngineHttp http) => this.http = http;

    /// <summary>Lists the entries, most recently used first.</summary>
    public async Task<IReadOnlyList<BuildCacheEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var negotiated = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        var request = EngineRequest.Get("/system/df", new Subject("BuildCache"))
            .With("type", negotiated < TypeVersion ? null : "build-cache")
            .With("verbose", negotiated >= UsageVersion);
        var usage = await http.ReadAsync(request, BuildCacheJson.Default.BuildCacheUsageWire, cancellationToken).ConfigureAwait(false);
        return
        [
            .. (usage.BuildCacheUsage?.Items ?? usage.BuildCache ?? [])
                .Select(ToEntry)
                .OrderByDescending(static entry => entry.LastUsed ?? entry.Created),
        ];
    }

    BuildCacheEntry ToEntry(BuildCacheWire wire) => new()
    {
        Engine = http.Endpoint.Address,
        Id = wire.ID ?? "",
        Type = wire.Type ?? "",
        // older engines report one parent, or several in one string
        Parents = wire.Parents ?? wire.MisspeltParents ?? wire.Parent?.Split(ParentSeparators, StringSplitOptions.RemoveEmptyEntries) ?? [],
        Description = wire.Description ?? "",
        Size = wire.Size,
        Created = LocalTime.Of(wire.CreatedAt),
        LastUsed = LocalTime.Of(wire.LastUsedAt),
        UseCount = wire.UsageCount,
        IsShared = wire.Shared,
        IsInUse = wire.InUse,
    };
}

#pragma warning disable CA1812 // created by the serializer

sealed record BuildCacheUsageWire
{
    public BuildCacheWire[]? BuildCache { get; init; }
    public BuildCacheItemsWire? BuildCacheUsage { get; init; }
}

sealed record BuildCacheItemsWire
{
    public BuildCacheWire[]? Items { get; init; }
}

sealed record BuildCacheWire
{
    public string? ID { get; init; }
    public string? Parent { get; init; }
    public string[]? Parents { get; init; }

    /// <summary>Engines since 23.0 write the name with a leading space.</summary>
    [JsonPropertyName(" Parents")]
    public string[]? MisspeltParents { get; init; }
    public string? Type { get; init; }
    public string? Description { get; init; }
    public bool InUse { get; init; }
    public bool Shared { get; init; }
    public long Size { get; init; }
    public string? CreatedAt { get; init; }
    public string? LastUsedAt { get; init; }
    public int UsageCount { get; init; }
}

[JsonSerializable(typeof(BuildCacheUsageWire))]
sealed partial class BuildCacheJson : JsonSerializerContext;
