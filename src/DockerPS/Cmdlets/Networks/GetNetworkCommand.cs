using System.Collections;
using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets networks.</summary>
/// <remarks>
/// <para>Gets the networks of an engine with their subnets. With -Detailed each network also has the running containers in it, and their
/// addresses.</para>
/// </remarks>
/// <docker>docker network ls, docker network inspect</docker>
/// <example runnable="true">
/// <para>Lists all networks.</para>
/// <code>Get-Network</code>
/// </example>
/// <example>
/// <para>Shows which containers are in a network, and at which addresses.</para>
/// <code>(Get-Network front -Detailed).Containers | Format-Table Container, IPAddress</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Network")]
[OutputType(typeof(Network))]
public sealed class GetNetworkCommand : TargetGetCmdlet<NetworkReference, Network>
{
    /// <summary>
    /// The networks: names, wildcards, id prefixes, or network objects; for containers from the pipeline, their networks. If omitted, all
    /// networks.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ValidateNotNullOrEmpty]
    [ReferenceTransformation<NetworkReference>]
    [Completions<NetworkCompleter>]
    public NetworkReference[] Network { get; set; } = [];

    /// <summary>Only those with this driver.</summary>
    [Parameter]
    [Completions<NetworkDriverCompleter>]
    public string? Driver { get; set; }

    /// <summary>Only networks that no container uses, except the engine's built-in networks.</summary>
    [Parameter]
    public SwitchParameter Dangling { get; set; }

    /// <summary>Only those with all of these labels: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> for any value.</summary>
    [Parameter]
    [KeyValueTransformation]
    [Completions<LabelCompleter>]
    public string[] Label { get; set; } = [];

    /// <summary>Additional engine filters; see <c>docker network ls --filter</c>.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public Hashtable? Filter { get; set; }

    /// <summary>Also gets the containers in each network.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override ResourceKind<NetworkReference, Network> Kind => NetworkKind.Instance;

    private protected override NetworkReference[] References => Network;

    private protected override bool TakesKind(string kind) => kind is nameof(Container);

    private protected override async Task<IReadOnlyList<Network>> BelongingToAsync(
        OtherThing owner,
        IReadOnlyList<Network> things,
        EngineClient client)
    {
        var container = ContainerKind.Instance.Find(
            new ContainerReference(owner.Id),
            await ContainerKind.Instance.ListAsync(client, StoppingToken))[0];
        return [.. things.Where(network => NetworkKind.IsConnected(container, network.Id, network.Name))];
    }

    private protected override Task<IReadOnlyList<Network>> ListWantedAsync(EngineClient client)
    {
        var filters = new EngineFilters()
            .Add("driver", Driver)
            .Add("dangling", Dangling ? "true" : null)
            .Add("label", Label)
            .Add(Filter)
            .ToDictionary();
        return client.Networks.ListAsync(filters, StoppingToken);
    }

    private protected override async Task WriteAsync(IReadOnlyList<Network> things)
    {
        if (!Detailed)
        {
            await base.WriteAsync([.. things.OrderBy(static network => network.Name, StringComparer.Ordinal)]);
            return;
        }
        foreach (var (client, networks) in ByEngine(things))
            WriteObject(
                await client.Networks.InspectAsync([.. networks.Select(static network => network.Id)], StoppingToken),
                enumerateCollection: true);
    }
}
