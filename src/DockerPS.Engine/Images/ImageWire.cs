using System.Text.Json.Serialization;

namespace DockerPS.Engine;

// The shapes of the Engine API for images. Names are the API's; null where an engine may leave something out.
#pragma warning disable CA1812 // made by the serializer

sealed record ImageListItem
{
    public string Id { get; init; } = "";
    public string? ParentId { get; init; }
    public string[]? RepoTags { get; init; }
    public string[]? RepoDigests { get; init; }
    public long Created { get; init; }
    public long Size { get; init; }
    public Dictionary<string, string>? Labels { get; init; }
}

sealed record ImageInspectWire
{
    public string Id { get; init; } = "";
    public string? Parent { get; init; }
    public string[]? RepoTags { get; init; }
    public string[]? RepoDigests { get; init; }
    public string? Created { get; init; }
    public long Size { get; init; }
    public string? Author { get; init; }
    public string? Comment { get; init; }
    public string? Architecture { get; init; }
    public string? Variant { get; init; }
    public string? Os { get; init; }
    public string? OsVersion { get; init; }
    public ImageConfigWire? Config { get; init; }
    public GraphDriverWire? GraphDriver { get; init; }
    public RootFSWire? RootFS { get; init; }
    public ImageMetadataWire? Metadata { get; init; }
}

sealed record ImageConfigWire
{
    public string? User { get; init; }
    public string? WorkingDir { get; init; }
    public string[]? Env { get; init; }
    public string[]? Cmd { get; init; }
    public string[]? Entrypoint { get; init; }
    public string[]? Shell { get; init; }
    public string[]? OnBuild { get; init; }
    public string? StopSignal { get; init; }
    public Dictionary<string, string>? Labels { get; init; }
    public Dictionary<string, NothingWire?>? ExposedPorts { get; init; }
    public Dictionary<string, NothingWire?>? Volumes { get; init; }
    public HealthTestWire? Healthcheck { get; init; }
}

sealed record HealthTestWire
{
    public string[]? Test { get; init; }
    public long Interval { get; init; }
    public long Timeout { get; init; }
    public long StartPeriod { get; init; }
    public int Retries { get; init; }
}

sealed record NothingWire;

sealed record GraphDriverWire
{
    public string? Name { get; init; }
}

sealed record RootFSWire
{
    public string[]? Layers { get; init; }
}

sealed record ImageMetadataWire
{
    public string? LastTagTime { get; init; }
}

sealed record ImageDeleteWire
{
    public string? Untagged { get; init; }
    public string? Deleted { get; init; }
}

/// <summary>What a push tells of each tag that the registry took.</summary>
sealed record PushResultWire
{
    public string? Tag { get; init; }
    public string? Digest { get; init; }
    public long Size { get; init; }
}

[JsonSerializable(typeof(ImageListItem[]))]
[JsonSerializable(typeof(ImageInspectWire))]
[JsonSerializable(typeof(ImageDeleteWire[]))]
[JsonSerializable(typeof(PushResultWire))]
sealed partial class ImageJson : JsonSerializerContext;
