using System.Management.Automation;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Removes networks.</summary>
/// <remarks>
/// <para>Removes networks that no running container is connected to. A network that is in use is refused, and the containers are named.
/// Wildcards skip the engine's built-in networks: bridge, host and none.</para>
/// </remarks>
/// <docker>docker network rm</docker>
/// <example>
/// <para>Removes a network.</para>
/// <code>Remove-Network front</code>
/// </example>
/// <example>
/// <para>Removes all networks that no container uses.</para>
/// <code>Get-Network -Dangling | Remove-Network</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "Network", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveNetworkCommand : ForEachNetworkCmdlet
{
    private protected override string? Action => "Remove network";

    private protected override bool IsMeantByWildcard(Network thing) => !NetworkKind.IsBuiltIn(thing);

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        await target.Client.Networks.RemoveAsync(target.Key, StoppingToken);
        return Nothing;
    }
}
