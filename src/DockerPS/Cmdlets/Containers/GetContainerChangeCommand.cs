using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets the files that containers have changed.</summary>
/// <remarks>
/// <para>Gets each file and folder that a container has added, changed or deleted relative to its image. Files in volumes are not
/// included.</para>
/// </remarks>
/// <docker>docker diff</docker>
/// <example>
/// <para>Lists the changes of a container.</para>
/// <code>Get-ContainerChange web</code>
/// </example>
/// <example>
/// <para>Lists the items added below a folder.</para>
/// <code>Get-ContainerChange web | Where-Object { $_.Kind -eq 'Added' -and $_.Path -like '/var/cache/*' }</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "ContainerChange")]
[OutputType(typeof(ContainerChange))]
public sealed class GetContainerChangeCommand : ForEachContainerCmdlet
{
    private protected override string? Action => null;

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target) =>
        await target.Client.Containers.GetChangesAsync(target.Key, await ContainerName.OfAsync(target, StoppingToken), StoppingToken);
}
