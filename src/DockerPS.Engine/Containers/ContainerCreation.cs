using System.Globalization;
using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>Makes the API's body for a new container of what the user asked for. What was not asked for is left out, so that image and engine decide.</summary>
/// <remarks>Source: Engine API, "Create a container"; meanings as those of the options of <c>docker run</c>.</remarks>
static class ContainerCreation
{
    const double NanoCpus = 1e9;
    const long NanosecondsPerTick = 100;

    /// <summary>What the API calls the engine's own network.</summary>
    const string DefaultNetwork = "default";

    static readonly string[] UlimitNames = ["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack"];

    /// <summary>The body. Where engines of different age want a thing in different places, it is put where this one looks.</summary>
    /// <exception cref="EngineException">Something is not what is expected.</exception>
    public static JsonObject ToBody(ContainerSpecification specification, Version api)
    {
        var body = new JsonObject()
            .With("Image", specification.Image)
            .With("Cmd", specification.Command)
            .With("Entrypoint", specification.Entrypoint)
            .With("Env", specification.Environment)
            .With("Labels", specification.Labels)
            .With("Hostname", specification.Hostname)
            .With("Domainname", specification.DomainName)
            .With("User", specification.User)
            .With("WorkingDir", specification.WorkingDirectory)
            .With("StopSignal", specification.StopSignal)
            .With("StopTimeout", specification.StopTimeout is { } stop ? (long)Math.Ceiling(stop.TotalSeconds) : null)
            .With("Healthcheck", ToHealthcheck(specification.Health))
            .With("ExposedPorts", ToExposedPorts([.. specification.Ports, .. specification.Exposed]))
            // an anonymous volume is a volume of the container, all others are binds of its host
            .With("Volumes", ToSet(specification.Volumes.Where(static volume => volume.Source is null).Select(static volume => volume.Destination)))
            .With("Tty", specification.Terminal)
            .With("OpenStdin", specification.OpenInput)
            .With("StdinOnce", specification.InputOnce)
            .With("AttachStdin", specification.OpenInput)
            .With("AttachStdout", true)
            .With("AttachStderr", true)
            .With("HostConfig", ToHostConfig(specification))
            .With("NetworkingConfig", ToNetworking(specification, api));
        if (api < ContainerApi.EndpointMacAddress)
            body.With("MacAddress", specification.MacAddress);
        return body;
    }

