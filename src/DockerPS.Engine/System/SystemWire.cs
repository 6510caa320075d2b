using System.Text.Json.Serialization;

namespace DockerPS.Engine;

// Types of GET /version and GET /info. The names are the API's; values that an engine may omit are nullable.
#pragma warning disable CA1812 // created by the serializer

sealed record VersionWire
{
    public PlatformWire? Platform { get; init; }
    public ComponentWire[]? Components { get; init; }
    public string? Version { get; init; }
    public string? ApiVersion { get; init; }
    public string? MinAPIVersion { get; init; }
    public string? GitCommit { get; init; }
    public string? GoVersion { get; init; }
    public string? Os { get; init; }
    public string? Arch { get; init; }
    public string? KernelVersion { get; init; }
    public string? BuildTime { get; init; }
    public bool Experimental { get; init; }
}

sealed record PlatformWire
{
    public string? Name { get; init; }
}

sealed record ComponentWire
{
    public string? Name { get; init; }
    public string? Version { get; init; }
    public Dictionary<string, string>? Details { get; init; }
}

sealed record InfoWire
{
    public string? ID { get; init; }
    public string? Name { get; init; }
    public string? ServerVersion { get; init; }
    public string? OperatingSystem { get; init; }
    public string? OSType { get; init; }
    public string? OSVersion { get; init; }
    public string? Architecture { get; init; }
    public string? KernelVersion { get; init; }
    public int NCPU { get; init; }
    public long MemTotal { get; init; }
    public int Containers { get; init; }
    public int ContainersRunning { get; init; }
    public int ContainersPaused { get; init; }
    public int ContainersStopped { get; init; }
    public int Images { get; init; }
    public string? Driver { get; init; }
    public string[][]? DriverStatus { get; init; }
    public string? DockerRootDir { get; init; }
    public string? LoggingDriver { get; init; }
    public string? CgroupDriver { get; init; }
    public string? CgroupVersion { get; init; }
    public PluginsWire? Plugins { get; init; }
    public Dictionary<string, RuntimeWire>? Runtimes { get; init; }
    public string? DefaultRuntime { get; init; }
    public string? InitBinary { get; init; }
    public string? Isolation { get; init; }
    public CommitWire? ContainerdCommit { get; init; }
    public CommitWire? RuncCommit { get; init; }
    public string[]? SecurityOptions { get; init; }
    public string[]? Labels { get; init; }
    public string? IndexServerAddress { get; init; }
    public RegistryConfigWire? RegistryConfig { get; init; }
    public string? HttpProxy { get; init; }
    public string? HttpsProxy { get; init; }
    public string? NoProxy { get; init; }
    public SwarmWire? Swarm { get; init; }
    public bool ExperimentalBuild { get; init; }
    public bool Debug { get; init; }
    public bool LiveRestoreEnabled { get; init; }
    public bool MemoryLimit { get; init; }
    public bool SwapLimit { get; init; }
    public bool CpuCfsQuota { get; init; }
    public bool PidsLimit { get; init; }
    public bool IPv4Forwarding { get; init; }
    public string? SystemTime { get; init; }
    public string[]? Warnings { get; init; }
}

sealed record PluginsWire
{
    public string[]? Volume { get; init; }
    public string[]? Network { get; init; }
    public string[]? Authorization { get; init; }
    public string[]? Log { get; init; }
}

sealed record RuntimeWire;

sealed record CommitWire
{
    public string? ID { get; init; }
}

sealed record RegistryConfigWire
{
    public string[]? InsecureRegistryCIDRs { get; init; }
    public Dictionary<string, IndexConfigWire>? IndexConfigs { get; init; }
    public string[]? Mirrors { get; init; }
}

sealed record IndexConfigWire
{
    public string? Name { get; init; }
    public bool Secure { get; init; }
}

sealed record SwarmWire
{
    public string? NodeID { get; init; }
    public string? LocalNodeState { get; init; }
    public bool ControlAvailable { get; init; }
}

[JsonSerializable(typeof(VersionWire))]
[JsonSerializable(typeof(InfoWire))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
sealed partial class SystemJson : JsonSerializerContext;
