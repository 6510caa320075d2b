using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets the processes of containers.</summary>
/// <remarks>
/// <para>Gets the processes that run in each container, as the <c>ps</c> of the engine's host sees them: process ids are those of the
/// host.</para>
/// </remarks>
/// <docker>docker top</docker>
/// <example>
/// <para>Lists the processes of a container.</para>
/// <code>Get-ContainerProcess web</code>
/// </example>
/// <example>
/// <para>Asks for columns of <c>ps</c> by their names.</para>
/// <code>(Get-ContainerProcess web -ArgumentList '-eo', 'pid,rss,comm').Columns</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "ContainerProcess")]
[OutputType(typeof(ContainerProcess))]
public sealed class GetContainerProcessCommand : ForEachContainerCmdlet
{
    /// <summary>Arguments for the host's <c>ps</c>, in place of <c>-ef</c>; the columns have to hold the process id.</summary>
    [Parameter]
    public string[] ArgumentList { get; set; } = [];

    private protected override string? Action => null;

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target) =>
        await target.Client.Containers.GetProcessesAsync(
            target.Key,
            await ContainerName.OfAsync(target, StoppingToken),
            ArgumentList.Length == 0 ? null : string.Join(' ', ArgumentList),
            StoppingToken);
}