    static JsonObject ToHostConfig(ContainerSpecification specification) => new JsonObject()
        .With("Binds", specification.Volumes.Where(static volume => volume.Source is not null).Select(static volume => volume.ToString()))
        .With("Mounts", ToArray(specification.Mounts.Select(ToMount)))
        .With("VolumesFrom", specification.VolumesFrom)
        .With("VolumeDriver", specification.VolumeDriver)
        .With("Tmpfs", specification.TmpFs)
        .With("StorageOpt", specification.StorageOptions)
        .With("PortBindings", ToPortBindings(specification.Ports))
        .With("PublishAllPorts", specification.PublishAll)
        .With("NetworkMode", specification.Networks is [var first, ..] ? first.Name : null)
        .With("Links", UsesLinksOfOld(specification) ? specification.Links : [])
        .With("ExtraHosts", specification.AddHost)
        .With("Dns", specification.Dns)
        .With("DnsOptions", specification.DnsOptions)
        .With("DnsSearch", specification.DnsSearch)
        .With("Annotations", specification.Annotations)
        .With("RestartPolicy", ToRestartPolicy(specification.RestartPolicy))
        .With("AutoRemove", specification.RemoveAfter)
        .With("Memory", specification.Memory)
        .With("MemoryReservation", specification.MemoryReservation)
        .With("MemorySwap", specification.MemorySwap)
        .With("MemorySwappiness", specification.MemorySwappiness)
        .With("ShmSize", specification.ShmSize)
        .With("NanoCpus", specification.Cpu is { } cpu ? (long)Math.Round(cpu * NanoCpus) : null)
        .With("CpuShares", specification.CpuShare)
        .With("CpuPeriod", Microseconds(specification.CpuPeriod))
        .With("CpuQuota", Microseconds(specification.CpuQuota))
        .With("CpuRealtimePeriod", Microseconds(specification.CpuRealtimePeriod))
        .With("CpuRealtimeRuntime", Microseconds(specification.CpuRealtimeRuntime))
        .With("CpusetCpus", specification.CpuSet)
        .With("CpusetMems", specification.MemoryNode)
        .With("CpuCount", specification.CpuCount)
        .With("CpuPercent", specification.CpuPercent)
        .With("IOMaximumBandwidth", specification.IOMaximumBandwidth)
        .With("IOMaximumIOps", specification.IOMaximumOperations)
        .With("PidsLimit", specification.ProcessLimit)
        .With("BlkioWeight", specification.BlockIOWeight)
        .With("BlkioWeightDevice", ToDeviceNumbers("BlockIOWeightDevice", "Weight", specification.BlockIOWeightDevices, isSize: false))
        .With("BlkioDeviceReadBps", ToDeviceNumbers("DeviceReadRate", "Rate", specification.DeviceReadRates, isSize: true))
        .With("BlkioDeviceWriteBps", ToDeviceNumbers("DeviceWriteRate", "Rate", specification.DeviceWriteRates, isSize: true))
        .With("BlkioDeviceReadIOps", ToDeviceNumbers("DeviceReadOperation", "Rate", specification.DeviceReadOperations, isSize: false))
        .With("BlkioDeviceWriteIOps", ToDeviceNumbers("DeviceWriteOperation", "Rate", specification.DeviceWriteOperations, isSize: false))
        .With("Ulimits", ToArray(specification.Ulimits.Select(static limit => ToUlimit(limit.Key, limit.Value))))
        .With("Sysctls", specification.Sysctls)
        .With("OomKillDisable", specification.OomKillDisable)
        .With("OomScoreAdj", specification.OomScoreAdjustment)
        .With("CapAdd", specification.CapabilityAdd)
        .With("CapDrop", specification.CapabilityDrop)
        .With("GroupAdd", specification.GroupAdd)
        .With("Privileged", specification.Privileged)
        .With("ReadonlyRootfs", specification.ReadOnly)
        .With("SecurityOpt", specification.SecurityOptions)
        .With("Devices", ToArray(specification.Devices.Where(static device => !IsCdi(device)).Select(ToDevice)))
        .With("DeviceCgroupRules", specification.DeviceRules)
        .With("DeviceRequests", ToArray([.. ToGpuRequest(specification.Gpu), .. ToCdiRequest([.. specification.Devices.Where(IsCdi)])]))
        .With("Init", specification.Init)
        .With("IpcMode", specification.IpcMode)
        .With("PidMode", specification.PidMode)
        .With("UTSMode", specification.UtsMode)
        .With("UsernsMode", specification.UserNamespaceMode)
        .With("CgroupnsMode", specification.CgroupNamespaceMode)
        .With("CgroupParent", specification.CgroupParent)
        .With("Runtime", specification.Runtime)
        .With("Isolation", specification.Isolation)
        .With("LogConfig", specification.LogDriver is null && specification.LogOptions.Count == 0
            ? null
            : new JsonObject().With("Type", specification.LogDriver ?? "").With("Config", specification.LogOptions));

