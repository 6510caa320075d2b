using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>
/// Writes the body of a request that creates a container. Options that were not set are omitted, so that the image and the engine decide.
/// </summary>
/// <remarks>Source: Engine API, "Create a container"; the options have the same meaning as in <c>docker run</c>.</remarks>
static class ContainerCreation
{
    const long NanosecondsPerTick = 100;

    /// <summary>The API's name for the engine's default network.</summary>
    const string DefaultNetwork = "default";

    /// <summary>
    /// The body. If engines of different versions expect a value in different places, it goes where this engine expects it.
    /// </summary>
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
            // an anonymous volume is a volume of the container, all others are bind mounts of its host
            .With(
                "Volumes",
                ToSet(specification.Volumes.Where(static volume => volume.Source is null).Select(static volume => volume.Destination)))
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

    static JsonObject ToHostConfig(ContainerSpecification specification)
    {
        var (securityOptions, isUnconfined) = SecurityOptions.Split(specification.SecurityOptions);
        var config = ToHostConfig(specification, securityOptions);
        // empty lists mean that nothing in /proc and /sys is hidden or read-only; without lists the defaults apply
        if (isUnconfined)
        {
            config["MaskedPaths"] = new JsonArray();
            config["ReadonlyPaths"] = new JsonArray();
        }
        return config;
    }

    static JsonObject ToHostConfig(ContainerSpecification specification, IReadOnlyList<string> securityOptions) => new JsonObject()
        .WithLimits(specification.Limits)
        .With("Binds", specification.Volumes.Where(static volume => volume.Source is not null).Select(static volume => volume.ToString()))
        .With("Mounts", ToArray(specification.Mounts.Select(ToMount)))
        .With("VolumesFrom", specification.VolumesFrom)
        .With("VolumeDriver", specification.VolumeDriver)
        .With("Tmpfs", ToTmpFs(specification.TmpFs))
        .With("StorageOpt", specification.StorageOptions)
        .With("PortBindings", ToPortBindings(specification.Ports))
        .With("PublishAllPorts", specification.PublishAll)
        .With("NetworkMode", specification.Networks is [var first, ..] ? first.Name : null)
        .With("Links", UsesLinksOfOld(specification) ? specification.Links : [])
        .With("ExtraHosts", specification.AddHost.Select(static host => host.ToString()))
        .With("Dns", specification.Dns.Select(static address => address.ToString()))
        .With("DnsOptions", specification.DnsOptions)
        .With("DnsSearch", specification.DnsSearch.Select(SearchDomain.Normalize))
        .With("Annotations", specification.Annotations)
        .With("RestartPolicy", ToRestartPolicy(specification.RestartPolicy))
        .With("AutoRemove", specification.RemoveAfter)
        .With("ShmSize", specification.ShmSize)
        .With("Sysctls", specification.Sysctls)
        .With("OomScoreAdj", specification.OomScoreAdjustment)
        .With("CapAdd", specification.CapabilityAdd)
        .With("CapDrop", specification.CapabilityDrop)
        .With("GroupAdd", specification.GroupAdd)
        .With("Privileged", specification.Privileged)
        .With("ReadonlyRootfs", specification.ReadOnly)
        .With("SecurityOpt", securityOptions)
        .With("Devices", ToArray(specification.Devices.Where(static device => !device.IsQualifiedName).Select(ToDevice)))
        .With("DeviceCgroupRules", specification.DeviceRules)
        .With(
            "DeviceRequests",
            ToArray(
                [.. specification.Gpus.Select(ToGpuRequest), .. ToCdiRequest(
                    [.. specification.Devices.Where(static device => device.IsQualifiedName).Select(static device => device.PathOnHost)])]))
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

    /// <summary>The restart policy; null for null.</summary>
    public static JsonObject? ToRestartPolicy(RestartPolicy? policy) =>
        policy is null ? null : new JsonObject().With("Name", policy.Name).With("MaximumRetryCount", policy.MaximumRetryCount);

    /// <summary>The request that connects a container to a network.</summary>
    public static EngineRequest ToConnection(NetworkAttachment network, string container, Version api) =>
        EngineRequest.Post($"/networks/{EngineRequest.Escape(network.Name)}/connect", new Subject("Network", network.Name))
            .WithJson(new JsonObject { ["Container"] = container, ["EndpointConfig"] = ToEndpoint(network, api) });

    /// <summary>The connection of a container to a network.</summary>
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

    /// <summary>
    /// The networks, beginning with the one that the container starts in. Options without a network apply to the first one, or to the
    /// engine's default if there is none, as with the docker command.
    /// </summary>
    public static IReadOnlyList<NetworkAttachment> ToNetworks(ContainerSpecification specification)
    {
        var first = specification.Networks is [var named, ..] ? named : new NetworkAttachment { Name = DefaultNetwork };
        return
        [
            first with
            {
                Aliases = [.. first.Aliases, .. specification.NetworkAliases],
                IPAddress = specification.IPAddress ?? first.IPAddress,
                IPv6Address = specification.IPv6Address ?? first.IPv6Address,
                LinkLocalAddresses = [.. first.LinkLocalAddresses, .. specification.LinkLocalAddresses],
                MacAddress = specification.MacAddress ?? first.MacAddress,
            },
            .. specification.Networks.Skip(1),
        ];
    }

    /// <summary>
    /// In the engine's built-in networks, links are names in the container's hosts file; in others they are names of its endpoint.
    /// </summary>
    static bool UsesLinksOfOld(ContainerSpecification specification) => specification.Networks is not [{ IsUserDefined: true }, ..];

