using System.Collections;
using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets volumes.</summary>
/// <remarks>
/// <para>Gets the volumes of an engine, and which containers use each of them, running or not. Names may be wildcards.</para>
/// </remarks>
/// <docker>docker volume ls, docker volume inspect</docker>
/// <example runnable="true">
/// <para>Lists all volumes.</para>
/// <code>Get-Volume</code>
/// </example>
/// <example>
/// <para>Shows which containers use a volume.</para>
/// <code>(Get-Volume site).UsedBy</code>
/// </example>
/// <example>
/// <para>Removes the volumes that no container uses, asking about each.</para>
/// <code>Get-Volume -Dangling | Remove-Volume</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Volume")]
[OutputType(typeof(Volume))]
public sealed class GetVolumeCommand : TargetGetCmdlet<VolumeReference, Volume>
{
    /// <summary>
    /// The volumes: names, wildcards, or volume objects; for containers from the pipeline, their volumes. If omitted, all volumes.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    [ReferenceTransformation<VolumeReference>]
    [Completions<VolumeCompleter>]
    public VolumeReference[] Volume { get; set; } = [];

    /// <summary>Only volumes that no container uses.</summary>
    [Parameter]
    public SwitchParameter Dangling { get; set; }

    /// <summary>Only those with this driver.</summary>
    [Parameter]
    [Completions<VolumeDriverCompleter>]
    public string? Driver { get; set; }

    /// <summary>Only those with all of these labels: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> for any value.</summary>
    [Parameter]
    [KeyValueTransformation]
    [Completions<LabelCompleter>]
    public string[] Label { get; set; } = [];

    /// <summary>Additional engine filters; see <c>docker volume ls --filter</c>.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public Hashtable? Filter { get; set; }

    private protected override ResourceKind<VolumeReference, Volume> Kind => VolumeKind.Instance;

    private protected override VolumeReference[] References => Volume;

    private protected override bool TakesKind(string kind) => kind is nameof(Container);

    private protected override async Task<IReadOnlyList<Volume>> BelongingToAsync(
        OtherThing owner,
        IReadOnlyList<Volume> things,
        EngineClient client)
    {
        var container = ContainerKind.Instance.Find(
            new ContainerReference(owner.Id),
            await ContainerKind.Instance.ListAsync(client, StoppingToken))[0];
        return [.. things.Where(volume => container.Mounts.Any(mount => mount.Name == volume.Name))];
    }

    private protected override async Task<IReadOnlyList<Volume>> ListWantedAsync(EngineClient client)
    {
        var filters = new EngineFilters()
            .Add("dangling", Dangling ? "true" : null)
            .Add("driver", Driver)
            .Add("label", Label)
            .Add(Filter)
            .ToDictionary();
        return
        [
            .. (await client.Volumes.ListWithUsersAsync(filters, StoppingToken))
                .OrderBy(static volume => volume.Name, StringComparer.Ordinal),
        ];
    }
}
