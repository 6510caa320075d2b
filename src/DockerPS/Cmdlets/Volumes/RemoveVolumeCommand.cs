using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Removes volumes and the files in them.</summary>
/// <remarks>
/// <para>The contents of a volume are lost, so each removal has to be confirmed; use -Confirm:$false to skip the prompt. A volume that a
/// container uses is refused, and the containers are named.</para>
/// </remarks>
/// <docker>docker volume rm</docker>
/// <example>
/// <para>Removes a volume, after confirmation.</para>
/// <code>Remove-Volume site</code>
/// </example>
/// <example>
/// <para>Removes the volumes of a test without prompting.</para>
/// <code>Remove-Volume test-* -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "Volume", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveVolumeCommand : ForEachTargetCmdlet<VolumeReference, Volume>
{
    /// <summary>The volumes: names, wildcards, or volume objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ReferenceTransformation<VolumeReference>]
    [Completions<VolumeCompleter>]
    public VolumeReference[] Volume { get; set; } = [];

    /// <summary>Ignores volumes that do not exist, and removes a volume that its driver has lost. You are still prompted.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override ResourceKind<VolumeReference, Volume> Kind => VolumeKind.Instance;

    private protected override VolumeReference[] References => Volume;

    private protected override string? Action => "Remove volume and its contents";

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        await target.Client.Volumes.RemoveAsync(target.Key, Force, StoppingToken);
        return Nothing;
    }
}
