using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Suspends containers: freezes their processes.</summary>
/// <remarks>
/// <para>Freezes all processes of each container without ending them; their memory is kept. Resume-Container lets them continue.</para>
/// </remarks>
/// <docker>docker pause</docker>
/// <example>
/// <para>Suspends a container.</para>
/// <code>Suspend-Container worker</code>
/// </example>
/// <example>
/// <para>Suspends the workers while the database is backed up.</para>
/// <code>Suspend-Container worker-*
/// Invoke-ContainerCommand db -- pg_dump -U app -f /backup/app.sql
/// Resume-Container worker-*</code>
/// </example>
[Cmdlet(VerbsLifecycle.Suspend, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class SuspendContainerCommand : ContainerChangeCmdlet
{
    private protected override string Action => "Suspend container";

    private protected override Task ChangeAsync(Target target) => target.Client.Containers.SuspendAsync(target.Key, StoppingToken);
}
