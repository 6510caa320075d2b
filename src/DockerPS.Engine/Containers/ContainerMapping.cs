using System.Globalization;
using System.Net;

namespace DockerPS.Engine;

/// <summary>Makes the model's containers of the API's.</summary>
static class ContainerMapping
{
    static readonly Dictionary<string, string> NoLabels = [];

    public static Container ToContainer(ContainerListItem item, string engine)
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
            Created = DateTimeOffset.FromUnixTimeSeconds(item.Created),
            State = ToState(item.State),
            Status = status,
            Health = ToHealth(status),
            ExitCode = ExitCodeOf(status),
            Ports = item.Ports is null or [] ? [] : Array.ConvertAll(item.Ports, ToPort),
            Labels = item.Labels ?? NoLabels,
            Networks = ToNetworks(item.NetworkSettings?.Networks),
            Mounts = item.Mounts is null or [] ? [] : Array.ConvertAll(item.Mounts, ToMount),
            Size = item.SizeRw,
            RootFileSystemSize = item.SizeRootFs,
        };
    }

    /// <summary>A container's own name. Links of old give it further names, which have a second slash.</summary>
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

    /// <summary>The list tells health only inside its sentence: <c>Up 5 minutes (healthy)</c>, <c>(health: starting)</c>.</summary>
    static ContainerHealth ToHealth(string status) =>
        status.EndsWith("(healthy)", StringComparison.Ordinal) ? ContainerHealth.Healthy
        : status.EndsWith("(unhealthy)", StringComparison.Ordinal) ? ContainerHealth.Unhealthy
        : status.EndsWith("(health: starting)", StringComparison.Ordinal) ? ContainerHealth.Starting
        : ContainerHealth.None;

    /// <summary>The list tells the exit code only inside its sentence: <c>Exited (137) 2 hours ago</c>.</summary>
    static int? ExitCodeOf(string status)
    {
        const string Exited = "Exited (";
        if (!status.StartsWith(Exited, StringComparison.Ordinal))
            return null;
        int end = status.IndexOf(')', Exited.Length);
        return end > 0 && int.TryParse(status.AsSpan(Exited.Length, end - Exited.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int code) ? code : null;
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
                endpoint.Aliases ?? []);
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

    public static IPAddress? ToAddress(string? text) => IPAddress.TryParse(text, out var address) ? address : null;
}
