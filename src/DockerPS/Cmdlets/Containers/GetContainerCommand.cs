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
/// <para>Gets the containers of an engine, in any state, with one request. Names may be wildcards or id prefixes.</para>
/// <para>-Detailed gets everything that the engine knows about each container: when it started, its exit code, environment, limits, and the
/// log of its health checks.</para>
/// </remarks>
/// <docker>docker ps -a, docker inspect</docker>
/// <example runnable="true">
/// <para>Lists all containers.</para>
/// <code>Get-Container</code>
/// </example>
/// <example>
/// <para>Gets the running containers whose names begin with web.</para>
/// <code>Get-Container web* -Status Running</code>
/// </example>
/// <example>
/// <para>Gets the containers that use a volume.</para>
/// <code>Get-Volume pgdata | Get-Container</code>
/// </example>
/// <example>
/// <para>Shows which containers have been restarted most often.</para>
/// <code>Get-Container -Detailed | Sort-Object RestartCount -Descending | Select-Object -First 5 Name, RestartCount, StartedAt</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Container")]
[OutputType(typeof(Container), typeof(ContainerDetail))]
public sealed class GetContainerCommand : TargetGetCmdlet<ContainerReference, Container>
{
    /// <summary>The name of the view that also shows sizes.</summary>
    const string SizeView = "DockerPS.Container#Size";

    /// <summary>
    /// The containers: names, wildcards, id prefixes, or container objects; for images, networks and volumes from the pipeline, the
    /// containers that use them. If omitted, all containers.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ValidateNotNullOrEmpty]
    [ReferenceTransformation<ContainerReference>]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>Only containers in one of these states.</summary>
    [Parameter]
    [Alias("State")]
    public ContainerState[] Status { get; set; } = [];

    /// <summary>Only containers with one of these health states.</summary>
    [Parameter]
    public ContainerHealth[] Health { get; set; } = [];

    /// <summary>Accepted for users of docker: containers in every state are always listed.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Only those with all of these labels: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> for any value.</summary>
    [Parameter]
    [KeyValueTransformation]
    [Completions<LabelCompleter>]
    public string[] Label { get; set; } = [];

    /// <summary>Only containers created from one of these images, or from an image built on one of them.</summary>
    [Parameter]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>Only containers connected to this network.</summary>
    [Parameter]
    [Completions<NetworkCompleter>]
    public string? Network { get; set; }

    /// <summary>Only containers that mount this volume, or that have a mount at this path.</summary>
    [Parameter]
    [Completions<VolumeCompleter>]
    public string[] Volume { get; set; } = [];

    /// <summary>Additional engine filters, such as <c>@{ exited = 137 }</c>; see <c>docker ps --filter</c>.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public Hashtable? Filter { get; set; }

    /// <summary>Only the newest containers, up to this number.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [Completions<NothingCompleter>]
    public int? Latest { get; set; }

    /// <summary>
    /// Also gets and shows how many bytes each container has written and the size of its whole file system. The engine has to walk through
    /// the files for that.
    /// </summary>
    [Parameter]
    public SwitchParameter Size { get; set; }

    /// <summary>Gets everything that the engine knows about each object.</summary>
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
            await foreach (var detail in client.Containers.InspectAsync(
                [.. containers.Select(static container => container.Id)],
                Size,
                StoppingToken))
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
