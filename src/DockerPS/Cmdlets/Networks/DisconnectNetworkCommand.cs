using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Disconnects containers from networks.</summary>
/// <remarks><para>Disconnects each container from each network, even while it is running.</para></remarks>
/// <docker>docker network disconnect</docker>
/// <example>
/// <para>Disconnects a container from a network.</para>
/// <code>Disconnect-Network back web</code>
/// </example>
/// <example>
/// <para>Disconnects all containers from a network, and removes it.</para>
/// <code>Disconnect-Network back -Container (Get-Network back -Detailed).Containers.ContainerId
/// Remove-Network back</code>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "Network", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisconnectNetworkCommand : NetworkContainerCmdlet
{
    /// <summary>Disconnects even if the engine no longer knows the container.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string? Action => $"Disconnect {string.Join<ContainerReference>(", ", Container)} from network";

    private protected override Task ActAsync(Target network, string container) =>
        network.Client.Networks.DisconnectAsync(network.Key, container, Force, StoppingToken);
}
