using System.Text.Json.Serialization;

namespace DockerPS.Engine;

// Types of the Engine API for the calls that have to be fast. The names are the API's; values that an engine may omit are nullable.
#pragma warning disable CA1812 // created by the serializer

/// <summary>A container in the list, which <see cref="ContainerListReader" /> reads.</summary>
sealed class ContainerListItem
{
    public string Id { get; set; } = "";
    public string[]? Names { get; set; }
    public string? Image { get; set; }
    public string? ImageID { get; set; }
    public string? Command { get; set; }
    public long Created { get; set; }
    public string? State { get; set; }
    public string? Status { get; set; }
    public PortWire[]? Ports { get; set; }
    public Dictionary<string, string>? Labels { get; set; }
    public Dictionary<string, EndpointWire>? Networks { get; set; }
    public MountWire[]? Mounts { get; set; }
    public long? SizeRw { get; set; }
    public long? SizeRootFs { get; set; }
}

sealed class PortWire
{
    public string? IP { get; set; }
    public int PrivatePort { get; set; }
    public int? PublicPort { get; set; }
    public string? Type { get; set; }
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

sealed class EndpointWire
{
    public string? NetworkID { get; set; }
    public string? IPAddress { get; set; }
    public string? GlobalIPv6Address { get; set; }
    public string? Gateway { get; set; }
    public string? MacAddress { get; set; }
    public string[]? Aliases { get; set; }
}

sealed class MountWire
{
    public string? Type { get; set; }
    public string? Name { get; set; }
    public string? Source { get; set; }
    public string? Destination { get; set; }
    public string? Driver { get; set; }
    public bool RW { get; set; }
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
    public string? DetachKeys { get; init; }
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

sealed record TopWire
{
    public string[]? Titles { get; init; }
    public string[][]? Processes { get; init; }
}

sealed record ChangeWire
{
    public string? Path { get; init; }
    public int Kind { get; init; }
}

sealed record StatisticsWire
{
    [JsonPropertyName("id")] public string? Id { get; init; }
    [JsonPropertyName("name")] public string? Name { get; init; }
    [JsonPropertyName("read")] public DateTimeOffset Read { get; init; }
    [JsonPropertyName("preread")] public DateTimeOffset PreRead { get; init; }
    [JsonPropertyName("num_procs")] public int? ProcessorCount { get; init; }
    [JsonPropertyName("cpu_stats")] public CpuWire? Cpu { get; init; }
    [JsonPropertyName("precpu_stats")] public CpuWire? PreCpu { get; init; }
    [JsonPropertyName("memory_stats")] public MemoryWire? Memory { get; init; }
    [JsonPropertyName("networks")] public Dictionary<string, NetworkCountersWire>? Networks { get; init; }
    [JsonPropertyName("blkio_stats")] public BlocksWire? Blocks { get; init; }
    [JsonPropertyName("storage_stats")] public StorageWire? Storage { get; init; }
    [JsonPropertyName("pids_stats")] public ProcessesWire? Processes { get; init; }
}

sealed record CpuWire
{
    [JsonPropertyName("cpu_usage")] public CpuUsageWire Usage { get; init; } = new();
    [JsonPropertyName("system_cpu_usage")] public ulong? System { get; init; }
    [JsonPropertyName("online_cpus")] public int? OnlineProcessors { get; init; }
}

sealed record CpuUsageWire
{
    [JsonPropertyName("total_usage")] public ulong Total { get; init; }
    [JsonPropertyName("percpu_usage")] public ulong[]? PerProcessor { get; init; }
}

sealed record MemoryWire
{
    [JsonPropertyName("usage")] public long Usage { get; init; }
    [JsonPropertyName("limit")] public long Limit { get; init; }
    [JsonPropertyName("privateworkingset")] public long? PrivateWorkingSet { get; init; }
    [JsonPropertyName("stats")] public Dictionary<string, long>? Counters { get; init; }
}

sealed record NetworkCountersWire
{
    [JsonPropertyName("rx_bytes")] public long Received { get; init; }
    [JsonPropertyName("tx_bytes")] public long Sent { get; init; }
}

sealed record BlocksWire
{
    [JsonPropertyName("io_service_bytes_recursive")] public BlockEntryWire[]? Bytes { get; init; }
}

sealed record BlockEntryWire
{
    [JsonPropertyName("op")] public string? Operation { get; init; }
    [JsonPropertyName("value")] public long Value { get; init; }
}

sealed record StorageWire
{
    [JsonPropertyName("read_size_bytes")] public long Read { get; init; }
    [JsonPropertyName("write_size_bytes")] public long Written { get; init; }
}

sealed record ProcessesWire
{
    [JsonPropertyName("current")] public long? Current { get; init; }
}

[JsonSerializable(typeof(ContainerInspectWire))]
[JsonSerializable(typeof(WaitWire))]
[JsonSerializable(typeof(IdWire))]
[JsonSerializable(typeof(ExecCreateWire))]
[JsonSerializable(typeof(ExecStartWire))]
[JsonSerializable(typeof(ExecInspectWire))]
[JsonSerializable(typeof(TopWire))]
[JsonSerializable(typeof(ChangeWire[]))]
[JsonSerializable(typeof(StatisticsWire))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
sealed partial class ContainerJson : JsonSerializerContext;
