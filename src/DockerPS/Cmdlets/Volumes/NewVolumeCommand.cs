using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Creates volumes.</summary>
/// <remarks>
/// <para>Makes a volume for each name, and returns it. A volume that exists already is returned as it is, as docker does it. Without a name
/// the engine makes one up.</para>
/// </remarks>
/// <docker>docker volume create</docker>
/// <example runnable="true">
/// <para>Makes a volume with a label, and removes it.</para>
/// <code>New-Volume example-data -Label @{ app = 'example' } | Remove-Volume -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Makes a volume in memory of 100 megabytes.</para>
/// <code>New-Volume scratch -Option @{ type = 'tmpfs'; device = 'tmpfs'; o = 'size=100m' }</code>
/// </example>
[Cmdlet(VerbsCommon.New, "Volume", SupportsShouldProcess = true)]
[OutputType(typeof(Volume))]
public sealed class NewVolumeCommand : EngineCmdlet
{
    /// <summary>The names of the volumes; the engine makes one up when it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Volume")]
    [ValidateVolumeName]
    public string[] Name { get; set; } = [];

    /// <summary>The driver that keeps it; <c>local</c> when left out.</summary>
    [Parameter]
    [Completions<VolumeDriverCompleter>]
    public string? Driver { get; set; }

    /// <summary>Options for the driver: a hashtable, or texts such as <c>'type=tmpfs'</c>.</summary>
    [Parameter]
    [Alias("Opt")]
    [KeyValueTransformation]
    public string[] Option { get; set; } = [];

    /// <summary>Labels: a hashtable, or texts such as <c>'app=web'</c>.</summary>
    [Parameter]
    [LabelTransformation]
    [Completions<LabelCompleter>]
    public string[] Label { get; set; } = [];

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        foreach (string? name in Name.Length == 0 ? (string?[])[null] : Name)
        {
            if (ShouldProcess(name ?? "(a name of the engine's)", "Create volume"))
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
        // one that was there already may be in use
        var users = await client.Containers.ListAsync(
            new ContainerQuery { Filters = new EngineFilters().Add("volume", volume.Name).ToDictionary() },
            StoppingToken);
        WriteObject(
            volume.WithUsers(
                [.. users.Where(container => container.Mounts.Any(mount => mount.Name == volume.Name)).Select(static container => container.Name)]));
    }
}
