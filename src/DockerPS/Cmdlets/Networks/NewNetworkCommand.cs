using System.Management.Automation;
using System.Net;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Creates networks.</summary>
/// <remarks>
/// <para>Creates a network for each name, and returns it. Containers in a user-defined network find each other by name.</para>
/// </remarks>
/// <docker>docker network create</docker>
/// <example runnable="true">
/// <para>Creates a network, and removes it.</para>
/// <code>New-Network example-front | Remove-Network</code>
/// </example>
/// <example>
/// <para>Creates a network with its own subnet and no access to the outside.</para>
/// <code>New-Network back -Subnet 10.20.0.0/16 -Gateway 10.20.0.1 -IPRange 10.20.5.0/24 -Internal</code>
/// </example>
[Cmdlet(VerbsCommon.New, "Network", SupportsShouldProcess = true)]
[OutputType(typeof(Network))]
public sealed class NewNetworkCommand : EngineCmdlet
{
    /// <summary>The names of the networks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Completions<NothingCompleter>]
    public string[] Name { get; set; } = [];

    /// <summary>The driver. If omitted, <c>bridge</c>.</summary>
    [Parameter]
    [Completions<NetworkDriverCompleter>]
    public string? Driver { get; set; }

    /// <summary>Subnets, such as <c>10.20.0.0/16</c>. If omitted, the engine chooses one.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string[] Subnet { get; set; } = [];

    /// <summary>The gateway of each subnet, in the order of -Subnet.</summary>
    [Parameter]
    [AddressTransformation]
    [Completions<NothingCompleter>]
    public IPAddress[] Gateway { get; set; } = [];

    /// <summary>The part of each subnet from which containers get addresses, in the order of -Subnet.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string[] IPRange { get; set; } = [];

    /// <summary>Blocks access from the network to the outside.</summary>
    [Parameter]
    public SwitchParameter Internal { get; set; }

    /// <summary>Lets standalone containers connect to a swarm network.</summary>
    [Parameter]
    public SwitchParameter Attachable { get; set; }

    /// <summary>Enables IPv6 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>Options for the driver: a hashtable, or strings such as <c>'com.docker.network.bridge.name=br-front'</c>.</summary>
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
        foreach (string name in Name)
            await TryAsync(name, () => MakeAsync(name));
    }

    async Task MakeAsync(string name)
    {
        var specification = ToSpecification(name);
        if (!ShouldProcess(name, "Create network"))
            return;
        var (network, warning) = await GetClient().Networks.CreateAsync(specification, StoppingToken);
        if (warning is not null)
            WriteWarning(warning);
        WriteObject(network);
    }

    NetworkSpecification ToSpecification(string name) => new()
    {
        Name = name,
        Driver = Driver,
        Subnets = ToSubnets(),
        Internal = Internal,
        Attachable = Attachable,
        IPv6 = IPv6,
        Options = KeyValues.ToDictionary(Option),
        Labels = KeyValues.ToDictionary(Label),
    };

    SubnetSpecification[] ToSubnets()
    {
        if (Gateway.Length > Subnet.Length || IPRange.Length > Subnet.Length)
            throw new EngineException(EngineError.Invalid, new Subject("Subnet"), "Each -Gateway and -IPRange belongs to a -Subnet, so expected at least as many subnets.");
        foreach (string range in Subnet.Concat(IPRange))
        {
            if (!NetworkAddress.IsRange(range))
                throw new EngineException(
                    EngineError.Invalid,
                    new Subject("Subnet", range),
                    $"'{range}' is not a valid address range. Expected one such as 10.20.0.0/16.");
        }
        return
        [
            .. Subnet.Select(
                (subnet, i) =>
                    new SubnetSpecification(
                        subnet,
                        i < Gateway.Length ? Gateway[i].ToString() : null,
                        i < IPRange.Length ? IPRange[i] : null)),
        ];
    }
}
