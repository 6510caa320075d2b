using System.Globalization;

namespace DockerPS.Engine;

/// <summary>Converts the API's version and information to the model's.</summary>
static class SystemMapping
{
    public static DockerVersion ToVersion(VersionWire wire, Version usedApiVersion, string engine) => new()
    {
        Engine = engine,
        Version = ParseVersion(wire.Version)?.ToString(),
        FullVersion = wire.Version ?? "",
        ApiVersion = ParseVersion(wire.ApiVersion)?.ToString(),
        MinimumApiVersion = ParseVersion(wire.MinAPIVersion)?.ToString(),
        UsedApiVersion = usedApiVersion.ToString(),
        ModuleVersion = typeof(SystemMapping).Assembly.GetName().Version is { } version ? version.ToString(3) : null,
        Platform = wire.Platform?.Name ?? "",
        OperatingSystem = wire.Os ?? "",
        Architecture = wire.Arch ?? "",
        KernelVersion = wire.KernelVersion ?? "",
        GoVersion = wire.GoVersion ?? "",
        GitCommit = wire.GitCommit ?? "",
        Built = ParseTime(wire.BuildTime),
        Experimental = wire.Experimental,
        Components = wire.Components is null
            ? []
            : Array.ConvertAll(
                wire.Components,
                static part => new DockerComponent(part.Name ?? "", FirstLine(part.Version), part.Details ?? [])),
    };

    public static DockerInfo ToInfo(InfoWire wire, string engine)
    {
        var security = wire.SecurityOptions is null ? [] : Array.ConvertAll(wire.SecurityOptions, ToSecurityOption);
        return new DockerInfo
        {
            Engine = engine,
            Id = wire.ID ?? "",
            Name = wire.Name ?? "",
            ServerVersion = wire.ServerVersion ?? "",
            OperatingSystem = wire.OperatingSystem ?? "",
            OperatingSystemType = wire.OSType ?? "",
            OperatingSystemVersion = wire.OSVersion ?? "",
            Architecture = wire.Architecture ?? "",
            KernelVersion = wire.KernelVersion ?? "",
            ProcessorCount = wire.NCPU,
            Memory = wire.MemTotal,
            Containers = wire.Containers,
            ContainersRunning = wire.ContainersRunning,
            ContainersPaused = wire.ContainersPaused,
            ContainersStopped = wire.ContainersStopped,
            Images = wire.Images,
            StorageDriver = wire.Driver ?? "",
            StorageStatus = ToDictionary(
                wire.DriverStatus?.Select(static pair => pair is [var name, var value, ..] ? (name, value) : ("", ""))),
            RootDirectory = wire.DockerRootDir ?? "",
            LoggingDriver = wire.LoggingDriver ?? "",
            CgroupDriver = wire.CgroupDriver ?? "",
            CgroupVersion = int.TryParse(wire.CgroupVersion, NumberStyles.None, CultureInfo.InvariantCulture, out int cgroup)
                ? cgroup
                : null,
            VolumeDrivers = wire.Plugins?.Volume ?? [],
            NetworkDrivers = wire.Plugins?.Network ?? [],
            LogDrivers = wire.Plugins?.Log ?? [],
            AuthorizationPlugins = wire.Plugins?.Authorization ?? [],
            Runtimes = wire.Runtimes is null ? [] : [.. wire.Runtimes.Keys.Order(StringComparer.Ordinal)],
            DefaultRuntime = wire.DefaultRuntime ?? "",
            InitBinary = wire.InitBinary ?? "",
            Isolation = wire.Isolation ?? "",
            ContainerdVersion = wire.ContainerdCommit?.ID ?? "",
            RuncVersion = wire.RuncCommit?.ID ?? "",
            SecurityOptions = security,
            IsRootless = Array.Exists(security, static option => option.Name == "rootless"),
            Labels = NameValues.ToDictionary(wire.Labels),
            IndexServer = Uri.TryCreate(wire.IndexServerAddress, UriKind.Absolute, out var index) ? index : null,
            RegistryMirrors =
            [
                .. (wire.RegistryConfig?.Mirrors ?? [])
                    .Select(static mirror => Uri.TryCreate(mirror, UriKind.Absolute, out var uri) ? uri : null)
                    .OfType<Uri>(),
            ],
            InsecureRegistries =
            [
                .. wire.RegistryConfig?.IndexConfigs?.Values.Where(static registry => !registry.Secure)
                    .Select(static registry => registry.Name ?? "")
                    ?? [],
                .. wire.RegistryConfig?.InsecureRegistryCIDRs ?? [],
            ],
            HttpProxy = EngineAddress.Redact(wire.HttpProxy ?? ""),
            HttpsProxy = EngineAddress.Redact(wire.HttpsProxy ?? ""),
            NoProxy = wire.NoProxy ?? "",
            SwarmState = Enum.TryParse<DockerSwarmState>(wire.Swarm?.LocalNodeState, ignoreCase: true, out var state)
                ? state
                : wire.Swarm is null
                ? DockerSwarmState.Inactive
                : DockerSwarmState.Unknown,
            SwarmNodeId = wire.Swarm?.NodeID ?? "",
            IsSwarmManager = wire.Swarm?.ControlAvailable ?? false,
            Experimental = wire.ExperimentalBuild,
            Debug = wire.Debug,
            LiveRestore = wire.LiveRestoreEnabled,
            MemoryLimit = wire.MemoryLimit,
            SwapLimit = wire.SwapLimit,
            CpuQuota = wire.CpuCfsQuota,
            PidsLimit = wire.PidsLimit,
            IPv4Forwarding = wire.IPv4Forwarding,
            SystemTime = ParseTime(wire.SystemTime),
            Warnings = wire.Warnings ?? [],
        };
    }

    /// <summary>The numbers at the beginning of a version: <c>20.10.24+dfsg1</c> → 20.10.24.</summary>
    public static Version? ParseVersion(string? text)
    {
        if (text is null)
            return null;
        string numbers = new([.. text.TakeWhile(static c => char.IsAsciiDigit(c) || c == '.')]);
        return Version.TryParse(numbers.TrimEnd('.'), out var version) ? version : null;
    }

    /// <summary>An engine that was built without a timestamp reports 1970.</summary>
    static DateTime? ParseTime(string? text) => LocalTime.Of(text) is { } time && time > DateTime.UnixEpoch.ToLocalTime() ? time : null;

    static string FirstLine(string? text) => (text ?? "").Split('\n')[0].Trim();

    /// <summary><c>name=seccomp,profile=default</c>; older engines only wrote the name.</summary>
    static DockerSecurityOption ToSecurityOption(string text)
    {
        var parts = ToDictionary(
            text.Split(',').Select(static part => part.Split('=', 2) is [var name, var value] ? (name, value) : ("name", part)));
        string option = parts.GetValueOrDefault("name", text);
        parts.Remove("name");
        return new DockerSecurityOption(option, parts);
    }

    static Dictionary<string, string> ToDictionary(IEnumerable<(string Name, string Value)>? pairs)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs ?? [])
            result[name] = value;
        return result;
    }
}
