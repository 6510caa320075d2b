using System.Globalization;
using System.Net;

namespace DockerPS.Engine;

/// <summary>Converts the API's containers to the model's.</summary>
static class ContainerMapping
{
    static readonly Dictionary<string, string> NoLabels = [];

    public static Container ToContainer(ContainerListItem item, string engine, bool hasSizes)
    {
        string status = item.Status ?? "";
        return new Container
        {
            Engine = engine,
            Id = item.Id,
            Name = NameOf(item.Names, item.Id),
            Image = item.Image ?? "",
            ImageId = item.ImageID ?? "",
            Command = item.Command ?? "",
            Created = LocalTime.OfUnixTime(item.Created),
            State = ToState(item.State),
            Status = status,
            Health = ToHealth(status),
            ExitCode = ExitCodeOf(status),
            Ports = item.Ports is null or [] ? [] : Sorted(Array.ConvertAll(item.Ports, ToPort)),
            Labels = item.Labels ?? NoLabels,
            Networks = ToNetworks(item.Networks),
            Mounts = item.Mounts is null or [] ? [] : Array.ConvertAll(item.Mounts, ToMount),
            Size = item.SizeRw ?? (hasSizes ? 0 : null),
            RootFileSystemSize = item.SizeRootFs ?? (hasSizes ? 0 : null),
        };
    }

    public static ContainerDetail ToDetail(ContainerInspectWire wire, string engine)
    {
        var config = wire.Config ?? new ConfigWire();
        var host = wire.HostConfig ?? new HostConfigWire();
        var state = wire.State ?? new StateWire();
        var containerState = ToState(state.Status);
        return new ContainerDetail
        {
            Engine = engine,
            Id = wire.Id,
            Name = wire.Name.TrimStart('/'),
            Image = config.Image ?? "",
            ImageId = wire.Image ?? "",
            Command = ToCommandLine(wire.Path ?? "", wire.Args ?? []),
            Created = LocalTime.Of(wire.Created),
            State = containerState,
            Status = ContainerStatus.Describe(state, containerState),
            Health = ToHealth(state.Health),
            ExitCode = containerState is ContainerState.Exited or ContainerState.Dead or ContainerState.Restarting ? state.ExitCode : null,
            Ports = ToPorts(wire.NetworkSettings?.Ports),
            Labels = config.Labels ?? NoLabels,
            Networks = ToNetworks(wire.NetworkSettings?.Networks),
            Mounts = wire.Mounts is null or [] ? [] : Array.ConvertAll(wire.Mounts, ToMount),
            Size = wire.SizeRw,
            RootFileSystemSize = wire.SizeRootFs,
            StartedAt = LocalTime.Of(state.StartedAt),
            FinishedAt = LocalTime.Of(state.FinishedAt),
            ProcessId = state.Pid > 0 ? state.Pid : null,
            OutOfMemory = state.OOMKilled,
            StateError = string.IsNullOrEmpty(state.Error) ? null : state.Error,
            RestartCount = wire.RestartCount,
            HealthLog = state.Health?.Log is { } log ? Array.ConvertAll(log, ToHealthCheck) : [],
            Entrypoint = config.Entrypoint ?? [],
            Arguments = config.Cmd ?? [],
            Environment = NameValues.ToVariables(config.Env),
            User = config.User ?? "",
            WorkingDirectory = config.WorkingDir ?? "",
            Hostname = config.Hostname ?? "",
            HasTerminal = config.Tty,
            HasOpenInput = config.OpenStdin,
            StopSignal = config.StopSignal,
            StopTimeout = config.StopTimeout is { } seconds ? TimeSpan.FromSeconds(seconds).ToString() : null,
            RestartPolicy = ToRestartPolicy(host.RestartPolicy),
            NetworkMode = host.NetworkMode ?? "",
            RemoveAfter = host.AutoRemove,
            Privileged = host.Privileged,
            ReadOnly = host.ReadonlyRootfs,
            Memory = host.Memory > 0 ? host.Memory : null,
            Cpu = host.NanoCpus > 0 ? host.NanoCpus / 1e9 : null,
            LogDriver = host.LogConfig?.Type ?? "",
            Platform = wire.Platform ?? "",
        };
    }

    /// <summary>The container in its earlier state, with its exit code.</summary>
    /// <param name="before">The container.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="since">What has happened to it since: <c>removed</c>.</param>
    public static Container Ended(Container before, int exitCode, string since) => new()
    {
        Engine = before.Engine,
        Id = before.Id,
        Name = before.Name,
        Image = before.Image,
        ImageId = before.ImageId,
        Command = before.Command,
        Created = before.Created,
        State = ContainerState.Exited,
        Status = $"Exited ({exitCode}), {since}",
        ExitCode = exitCode,
        Labels = before.Labels,
        Networks = before.Networks,
        Mounts = before.Mounts,
    };

    static ContainerHealth ToHealth(HealthWire? health) => health?.Status switch
    {
        "healthy" => ContainerHealth.Healthy,
        "unhealthy" => ContainerHealth.Unhealthy,
        "starting" => ContainerHealth.Starting,
        _ => ContainerHealth.None,
    };

    static HealthCheckResult ToHealthCheck(HealthLogWire log) =>
        new(LocalTime.Of(log.Start), (log.End - log.Start).ToString(), log.ExitCode, log.Output?.TrimEnd() ?? "");

