using System.Management.Automation;
using System.Net;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Creates networks.</summary>
/// <remarks>
/// <para>Makes a network for each name, and returns it. Containers in a network of your own find each other by name.</para>
/// </remarks>
/// <docker>docker network create</docker>
/// <example runnable="true">
/// <para>Makes a network, and removes it.</para>
/// <code>New-Network example-front | Remove-Network</code>
/// </example>
/// <example>
/// <para>Makes a network with a range of addresses of its own, from which nothing outside can be reached.</para>
/// <code>New-Network back -Subnet 10.20.0.0/16 -Gateway 10.20.0.1 -IPRange 10.20.5.0/24 -Internal</code>
/// </example>
[Cmdlet(VerbsCommon.New, "Network", SupportsShouldProcess = true)]
[OutputType(typeof(Network))]
public sealed class NewNetworkCommand : EngineCmdlet
{
    /// <summary>The names of the networks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    /// <summary>The driver: <c>bridge</c> when left out.</summary>
    [Parameter]
    [Completions<NetworkDriverCompleter>]
    public string? Driver { get; set; }

    /// <summary>Ranges of addresses, such as <c>10.20.0.0/16</c>; the engine chooses one when it is left out.</summary>
    [Parameter]
    public string[] Subnet { get; set; } = [];

    /// <summary>The way out of each range, in the order of -Subnet.</summary>
    [Parameter]
    [AddressTransformation]
    public IPAddress[] Gateway { get; set; } = [];

    /// <summary>The part of each range that containers get addresses of, in the order of -Subnet.</summary>
    [Parameter]
    public string[] IPRange { get; set; } = [];

    /// <summary>Lets nothing outside be reached from it.</summary>
    [Parameter]
    public SwitchParameter Internal { get; set; }

    /// <summary>Lets containers that are no services connect to it, where it is one of a swarm.</summary>
    [Parameter]
    public SwitchParameter Attachable { get; set; }

    /// <summary>Gives it IPv6 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>Options for the driver: a hashtable, or texts such as <c>'com.docker.network.bridge.name=br-front'</c>.</summary>
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
                throw new EngineException(EngineError.Invalid, new Subject("Subnet", range), $"'{range}' is not a valid range of addresses. Expected one such as 10.20.0.0/16.");
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
