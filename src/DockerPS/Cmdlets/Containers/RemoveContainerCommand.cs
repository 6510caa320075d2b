using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Removes containers.</summary>
/// <remarks>
/// <para>Removes containers and the files that they wrote. Named volumes are kept; anonymous volumes are removed with -RemoveVolume. A
/// running container is refused unless -Force is given, which kills it.</para>
/// </remarks>
/// <docker>docker rm</docker>
/// <example runnable="true">
/// <para>Creates a container and removes it, even if it is running.</para>
/// <code>New-Container busybox -Name example-gone -Start -- sleep 60 | Remove-Container -Force</code>
/// </example>
/// <example>
/// <para>Shows which containers would be removed.</para>
/// <code>Get-Container -Status Exited | Remove-Container -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveContainerCommand : ForEachContainerCmdlet
{
    /// <summary>Also removes running containers, after killing them.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Also removes the anonymous volumes of the containers.</summary>
    [Parameter]
    [Alias("Volumes")]
    public SwitchParameter RemoveVolume { get; set; }

    private protected override int DefaultThrottleLimit => 16;

    private protected override string Action => "Remove container";

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        await target.Client.Containers.RemoveAsync(target.Key, Force, RemoveVolume, StoppingToken);
        return Nothing;
    }
}
