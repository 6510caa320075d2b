using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerPS.Engine;

// The messages of pull, push, load, import and build, which all have the same format.
#pragma warning disable CA1812 // created by the serializer

sealed record ProgressWire
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("stream")]
    public string? Stream { get; init; }

    [JsonPropertyName("progressDetail")]
    public ProgressDetailWire? Detail { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("errorDetail")]
    public ProgressErrorWire? ErrorDetail { get; init; }

    [JsonPropertyName("aux")]
    public JsonElement? Aux { get; init; }

    /// <summary>The progress of the part that the message is about.</summary>
    public TransferStatus ToStatus() => new(Id ?? "", Status ?? "", Detail?.Current, Detail?.Total > 0 ? Detail.Total : null);
}

sealed record ProgressDetailWire
{
    [JsonPropertyName("current")]
    public long? Current { get; init; }

    [JsonPropertyName("total")]
    public long? Total { get; init; }
}

sealed record ProgressErrorWire
{
    [JsonPropertyName("code")]
    public int? Code { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }
}

[JsonSerializable(typeof(ProgressWire))]
sealed partial class ProgressJson : JsonSerializerContext;
