using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Resumes containers that were suspended.</summary>
/// <remarks><para>Lets the processes of each container go on where Suspend-Container froze them.</para></remarks>
/// <docker>docker unpause</docker>
/// <example>
/// <para>Resumes a container.</para>
/// <code>Resume-Container worker</code>
/// </example>
/// <example>
/// <para>Resumes every container that is suspended, and shows them.</para>
/// <code>Get-Container -Status Paused | Resume-Container -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Resume, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class ResumeContainerCommand : ContainerChangeCmdlet
{
    private protected override string Action => "Resume container";

    private protected override Task ChangeAsync(Target target) => target.Client.Containers.ResumeAsync(target.Key, StoppingToken);
}
