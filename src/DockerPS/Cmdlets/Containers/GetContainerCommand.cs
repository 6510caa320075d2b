using System.Collections;
using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets containers.</summary>
/// <remarks>
/// <para>Gets the containers of an engine, whatever their state, in one request. Names may be wildcards or beginnings of ids.</para>
/// <para>-Detailed also asks for everything that the engine knows of each: when it started, its exit code, environment, limits, the log of
/// its health checks.</para>
/// </remarks>
/// <docker>docker ps -a, docker inspect</docker>
/// <example runnable="true">
/// <para>Lists all containers.</para>
/// <code>Get-Container</code>
/// </example>
/// <example>
/// <para>Gets those whose name begins with web and that run.</para>
/// <code>Get-Container web* -Status Running</code>
/// </example>
/// <example>
/// <para>Gets the containers that use a volume.</para>
/// <code>Get-Volume pgdata | Get-Container</code>
/// </example>
/// <example>
/// <para>Shows which containers have restarted most often.</para>
/// <code>Get-Container -Detailed | Sort-Object RestartCount -Descending | Select-Object -First 5 Name, RestartCount, StartedAt</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Container")]
[OutputType(typeof(Container), typeof(ContainerDetail))]
public sealed class GetContainerCommand : TargetGetCmdlet<ContainerReference, Container>
{
    /// <summary>The name of the view that shows sizes as well.</summary>
    const string SizeView = "DockerPS.Container#Size";

    /// <summary>
    /// The containers: names, wildcards, beginnings of ids, or container objects; images, networks and volumes from the pipeline stand for
    /// the containers that use them. All when left out.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ValidateNotNullOrEmpty]
    [ReferenceTransformation<ContainerReference>]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>Only those in one of these states.</summary>
    [Parameter]
    [Alias("State")]
    public ContainerState[] Status { get; set; } = [];

    /// <summary>Only those whose health check says so.</summary>
    [Parameter]
    public ContainerHealth[] Health { get; set; } = [];

    /// <summary>Only those with all of these labels: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> for any value.</summary>
    [Parameter]
    [KeyValueTransformation]
    [Completions<LabelCompleter>]
    public string[] Label { get; set; } = [];

    /// <summary>Only those made of one of these images, or of an image that was built on one.</summary>
    [Parameter]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>Only those connected to this network.</summary>
    [Parameter]
    [Completions<NetworkCompleter>]
    public string? Network { get; set; }

    /// <summary>Only those that have this volume, or something at this path, mounted.</summary>
    [Parameter]
    [Completions<VolumeCompleter>]
    public string[] Volume { get; set; } = [];

    /// <summary>Further filters of the engine, such as <c>@{ exited = 137 }</c>; see <c>docker ps --filter</c>.</summary>
    [Parameter]
    public Hashtable? Filter { get; set; }

    /// <summary>Only this many of the newest.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Latest { get; set; }

    /// <summary>
    /// Also counts, and shows, the bytes that each has written and those of its whole file system. The engine walks through its files for
    /// that.
    /// </summary>
    [Parameter]
    public SwitchParameter Size { get; set; }

    /// <summary>Also asks for everything that the engine knows of each.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override ResourceKind<ContainerReference, Container> Kind => ContainerKind.Instance;

    private protected override ContainerReference[] References => Container;

    private protected override Task<IReadOnlyList<Container>> ListWantedAsync(EngineClient client) =>
        client.Containers.ListAsync(ToQuery(), StoppingToken);

    private protected override bool TakesKind(string kind) =>
        kind is nameof(DockerPS.Image) or nameof(DockerPS.Network) or nameof(DockerPS.Volume);

    private protected override Task<IReadOnlyList<Container>> BelongingToAsync(
        OtherThing owner,
        IReadOnlyList<Container> things,
        EngineClient client) =>
        Task.FromResult<IReadOnlyList<Container>>([.. things.Where(container => owner.Kind switch
        {
            nameof(DockerPS.Image) => container.ImageId == owner.Id,
            nameof(DockerPS.Network) => NetworkKind.IsConnected(container, owner.Id, owner.Name),
            _ => container.Mounts.Any(mount => mount.Name == owner.Name),
        })]);

    private protected override async Task WriteAsync(IReadOnlyList<Container> things)
    {
        if (!Detailed)
        {
            foreach (var container in things)
                Write(container);
            return;
        }
        foreach (var (client, containers) in ByEngine(things))
        {
            await foreach (var detail in client.Containers.InspectAsync([.. containers.Select(static container => container.Id)], Size, StoppingToken))
                WriteObject(detail);
        }
    }

    void Write(Container container)
    {
        if (!Size)
        {
            WriteObject(container);
            return;
        }
        var shown = PSObject.AsPSObject(container);
        shown.TypeNames.Insert(0, SizeView);
        WriteObject(shown);
    }

    ContainerQuery ToQuery() => new()
    {
        Filters = new EngineFilters()
            .Add("status", Status.Select(static status => status.ToString().ToLowerInvariant()))
            .Add("health", Health.Select(static health => health.ToString().ToLowerInvariant()))
            .Add("label", Label)
            .Add("ancestor", Image.Select(static image => image.Text))
            .Add("network", Network)
            .Add("volume", Volume)
            .Add(Filter)
            .ToDictionary(),
        Latest = Latest,
        Size = Size,
    };
}
