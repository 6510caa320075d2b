using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Starts containers.</summary>
/// <remarks>
/// <para>Starts containers that are created or have exited. Running containers are left as they are. Many are started at once.</para>
/// </remarks>
/// <docker>docker start</docker>
/// <example>
/// <para>Starts a container by name.</para>
/// <code>Start-Container web</code>
/// </example>
/// <example>
/// <para>Starts every container that has exited, and returns them.</para>
/// <code>Get-Container -Status Exited | Start-Container -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class StartContainerCommand : ContainerChangeCmdlet
{
    private protected override string Action => "Start container";

    private protected override Task ChangeAsync(Target target) => target.Client.Containers.StartAsync(target.Key, StoppingToken);
}