    static string ToRestartPolicy(RestartPolicyWire? policy) => policy switch
    {
        null or { Name: null or "" } => "no",
        { MaximumRetryCount: > 0 } => $"{policy.Name}:{policy.MaximumRetryCount}",
        _ => policy.Name,
    };

    static ContainerPort[] ToPorts(Dictionary<string, PortBindingWire[]?>? ports)
    {
        var result = new List<ContainerPort>();
        foreach (var (key, bindings) in ports ?? [])
        {
            int slash = key.IndexOf('/', StringComparison.Ordinal);
            string protocol = slash < 0 ? "tcp" : key[(slash + 1)..];
            if (!int.TryParse(slash < 0 ? key : key[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out int port))
                continue;
            if (bindings is null or [])
                result.Add(new ContainerPort(port, protocol, null, null));
            foreach (var binding in bindings ?? [])
            {
                if (int.TryParse(binding.HostPort, NumberStyles.None, CultureInfo.InvariantCulture, out int hostPort))
                    result.Add(new ContainerPort(port, protocol, hostPort, ToAddress(binding.HostIp)));
            }
        }
        return Sorted([.. result]);
    }

    /// <summary>Engines return ports in an order that changes from call to call.</summary>
    static ContainerPort[] Sorted(ContainerPort[] ports)
    {
        Array.Sort(ports, static (one, other) => KeyOf(one).CompareTo(KeyOf(other)));
        return ports;

        // IPv4 comes first
        static (int, string, int, bool) KeyOf(ContainerPort port) =>
            (port.Port, port.Protocol, port.HostPort ?? 0, port.HostAddress?.Contains(':', StringComparison.Ordinal) ?? false);
    }

    /// <summary>A command line as in the list: arguments with spaces are quoted, but the program never is.</summary>
    static string ToCommandLine(string program, string[] arguments) =>
        string.Join(
            ' ',
            arguments.Select(static argument => argument.Contains(' ', StringComparison.Ordinal) ? $"'{argument}'" : argument)
                .Prepend(program));

    /// <summary>A container's own name. Legacy links give it additional names, which contain a second slash.</summary>
    static string NameOf(string[]? names, string id)
    {
        if (names is null or [])
            return id.Length > 12 ? id[..12] : id;
        string name = Array.Find(names, static name => name.LastIndexOf('/') == 0) ?? names[0];
        return name.TrimStart('/');
    }

    public static ContainerState ToState(string? state) => state switch
    {
        "running" => ContainerState.Running,
        "exited" or "stopped" => ContainerState.Exited,
        "created" or "initialized" or "configured" => ContainerState.Created,
        "paused" => ContainerState.Paused,
        "restarting" => ContainerState.Restarting,
        "removing" or "stopping" => ContainerState.Removing,
        "dead" => ContainerState.Dead,
        _ => ContainerState.Unknown,
    };

    /// <summary>The list only contains the health in its status text: <c>Up 5 minutes (healthy)</c>, <c>(health: starting)</c>.</summary>
    static ContainerHealth ToHealth(string status) =>
        status.EndsWith("(healthy)", StringComparison.Ordinal) ? ContainerHealth.Healthy
        : status.EndsWith("(unhealthy)", StringComparison.Ordinal) ? ContainerHealth.Unhealthy
        : status.EndsWith("(health: starting)", StringComparison.Ordinal) ? ContainerHealth.Starting
        : ContainerHealth.None;

    /// <summary>
    /// The list only contains the exit code in its status text: <c>Exited (137) 2 hours ago</c>, <c>Restarting (1) 2 seconds ago</c>.
    /// </summary>
    static int? ExitCodeOf(string status)
    {
        int start = status.StartsWith("Exited (", StringComparison.Ordinal) || status.StartsWith("Restarting (", StringComparison.Ordinal)
            ? status.IndexOf('(', StringComparison.Ordinal) + 1
            : 0;
        int end = status.IndexOf(')', StringComparison.Ordinal);
        return start > 0
            && end > start
            && int.TryParse(status.AsSpan(start, end - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int code)
            ? code
            : null;
    }

    static ContainerPort ToPort(PortWire port) =>
        new(port.PrivatePort, port.Type ?? "tcp", port.PublicPort, port.PublicPort is null ? null : ToAddress(port.IP));

    public static IReadOnlyList<ContainerNetwork> ToNetworks(Dictionary<string, EndpointWire>? networks)
    {
        if (networks is null || networks.Count == 0)
            return [];
        var result = new ContainerNetwork[networks.Count];
        int i = 0;
        foreach (var (name, endpoint) in networks)
        {
            result[i++] = new ContainerNetwork(
                name,
                endpoint.NetworkID ?? "",
                ToAddress(endpoint.IPAddress),
                ToAddress(endpoint.GlobalIPv6Address),
                ToAddress(endpoint.Gateway),
                string.IsNullOrEmpty(endpoint.MacAddress) ? null : endpoint.MacAddress,
                endpoint.Aliases is { Length: > 0 } aliases ? aliases : null);
        }
        return result;
    }

    public static ContainerMount ToMount(MountWire mount) => new(
        mount.Type ?? "",
        string.IsNullOrEmpty(mount.Name) ? null : mount.Name,
        string.IsNullOrEmpty(mount.Source) ? null : mount.Source,
        mount.Destination ?? "",
        string.IsNullOrEmpty(mount.Driver) ? null : mount.Driver,
        !mount.RW);

    public static string? ToAddress(string? text) => IPAddress.TryParse(text, out var address) ? address.ToString() : null;
}
