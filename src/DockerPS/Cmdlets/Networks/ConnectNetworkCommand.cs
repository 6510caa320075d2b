using System.Management.Automation;
using System.Net;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Connects containers to networks.</summary>
/// <remarks><para>Connects each container to each network, even while it is running.</para></remarks>
/// <docker>docker network connect</docker>
/// <example>
/// <para>Connects a container to a network, with an additional name there.</para>
/// <code>Connect-Network back web -Alias www</code>
/// </example>
/// <example>
/// <para>Connects every container of an application to a network.</para>
/// <code>Connect-Network monitoring -Container (Get-Container -Label app=shop)</code>
/// </example>
[Cmdlet(VerbsCommunications.Connect, "Network", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ConnectNetworkCommand : NetworkContainerCmdlet
{
    /// <summary>Additional names for the containers in the network.</summary>
    [Parameter]
    [Alias("NetworkAlias")]
    [Completions<NothingCompleter>]
    public string[] Alias { get; set; } = [];

    /// <summary>The IPv4 address in the network; with one container only.</summary>
    [Parameter]
    [Alias("Ip")]
    [AddressTransformation]
    [Completions<NothingCompleter>]
    public IPAddress? IPAddress { get; set; }

    /// <summary>The IPv6 address in the network; with one container only.</summary>
    [Parameter]
    [Alias("Ip6")]
    [AddressTransformation]
    [Completions<NothingCompleter>]
    public IPAddress? IPv6Address { get; set; }

    /// <summary>Link-local addresses in the network.</summary>
    [Parameter]
    [Alias("LinkLocalIp")]
    [AddressTransformation]
    [Completions<NothingCompleter>]
    public IPAddress[] LinkLocalIPAddress { get; set; } = [];

    private protected override string? Action => $"Connect {string.Join<ContainerReference>(", ", Container)} to network";

    /// <inheritdoc />
    protected override Task BeginAsync()
    {
        if (Container.Length > 1 && (IPAddress is not null || IPv6Address is not null))
            throw new EngineException(
                EngineError.Invalid,
                new Subject("IPAddress"),
                "Only one container can have the address, so expected one container.");
        return Task.CompletedTask;
    }

    private protected override Task ActAsync(Target network, string container) =>
        network.Client.Networks.ConnectAsync(
            new NetworkAttachment
            {
                Name = network.Key,
                Aliases = Alias,
                IPAddress = IPAddress,
                IPv6Address = IPv6Address,
                LinkLocalAddresses = LinkLocalIPAddress,
            },
            container,
            StoppingToken);
}
