using System.Text.Json.Serialization;

namespace DockerPS.Engine;

#pragma warning disable CA1812 // created by the serializer

sealed record NetworkWire
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public DateTimeOffset Created { get; init; }
    public string? Scope { get; init; }
    public string? Driver { get; init; }
    public bool EnableIPv6 { get; init; }
    public bool Internal { get; init; }
    public bool Attachable { get; init; }
    [JsonPropertyName("IPAM")] public IpamWire? Ipam { get; init; }
    public Dictionary<string, NetworkContainerWire>? Containers { get; init; }
    public Dictionary<string, string>? Options { get; init; }
    public Dictionary<string, string>? Labels { get; init; }
}

sealed record IpamWire
{
    public IpamConfigWire[]? Config { get; init; }
}

sealed record IpamConfigWire
{
    public string? Subnet { get; init; }
    public string? Gateway { get; init; }
    public string? IPRange { get; init; }
}

sealed record NetworkContainerWire
{
    public string? Name { get; init; }
    public string? MacAddress { get; init; }
    public string? IPv4Address { get; init; }
    public string? IPv6Address { get; init; }
}

sealed record NetworkCreatedWire
{
    public string Id { get; init; } = "";
    public string? Warning { get; init; }
}

[JsonSerializable(typeof(NetworkWire))]
[JsonSerializable(typeof(NetworkWire[]))]
[JsonSerializable(typeof(NetworkCreatedWire))]
sealed partial class NetworkJson : JsonSerializerContext;
