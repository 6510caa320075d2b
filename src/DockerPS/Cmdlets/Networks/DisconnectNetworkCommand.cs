using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Disconnects containers from networks.</summary>
/// <remarks><para>Disconnects each container from each network, also while it runs.</para></remarks>
/// <docker>docker network disconnect</docker>
/// <example>
/// <para>Disconnects a container from a network.</para>
/// <code>Disconnect-Network back web</code>
/// </example>
/// <example>
/// <para>Empties a network, and removes it.</para>
/// <code>Disconnect-Network back -Container (Get-Network back -Detailed).Containers.ContainerId
/// Remove-Network back</code>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "Network", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisconnectNetworkCommand : ForEachNetworkCmdlet
{
    /// <summary>The containers: names, beginnings of ids, or container objects.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>Does it even if the engine has lost the container.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string? Action => $"Disconnect {string.Join<ContainerReference>(", ", Container)} from network";

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        foreach (var container in Container)
            await target.Client.Networks.DisconnectAsync(target.Key, container.Text, Force, StoppingToken);
        return Nothing;
    }
}
