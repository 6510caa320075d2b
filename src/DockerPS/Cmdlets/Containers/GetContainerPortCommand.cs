using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets the published ports of containers.</summary>
/// <remarks>
/// <para>Gets where each published port of a running container can be reached on the host. Ports that are exposed but not published are not
/// included.</para>
/// </remarks>
/// <docker>docker port</docker>
/// <example>
/// <para>Lists the published ports of a container.</para>
/// <code>Get-ContainerPort web</code>
/// </example>
/// <example>
/// <para>Requests a page from a web server that is published on a free port.</para>
/// <code>$port = @(Get-ContainerPort web -Port 80)[0].HostPort
/// Invoke-WebRequest "http://localhost:$port/"</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "ContainerPort")]
[OutputType(typeof(PublishedPort))]
public sealed class GetContainerPortCommand : ForEachContainerCmdlet
{
    /// <summary>Only these ports of the container, such as <c>80</c> or <c>53/udp</c>.</summary>
    [Parameter(Position = 1)]
    [PortMappingTransformation]
    [Completions<PortCompleter>]
    public PortMapping[] Port { get; set; } = [];

    private protected override string? Action => null;

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        var container = await target.Client.Containers.InspectAsync(target.Key, StoppingToken);
        return [.. container.Ports
            .Where(
                port =>
                    port.HostPort is not null
                        && (Port.Length == 0 || Port.Any(wanted => wanted.ContainerPort == port.Port && wanted.Protocol == port.Protocol)))
            .Select(port => new PublishedPort
            {
                Engine = container.Engine,
                Container = container.Name,
                Port = port.Port,
                Protocol = port.Protocol,
                HostPort = port.HostPort!.Value,
                HostAddress = port.HostAddress,
            })];
    }
}