    /// <summary>Reads <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure</c> or <c>on-failure:TIMES</c>; null for null.</summary>
    public static JsonObject? ToRestartPolicy(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        string[] parts = text.Split(':', 2);
        int times = 0;
        bool valid = parts[0] is "no" or "always" or "unless-stopped" or "on-failure"
            && (parts.Length == 1 || (parts[0] == "on-failure" && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out times)));
        return valid
            ? new JsonObject().With("Name", parts[0]).With("MaximumRetryCount", times)
            : throw Invalid("RestartPolicy", text, $"'{text}' is not a valid restart policy. Expected no, always, unless-stopped, on-failure or on-failure:TIMES, such as on-failure:3.");
    }

    /// <summary>The request that connects a container to a network.</summary>
    public static EngineRequest ToConnection(NetworkAttachment network, string container, Version api) =>
        EngineRequest.Post($"/networks/{EngineRequest.Escape(network.Name)}/connect", new Subject("Network", network.Name))
            .WithJson(new JsonObject { ["Container"] = container, ["EndpointConfig"] = ToEndpoint(network, api) });

    /// <summary>The place of a container in a network.</summary>
    public static JsonObject ToEndpoint(NetworkAttachment network, Version api)
    {
        var ipam = new JsonObject()
            .With("IPv4Address", network.IPAddress?.ToString())
            .With("IPv6Address", network.IPv6Address?.ToString())
            .With("LinkLocalIPs", network.LinkLocalAddresses.Select(static address => address.ToString()));
        var endpoint = new JsonObject()
            .With("Aliases", network.Aliases)
            .With("DriverOpts", network.DriverOptions)
            .With("GwPriority", network.GatewayPriority)
            .With("IPAMConfig", ipam.Count == 0 ? null : ipam);
        return api < ContainerApi.EndpointMacAddress ? endpoint : endpoint.With("MacAddress", network.MacAddress);
    }

    /// <summary>On the default network links are names in the container's hosts file; on others they are names of its endpoint.</summary>
    static bool UsesLinksOfOld(ContainerSpecification specification) => specification.Networks is [] or [{ Name: DefaultNetwork or "bridge" }];

    static JsonObject? ToNetworking(ContainerSpecification specification, Version api)
    {
        // what is said of no network is said of the default one, as by the docker command
        NetworkAttachment[] networks = specification.Networks is [_, ..] ? [.. specification.Networks] : [new NetworkAttachment(DefaultNetwork)];
        var (first, others) = (networks[0], networks[1..]);
        var endpoint = ToEndpoint(first, api);
        // what the parameters say of the network is of the first one
        var ipam = endpoint["IPAMConfig"] as JsonObject ?? new JsonObject();
        ipam.With("IPv4Address", specification.IPAddress?.ToString())
            .With("IPv6Address", specification.IPv6Address?.ToString())
            .With("LinkLocalIPs", specification.LinkLocalAddresses.Select(static address => address.ToString()));
        if (ipam.Count > 0 && ipam.Parent is null)
            endpoint.With("IPAMConfig", ipam);
        endpoint.With("Aliases", [.. first.Aliases, .. specification.NetworkAliases]).With("Links", UsesLinksOfOld(specification) ? [] : specification.Links);
        if (api >= ContainerApi.EndpointMacAddress)
            endpoint.With("MacAddress", specification.MacAddress);
        var endpoints = new JsonObject();
        if (endpoint.Count > 0)
            endpoints[first.Name] = endpoint;
        // an older engine takes one here; the others are connected when the container is there
        if (api >= ContainerApi.ManyNetworks)
        {
            if (others.Length > 0)
                endpoints[first.Name] ??= new JsonObject();
            foreach (var other in others)
                endpoints[other.Name] = ToEndpoint(other, api);
        }
        return endpoints.Count == 0 ? null : new JsonObject { ["EndpointsConfig"] = endpoints };
    }

    static JsonObject? ToHealthcheck(HealthSpecification? health) => health switch
    {
        null => null,
        { Disabled: true } => new JsonObject().With("Test", ["NONE"]),
        _ => new JsonObject()
            .With("Test", health.Command is null ? [] : ["CMD-SHELL", health.Command])
            .With("Interval", Nanoseconds(health.Interval))
            .With("Timeout", Nanoseconds(health.Timeout))
            .With("StartPeriod", Nanoseconds(health.StartPeriod))
            .With("StartInterval", Nanoseconds(health.StartInterval))
            .With("Retries", health.Retries),
    };

    static JsonObject ToMount(Mount mount)
    {
        var bind = new JsonObject()
            .With("Propagation", mount.BindPropagation)
            .With("CreateMountpoint", mount.BindCreateSource)
            .With("NonRecursive", mount.BindRecursive == "disabled")
            .With("ReadOnlyNonRecursive", mount.BindRecursive == "writable")
            .With("ReadOnlyForceRecursive", mount.BindRecursive == "readonly");
        var volume = new JsonObject()
            .With("NoCopy", mount.VolumeNoCopy)
            .With("Labels", mount.VolumeLabels)
            .With("Subpath", mount.Type == "volume" ? mount.Subpath : null);
        if (mount.VolumeDriver is not null || mount.VolumeOptions.Count > 0)
            volume["DriverConfig"] = new JsonObject().With("Name", mount.VolumeDriver).With("Options", mount.VolumeOptions);
        var tmpfs = new JsonObject().With("SizeBytes", mount.TmpFsSize).With("Mode", mount.TmpFsMode);
        return new JsonObject()
            .With("Type", mount.Type)
            .With("Source", mount.Source)
            .With("Target", mount.Target)
            .With("ReadOnly", mount.ReadOnly)
            .With("Consistency", mount.Consistency)
            .With("BindOptions", bind.Count == 0 ? null : bind)
            .With("VolumeOptions", volume.Count == 0 ? null : volume)
            .With("TmpfsOptions", tmpfs.Count == 0 ? null : tmpfs)
            .With("ImageOptions", mount.Type == "image" && mount.Subpath is not null ? new JsonObject().With("Subpath", mount.Subpath) : null);
    }

    static JsonObject? ToExposedPorts(IReadOnlyList<PortMapping> ports) =>
        ToSet(ports.SelectMany(static port => Enumerable.Range(port.ContainerPort, port.Count), static (port, number) => $"{number}/{port.Protocol}"));

    static JsonObject? ToPortBindings(IReadOnlyList<PortMapping> ports)
    {
        var bindings = new JsonObject();
        foreach (var port in ports)
        {
            for (int i = 0; i < port.Count; i++)
            {
                string key = $"{port.ContainerPort + i}/{port.Protocol}";
                if (bindings[key] is not JsonArray list)
                    bindings[key] = list = new JsonArray();
                list.Add((JsonNode)new JsonObject
                {
                    ["HostIp"] = port.HostAddress?.ToString() ?? "",
                    ["HostPort"] = port.HostPort is not { } host ? "" : port.HostPortLast is { } last ? $"{host}-{last}" : $"{host + i}",
                });
            }
        }
        return bindings.Count == 0 ? null : bindings;
    }

    /// <summary>A limit of the kernel: a number, or <c>SOFT:HARD</c>.</summary>
    public static JsonObject ToUlimit(string name, string value)
    {
        if (!UlimitNames.Contains(name))
            throw Invalid("Ulimit", name, $"'{name}' is not a limit of the kernel. Expected one of {string.Join(", ", UlimitNames)}.");
        string[] parts = value.Split(':', 2);
        if (!TryNumber(parts[0], out long soft) || !TryNumber(parts[^1], out long hard))
            throw Invalid("Ulimit", name, $"'{value}' is not a valid value of the limit {name}. Expected a number, SOFT:HARD, or unlimited.");
        return new JsonObject { ["Name"] = name, ["Soft"] = soft, ["Hard"] = hard };

        static bool TryNumber(string text, out long number)
        {
            number = -1;
            return text == "unlimited" || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
        }
    }

    static JsonArray? ToDeviceNumbers(string kind, string name, IReadOnlyDictionary<string, string> devices, bool isSize) => ToArray(devices.Select(device =>
    {
        long number;
        bool valid = isSize ? ByteSize.TryParse(device.Value, out number) : long.TryParse(device.Value, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return valid && device.Key.StartsWith('/')
            ? new JsonObject { ["Path"] = device.Key, [name] = number }
            : throw Invalid(kind, device.Key, $"'{device.Key}:{device.Value}' is not what is expected: a device and {(isSize ? "bytes a second, such as /dev/sda:1mb" : "a number, such as /dev/sda:100")}.");
    }));

    static JsonObject ToDevice(string text)
    {
        string[] parts = text.Split(':');
        string path = parts[0], inside = parts[0], permissions = "rwm";
        if (parts.Length > 3 || parts[0].Length == 0)
            throw InvalidDevice(text);
        // /dev/x:rw leaves the path as it is
        if (parts.Length == 2 && IsPermissions(parts[1]))
            permissions = parts[1];
        else if (parts.Length >= 2)
            inside = parts[1];
        if (parts.Length == 3)
            permissions = IsPermissions(parts[2]) ? parts[2] : throw InvalidDevice(text);
        return new JsonObject { ["PathOnHost"] = path, ["PathInContainer"] = inside, ["CgroupPermissions"] = permissions };

        static bool IsPermissions(string text) => text.Length is > 0 and <= 3 && text.All(static letter => letter is 'r' or 'w' or 'm');
        static EngineException InvalidDevice(string text) => Invalid("Device", text, $"'{text}' is not a valid device. Expected /dev/x, /dev/x:/dev/y or /dev/x:/dev/y:rwm.");
    }

    /// <summary>A device by its name in the Container Device Interface: <c>vendor.com/class=name</c>.</summary>
    static bool IsCdi(string device) => !device.StartsWith('/') && device.Contains('=') && device.Contains('/');

    static IEnumerable<JsonObject> ToCdiRequest(IReadOnlyList<string> devices)
    {
        if (devices.Count > 0)
            yield return new JsonObject().With("Driver", "cdi").With("DeviceIDs", devices);
    }

    /// <summary>Reads <c>all</c>, a number, or <c>count=2,driver=nvidia,"capabilities=gpu,utility","device=0,1",options=…</c>.</summary>
    static IEnumerable<JsonObject> ToGpuRequest(string? text)
    {
        if (text is null)
            yield break;
        var request = new JsonObject();
        var options = new Dictionary<string, string>();
        List<string> capabilities = ["gpu"];
        IReadOnlyList<string> fields = text.StartsWith("device=", StringComparison.Ordinal) && !text.Contains('"') ? [text] : CommaFields.Split(text);
        foreach (string field in fields)
        {
            string[] pair = field.Split('=', 2);
            switch (pair)
            {
                case ["all"] or ["count", "all"]:
                    request["Count"] = -1;
                    break;
                case [_] or ["count", _] when int.TryParse(pair[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count):
                    request["Count"] = count;
                    break;
                case ["driver", var driver]:
                    request["Driver"] = driver;
                    break;
                case ["device", var devices]:
                    request.With("DeviceIDs", devices.Split(','));
                    break;
                case ["capabilities", var names]:
                    capabilities.AddRange(names.Split(',').Except(capabilities));
                    break;
                case ["options", var settings]:
                    foreach (string setting in settings.Split(','))
                        options[setting.Split('=', 2)[0]] = setting.Contains('=') ? setting.Split('=', 2)[1] : "";
                    break;
                default:
                    throw Invalid("Gpu", text, $"'{field}' in the graphics processors '{text}' is not what is expected: all, a number, device=0,1, driver=NAME, capabilities=… or options=….");
            }
        }
        if (request["Count"] is null && request["DeviceIDs"] is null)
            request["Count"] = 1;
        request["Capabilities"] = new JsonArray(new JsonArray([.. capabilities.Select(static name => (JsonNode)name)]));
        yield return request.With("Options", options);
    }

    static EngineException Invalid(string kind, string value, string message) => new(EngineError.Invalid, new Subject(kind, value), message);

    /// <summary>A duration as the kernel's scheduler counts it.</summary>
    public static long? Microseconds(TimeSpan? duration) => duration is { } value ? (long)value.TotalMicroseconds : null;

    static long? Nanoseconds(TimeSpan? duration) => duration?.Ticks * NanosecondsPerTick;

    static JsonObject? ToSet(IEnumerable<string> names)
    {
        var set = new JsonObject();
        foreach (string name in names)
            set[name] = new JsonObject();
        return set.Count == 0 ? null : set;
    }

    static JsonArray? ToArray(IEnumerable<JsonObject> items)
    {
        var array = new JsonArray([.. items]);
        return array.Count == 0 ? null : array;
    }
}

/// <summary>Since which version of the Engine API something exists that a new container can have.</summary>
static class ContainerApi
{
    public static readonly Version Platform = new(1, 41);
    public static readonly Version Annotations = new(1, 43);
    public static readonly Version EndpointMacAddress = new(1, 44);
    public static readonly Version ManyNetworks = new(1, 44);
    public static readonly Version HealthStartInterval = new(1, 44);
    public static readonly Version BindRecursive = new(1, 44);
    public static readonly Version VolumeSubpath = new(1, 45);
    public static readonly Version ImageMount = new(1, 48);
    public static readonly Version GatewayPriority = new(1, 48);
}
