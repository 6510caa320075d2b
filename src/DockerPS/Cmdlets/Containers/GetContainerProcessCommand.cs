using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets the processes of containers.</summary>
/// <remarks>
/// <para>Gets the processes that run in each container, as <c>ps</c> on the engine's host sees them: process ids are those of the
/// host.</para>
/// </remarks>
/// <docker>docker top</docker>
/// <example>
/// <para>Lists the processes of a container.</para>
/// <code>Get-ContainerProcess web</code>
/// </example>
/// <example>
/// <para>Selects <c>ps</c> columns by name.</para>
/// <code>(Get-ContainerProcess web -ArgumentList '-eo', 'pid,rss,comm').Columns</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "ContainerProcess")]
[OutputType(typeof(ContainerProcess))]
public sealed class GetContainerProcessCommand : ForEachContainerCmdlet
{
    /// <summary>Arguments for the host's <c>ps</c>, instead of <c>-ef</c>; the columns must include the process id.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string[] ArgumentList { get; set; } = [];

    private protected override string? Action => null;

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target) =>
        await target.Client.Containers.GetProcessesAsync(
            target.Key,
            await ContainerName.OfAsync(target, StoppingToken),
            ArgumentList.Length == 0 ? null : string.Join(' ', ArgumentList),
            StoppingToken);
}
