// the library leaves out what is null, but its properties do not say that they take it
#nullable enable annotations
#nullable disable warnings

using System.Globalization;
using Docker.DotNet.Models;

namespace DockerPS.Engine;

/// <summary>Makes the API's body for a new container of what the user asked for.</summary>
/// <remarks>Source: Engine API, "Create a container"; meanings as those of the options of <c>docker run</c>.</remarks>
static class ContainerCreation
{
    const double NanoCpus = 1e9;

    public static CreateContainerParameters ToParameters(ContainerSpecification specification)
    {
        var (exposed, bindings) = ToPorts(specification.Ports);
        return new CreateContainerParameters
        {
            Name = specification.Name,
            Platform = specification.Platform,
            Image = specification.Image,
            Cmd = ToList(specification.Command),
            Entrypoint = ToList(specification.Entrypoint),
            Env = ToList(specification.Environment),
            Labels = new Dictionary<string, string>(specification.Labels),
            Hostname = specification.Hostname,
            User = specification.User,
            WorkingDir = specification.WorkingDirectory,
            StopSignal = specification.StopSignal,
            StopTimeout = specification.StopTimeout is { } timeout ? TimeSpan.FromSeconds(Math.Ceiling(timeout.TotalSeconds)) : null,
            Healthcheck = ToHealthcheck(specification.Health),
            ExposedPorts = exposed,
            // an anonymous volume is a volume of the container, all others are binds of its host
            Volumes = specification.Volumes.Where(static volume => volume.Source is null).ToDictionary(static volume => volume.Destination, static _ => new EmptyStruct()),
            Tty = specification.Terminal,
            OpenStdin = specification.OpenInput,
            StdinOnce = specification.InputOnce,
            AttachStdin = specification.OpenInput,
            AttachStdout = true,
            AttachStderr = true,
            NetworkingConfig = ToNetworking(specification),
            HostConfig = ToHostConfig(specification, bindings),
        };
    }

    static HostConfig ToHostConfig(ContainerSpecification specification, Dictionary<string, IList<PortBinding>> bindings) => new()
    {
        Binds = [.. specification.Volumes.Where(static volume => volume.Source is not null).Select(static volume => volume.ToString())],
        VolumesFrom = ToList(specification.VolumesFrom),
        Tmpfs = specification.TmpFs.Count == 0 ? null : new Dictionary<string, string>(specification.TmpFs),
        PortBindings = bindings,
        PublishAllPorts = specification.PublishAll,
        NetworkMode = specification.Network,
        ExtraHosts = ToList(specification.AddHost),
        DNS = ToList(specification.Dns),
        RestartPolicy = ToRestartPolicy(specification.RestartPolicy),
        Memory = specification.Memory ?? 0,
        NanoCPUs = specification.Cpu is { } cpu ? (long)Math.Round(cpu * NanoCpus) : 0,
        CapAdd = ToList(specification.CapabilityAdd),
        CapDrop = ToList(specification.CapabilityDrop),
        Privileged = specification.Privileged,
        ReadonlyRootfs = specification.ReadOnly,
        Init = specification.Init ? true : null,
        SecurityOpt = ToList(specification.SecurityOptions),
        LogConfig = specification.LogDriver is null && specification.LogOptions.Count == 0
            ? null
            : new LogConfig { Type = specification.LogDriver ?? "", Config = new Dictionary<string, string>(specification.LogOptions) },
        AutoRemove = specification.RemoveAfter,
    };

    /// <summary>Reads <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure</c> or <c>on-failure:TIMES</c>.</summary>
    public static RestartPolicy? ToRestartPolicy(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        string[] parts = text.Split(':', 2);
        int times = 0;
        bool valid = parts.Length == 1 || (parts[0] == "on-failure" && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out times));
        var kind = parts[0] switch
        {
            "no" => RestartPolicyKind.No,
            "always" => RestartPolicyKind.Always,
            "unless-stopped" => RestartPolicyKind.UnlessStopped,
            "on-failure" => RestartPolicyKind.OnFailure,
            _ => RestartPolicyKind.Undefined,
        };
        return valid && kind != RestartPolicyKind.Undefined
            ? new RestartPolicy { Name = kind, MaximumRetryCount = times }
            : throw new EngineException(EngineError.Invalid, new Subject("RestartPolicy", text), $"'{text}' is no restart policy. Expected no, always, unless-stopped, on-failure or on-failure:TIMES, such as on-failure:3.");
    }

    static HealthcheckConfig? ToHealthcheck(HealthSpecification? health) => health switch
    {
        null => null,
        { Disabled: true } => new HealthcheckConfig { Test = ["NONE"] },
        _ => new HealthcheckConfig
        {
            Test = health.Command is null ? null : ["CMD-SHELL", health.Command],
            Interval = health.Interval,
            Timeout = health.Timeout,
            StartPeriod = health.StartPeriod,
            Retries = health.Retries,
        },
    };

    static NetworkingConfig? ToNetworking(ContainerSpecification specification)
    {
        if (specification.Network is not { } network || (specification.NetworkAliases.Count == 0 && specification.IPAddress is null))
            return null;
        return new NetworkingConfig
        {
            EndpointsConfig = new Dictionary<string, EndpointSettings>
            {
                [network] = new()
                {
                    Aliases = ToList(specification.NetworkAliases),
                    IPAMConfig = ToIpam(specification.IPAddress),
                },
            },
        };
    }

    static EndpointIPAMConfig? ToIpam(System.Net.IPAddress? address) => address switch
    {
        null => null,
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => new EndpointIPAMConfig { IPv6Address = address.ToString() },
        _ => new EndpointIPAMConfig { IPv4Address = address.ToString() },
    };

    static (Dictionary<string, EmptyStruct> Exposed, Dictionary<string, IList<PortBinding>> Bindings) ToPorts(IReadOnlyList<PortMapping> ports)
    {
        var exposed = new Dictionary<string, EmptyStruct>();
        var bindings = new Dictionary<string, IList<PortBinding>>();
        foreach (var port in ports)
        {
            for (int i = 0; i < port.Count; i++)
            {
                string key = $"{port.ContainerPort + i}/{port.Protocol}";
                exposed[key] = new EmptyStruct();
                if (!bindings.TryGetValue(key, out var list))
                    bindings[key] = list = new List<PortBinding>();
                list.Add(new PortBinding
                {
                    HostIP = port.HostAddress?.ToString() ?? "",
                    HostPort = port.HostPort is not { } host ? "" : port.HostPortLast is { } last ? $"{host}-{last}" : $"{host + i}",
                });
            }
        }
        return (exposed, bindings);
    }

    static List<string>? ToList(IReadOnlyList<string>? values) => values is null || values.Count == 0 ? null : [.. values];
}
