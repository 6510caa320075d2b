using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Renames a container.</summary>
/// <remarks><para>Gives a container another name. It can be running; its id and everything else stay the same.</para></remarks>
/// <docker>docker rename</docker>
/// <example runnable="true">
/// <para>Creates a container, renames it, and removes it.</para>
/// <code>New-Container busybox -Name example-before | Rename-Container -NewName example-after -PassThru | Remove-Container</code>
/// </example>
/// <example>
/// <para>Moves a container out of the way before its successor takes the name.</para>
/// <code>Rename-Container web web-old</code>
/// </example>
[Cmdlet(VerbsCommon.Rename, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class RenameContainerCommand : ContainerChangeCmdlet
{
    bool renamed;

    /// <summary>The new name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateContainerName]
    [Completions<NothingCompleter>]
    public string NewName { get; set; } = "";

    private protected override string Action => $"Rename container to {NewName}";

    private protected override Task ChangeAsync(Target target)
    {
        if (renamed)
            throw new EngineException(EngineError.Invalid, Subject.Container(target.Display), $"Only one container can have the name '{NewName}', so expected one container.");
        renamed = true;
        return target.Client.Containers.RenameAsync(target.Key, NewName.TrimStart('/'), StoppingToken);
    }

    // the old name no longer matches anything
    private protected override string KeyAfterwards(Target target) => NewName.TrimStart('/');
}
