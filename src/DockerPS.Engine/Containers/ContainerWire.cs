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

sealed record ContainerInspectWire
{
    public string Id { get; init; } = "";
    public DateTimeOffset Created { get; init; }
    public string? Path { get; init; }
    public string[]? Args { get; init; }
    public StateWire? State { get; init; }
    public string? Image { get; init; }
    public string Name { get; init; } = "";
    public int RestartCount { get; init; }
    public string? Driver { get; init; }
    public string? Platform { get; init; }
    public string? LogPath { get; init; }
    public HostConfigWire? HostConfig { get; init; }
    public MountWire[]? Mounts { get; init; }
    public ConfigWire? Config { get; init; }
    public NetworkSettingsWire? NetworkSettings { get; init; }
    public long? SizeRw { get; init; }
    public long? SizeRootFs { get; init; }
}

sealed record StateWire
{
    public string? Status { get; init; }
    public bool OOMKilled { get; init; }
    public int Pid { get; init; }
    public int ExitCode { get; init; }
    public string? Error { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset FinishedAt { get; init; }
    public HealthWire? Health { get; init; }
}

sealed record HealthWire
{
    public string? Status { get; init; }
    public int FailingStreak { get; init; }
    public HealthLogWire[]? Log { get; init; }
}

sealed record HealthLogWire
{
    public DateTimeOffset Start { get; init; }
    public DateTimeOffset End { get; init; }
    public int ExitCode { get; init; }
    public string? Output { get; init; }
}

sealed record HostConfigWire
{
    public string? NetworkMode { get; init; }
    public RestartPolicyWire? RestartPolicy { get; init; }
    public bool AutoRemove { get; init; }
    public bool Privileged { get; init; }
    public bool ReadonlyRootfs { get; init; }
    public long Memory { get; init; }
    public long NanoCpus { get; init; }
    public LogConfigWire? LogConfig { get; init; }
}

sealed record RestartPolicyWire
{
    public string? Name { get; init; }
    public int MaximumRetryCount { get; init; }
}

sealed record LogConfigWire
{
    public string? Type { get; init; }
}

sealed record ConfigWire
{
    public string? Hostname { get; init; }
    public string? Domainname { get; init; }
    public string? User { get; init; }
    public bool Tty { get; init; }
    public bool OpenStdin { get; init; }
    public string[]? Env { get; init; }
    public string[]? Cmd { get; init; }
    public string[]? Entrypoint { get; init; }
    public string? Image { get; init; }
    public string? WorkingDir { get; init; }
    public Dictionary<string, string>? Labels { get; init; }
    public string? StopSignal { get; init; }
    public int? StopTimeout { get; init; }
}

sealed record WaitWire
{
    public int StatusCode { get; init; }
    public WaitErrorWire? Error { get; init; }
}

sealed record WaitErrorWire
{
    public string? Message { get; init; }
}

sealed record IdWire
{
    public string Id { get; init; } = "";
    public string[]? Warnings { get; init; }
}

sealed record ExecCreateWire
{
    public bool AttachStdin { get; init; }
    public bool AttachStdout { get; init; }
    public bool AttachStderr { get; init; }
    public bool Tty { get; init; }
    public string[] Cmd { get; init; } = [];
    public string[]? Env { get; init; }
    public string? User { get; init; }
    public string? WorkingDir { get; init; }
    public bool Privileged { get; init; }
}

sealed record ExecStartWire
{
    public bool Detach { get; init; }
    public bool Tty { get; init; }
}

sealed record ExecInspectWire
{
    public bool Running { get; init; }
    public int? ExitCode { get; init; }
}

[JsonSerializable(typeof(ContainerListItem[]))]
[JsonSerializable(typeof(ContainerInspectWire))]
[JsonSerializable(typeof(WaitWire))]
[JsonSerializable(typeof(IdWire))]
[JsonSerializable(typeof(ExecCreateWire))]
[JsonSerializable(typeof(ExecStartWire))]
[JsonSerializable(typeof(ExecInspectWire))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
sealed partial class ContainerJson : JsonSerializerContext;