    static JsonObject? ToNetworking(ContainerSpecification specification, Version api)
    {
        var networks = ToNetworks(specification);
        var first = networks[0];
        var endpoint = ToEndpoint(first, api).With("Links", UsesLinksOfOld(specification) ? [] : specification.Links);
        var endpoints = new JsonObject();
        if (endpoint.Count > 0)
            endpoints[first.Name] = endpoint;
        // an older engine accepts one network here; the others are connected after the container has been created
        if (api >= ContainerApi.ManyNetworks && networks.Count > 1)
        {
            endpoints[first.Name] ??= new JsonObject();
            foreach (var other in networks.Skip(1))
                endpoints[other.Name] = ToEndpoint(other, api);
        }
        return endpoints.Count == 0 ? null : new JsonObject { ["EndpointsConfig"] = endpoints };
    }

    static JsonObject? ToHealthcheck(HealthCheck? health) => health is null ? null : new JsonObject()
        .With("Test", health.Test)
        .With("Interval", Nanoseconds(health.Interval))
        .With("Timeout", Nanoseconds(health.Timeout))
        .With("StartPeriod", Nanoseconds(health.StartPeriod))
        .With("StartInterval", Nanoseconds(health.StartInterval))
        .With("Retries", health.Retries);

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
            .With(
                "ImageOptions",
                mount.Type == "image" && mount.Subpath is not null ? new JsonObject().With("Subpath", mount.Subpath) : null);
    }

    static JsonObject? ToExposedPorts(IReadOnlyList<PortMapping> ports) =>
        ToSet(
            ports.SelectMany(
                static port => Enumerable.Range(port.ContainerPort, port.Count),
                static (port, number) => $"{number}/{port.Protocol}"));

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

    /// <summary>Writes the limits.</summary>
    public static JsonObject WithLimits(this JsonObject body, ResourceLimits limits) => body
        .With("Memory", limits.Memory)
        .With("MemoryReservation", limits.MemoryReservation)
        .With("MemorySwap", limits.MemorySwap)
        .With("MemorySwappiness", limits.MemorySwappiness)
        .With("NanoCpus", limits.NanoCpus)
        .With("CpuShares", limits.CpuShare)
        .With("CpuPeriod", Microseconds(limits.CpuPeriod))
        .With("CpuQuota", Microseconds(limits.CpuQuota))
        .With("CpuRealtimePeriod", Microseconds(limits.CpuRealtimePeriod))
        .With("CpuRealtimeRuntime", Microseconds(limits.CpuRealtimeRuntime))
        .With("CpusetCpus", limits.CpuSet)
        .With("CpusetMems", limits.MemoryNode)
        .With("CpuCount", limits.CpuCount)
        .With("CpuPercent", limits.CpuPercent)
        .With("IOMaximumBandwidth", limits.IOMaximumBandwidth)
        .With("IOMaximumIOps", limits.IOMaximumOperations)
        .With("PidsLimit", limits.ProcessLimit)
        .With("BlkioWeight", limits.BlockIOWeight)
        .With(
            "BlkioWeightDevice",
            ToArray(limits.BlockIOWeightDevices.Select(static device => ToDeviceNumber(device.Path, "Weight", device.Weight))))
        .With(
            "BlkioDeviceReadBps",
            ToArray(limits.DeviceReadRates.Select(static device => ToDeviceNumber(device.Path, "Rate", device.BytesPerSecond))))
        .With(
            "BlkioDeviceWriteBps",
            ToArray(limits.DeviceWriteRates.Select(static device => ToDeviceNumber(device.Path, "Rate", device.BytesPerSecond))))
        .With(
            "BlkioDeviceReadIOps",
            ToArray(limits.DeviceReadOperations.Select(static device => ToDeviceNumber(device.Path, "Rate", device.OperationsPerSecond))))
        .With(
            "BlkioDeviceWriteIOps",
            ToArray(limits.DeviceWriteOperations.Select(static device => ToDeviceNumber(device.Path, "Rate", device.OperationsPerSecond))))
        .With("Ulimits", ToArray(limits.Ulimits.Select(ToUlimit)))
        .With("OomKillDisable", limits.OomKillDisable);

    /// <summary>A kernel limit.</summary>
    public static JsonObject ToUlimit(Ulimit limit) => new() { ["Name"] = limit.Name, ["Soft"] = limit.Soft, ["Hard"] = limit.Hard };

    static JsonObject ToDeviceNumber(string path, string name, long number) => new() { ["Path"] = path, [name] = number };

    static JsonObject ToDevice(DeviceMapping device) => new()
    {
        ["PathOnHost"] = device.PathOnHost,
        ["PathInContainer"] = device.PathInContainer ?? device.PathOnHost,
        ["CgroupPermissions"] = device.Permissions,
    };

    static JsonObject? ToTmpFs(IReadOnlyList<TmpFsMount> mounts)
    {
        var folders = new JsonObject();
        foreach (var mount in mounts)
            folders[mount.Path] = mount.Options ?? "";
        return folders.Count == 0 ? null : folders;
    }

    static IEnumerable<JsonObject> ToCdiRequest(IReadOnlyList<string> devices)
    {
        if (devices.Count > 0)
            yield return new JsonObject().With("Driver", "cdi").With("DeviceIDs", devices);
    }

    static JsonObject ToGpuRequest(GpuRequest gpu)
    {
        var request = new JsonObject().With("Driver", gpu.Driver).With("DeviceIDs", gpu.DeviceIds).With("Options", gpu.Options);
        if (gpu.Count != 0)
            request["Count"] = gpu.Count;
        request["Capabilities"] = new JsonArray(new JsonArray([.. gpu.Capabilities.Select(static name => (JsonNode)name)]));
        return request;
    }

    /// <summary>A duration in the unit of the kernel's scheduler.</summary>
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

/// <summary>The versions of the Engine API that introduced options of a new container.</summary>
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
