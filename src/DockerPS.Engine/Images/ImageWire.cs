using System.Text.Json.Serialization;

namespace DockerPS.Engine;

// Types of the Engine API for images. The names are the API's; values that an engine may omit are nullable.
#pragma warning disable CA1812 // created by the serializer

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
    public ManifestWire[]? Manifests { get; init; }

    /// <summary>Which of the manifests is reported, if one was requested; not part of the API.</summary>
    [JsonIgnore]
    public string? Chosen { get; init; }
}

/// <summary>One of the images in an index, on engines that keep several platforms under one name.</summary>
sealed record ManifestWire
{
    public string? ID { get; init; }
    public string? Kind { get; init; }
    public bool Available { get; init; }
    public ManifestDescriptorWire? Descriptor { get; init; }
    public ManifestSizeWire? Size { get; init; }
    public ManifestImageWire? ImageData { get; init; }
}

sealed record ManifestDescriptorWire
{
    [JsonPropertyName("platform")]
    public OciPlatformWire? Platform { get; init; }
}

sealed record ManifestSizeWire
{
    public long Total { get; init; }
}

sealed record ManifestImageWire
{
    public OciPlatformWire? Platform { get; init; }
    public string[]? Containers { get; init; }
}

/// <summary>A platform in the format of the OCI image specification, which newer calls return.</summary>
sealed record OciPlatformWire
{
    [JsonPropertyName("os")]
    public string? Os { get; init; }

    [JsonPropertyName("architecture")]
    public string? Architecture { get; init; }

    [JsonPropertyName("variant")]
    public string? Variant { get; init; }
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

sealed record ImageHistoryWire
{
    public string? Id { get; init; }
    public long Created { get; init; }
    public string? CreatedBy { get; init; }
    public string[]? Tags { get; init; }
    public long Size { get; init; }
    public string? Comment { get; init; }
}

sealed record FoundImageWire
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("star_count")]
    public int Stars { get; init; }

    [JsonPropertyName("is_official")]
    public bool IsOfficial { get; init; }
}

/// <summary>What a push reports for each tag that the registry accepted.</summary>
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
[JsonSerializable(typeof(ImageHistoryWire[]))]
[JsonSerializable(typeof(FoundImageWire[]))]
sealed partial class ImageJson : JsonSerializerContext;
