using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Creates volumes.</summary>
/// <remarks>
/// <para>Creates a volume for each name, and returns it. If a volume already exists, it is returned unchanged, as docker does. Without a
/// name, the engine generates one.</para>
/// </remarks>
/// <docker>docker volume create</docker>
/// <example runnable="true">
/// <para>Creates a volume with a label, and removes it.</para>
/// <code>New-Volume example-data -Label @{ app = 'example' } | Remove-Volume -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Creates a volume of 100 megabytes in memory.</para>
/// <code>New-Volume scratch -Option @{ type = 'tmpfs'; device = 'tmpfs'; o = 'size=100m' }</code>
/// </example>
[Cmdlet(VerbsCommon.New, "Volume", SupportsShouldProcess = true)]
[OutputType(typeof(Volume))]
public sealed class NewVolumeCommand : EngineCmdlet
{
    /// <summary>The names of the volumes. If omitted, the engine generates one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Volume")]
    [ValidateVolumeName]
    [Completions<NothingCompleter>]
    public string[] Name { get; set; } = [];

    /// <summary>The volume driver. If omitted, <c>local</c>.</summary>
    [Parameter]
    [Completions<VolumeDriverCompleter>]
    public string? Driver { get; set; }

    /// <summary>Options for the driver: a hashtable, or strings such as <c>'type=tmpfs'</c>.</summary>
    [Parameter]
    [Alias("Opt")]
    [KeyValueTransformation]
    [Completions<NothingCompleter>]
    public string[] Option { get; set; } = [];

    /// <summary>Labels: a hashtable, or strings such as <c>'app=web'</c>.</summary>
    [Parameter]
    [LabelTransformation]
    [Completions<LabelCompleter>]
    public string[] Label { get; set; } = [];

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        foreach (string? name in Name.Length == 0 ? (string?[])[null] : Name)
        {
            if (ShouldProcess(name ?? "(generated name)", "Create volume"))
                await TryAsync(name, () => MakeAsync(name));
        }
    }

    async Task MakeAsync(string? name)
    {
        var client = GetClient();
        var volume = await client.Volumes.CreateAsync(
            name,
            Driver,
            KeyValues.ToDictionary(Option),
            KeyValues.ToDictionary(Label),
            StoppingToken);
        // an existing volume may be in use
        var users = await client.Containers.ListAsync(
            new ContainerQuery { Filters = new EngineFilters().Add("volume", volume.Name).ToDictionary() },
            StoppingToken);
        var mounting = users.Where(container => container.Mounts.Any(mount => mount.Name == volume.Name));
        WriteObject(volume.WithUsers([.. mounting.Select(static container => container.Name)]));
    }
}
