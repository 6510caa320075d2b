using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Resumes suspended containers.</summary>
/// <remarks><para>Lets the processes of each container continue where Suspend-Container froze them.</para></remarks>
/// <docker>docker unpause</docker>
/// <example>
/// <para>Resumes a container.</para>
/// <code>Resume-Container worker</code>
/// </example>
/// <example>
/// <para>Resumes every suspended container, and returns them.</para>
/// <code>Get-Container -Status Paused | Resume-Container -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Resume, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class ResumeContainerCommand : ContainerChangeCmdlet
{
    private protected override string Action => "Resume container";

    private protected override Task ChangeAsync(Target target) => target.Client.Containers.ResumeAsync(target.Key, StoppingToken);
}
