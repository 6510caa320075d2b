using System.Text.Json.Serialization;

namespace DockerPS.Engine;

// The shapes of the Engine API for the calls that have to be fast. Names are the API's; null where an engine may leave something out.
#pragma warning disable CA1812 // made by the serializer

sealed record ContainerListItem
{
    public string Id { get; init; } = "";
    public string[]? Names { get; init; }
    public string? Image { get; init; }
    public string? ImageID { get; init; }
    public string? Command { get; init; }
    public long Created { get; init; }
    public string? State { get; init; }
    public string? Status { get; init; }
    public PortWire[]? Ports { get; init; }
    public Dictionary<string, string>? Labels { get; init; }
    public NetworkSettingsWire? NetworkSettings { get; init; }
    public MountWire[]? Mounts { get; init; }
    public long? SizeRw { get; init; }
    public long? SizeRootFs { get; init; }
}

sealed record PortWire
{
    public string? IP { get; init; }
    public int PrivatePort { get; init; }
    public int? PublicPort { get; init; }
    public string? Type { get; init; }
}

sealed record NetworkSettingsWire
{
    public Dictionary<string, EndpointWire>? Networks { get; init; }
    public Dictionary<string, PortBindingWire[]?>? Ports { get; init; }
}

sealed record PortBindingWire
{
    public string? HostIp { get; init; }
    public string? HostPort { get; init; }
}

sealed record EndpointWire
{
    public string? NetworkID { get; init; }
    public string? IPAddress { get; init; }
    public string? GlobalIPv6Address { get; init; }
    public string? Gateway { get; init; }
    public string? MacAddress { get; init; }
    public string[]? Aliases { get; init; }
}

sealed record MountWire
{
    public string? Type { get; init; }
    public string? Name { get; init; }
    public string? Source { get; init; }
    public string? Destination { get; init; }
    public string? Driver { get; init; }
    public bool RW { get; init; }
}

[JsonSerializable(typeof(ContainerListItem[]))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
sealed partial class ContainerJson : JsonSerializerContext;
