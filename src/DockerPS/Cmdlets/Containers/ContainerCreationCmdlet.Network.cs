using System.Management.Automation;
using System.Net;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Kinds;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>
    /// Ports to publish: <c>8080:80</c>, <c>127.0.0.1:8080:80/udp</c>, ranges such as <c>8000-8010:80-90</c>, <c>80</c> to use a free port
    /// of the host, <c>published=8080,target=80</c>, or a hashtable <c>@{ 8080 = 80 }</c> of host and container ports.
    /// </summary>
    [Parameter]
    [Alias("Publish", "p")]
    [PortMappingTransformation]
    [Completions<NothingCompleter>]
    public virtual PortMapping[] Port { get; set; } = [];

    /// <summary>Publishes every port that the image exposes to a free port of the host.</summary>
    [Parameter]
    public SwitchParameter PublishAll { get; set; }

    /// <summary>
    /// The network: its name, <c>bridge</c>, <c>host</c>, <c>none</c>, or <c>container:NAME</c> to share another container's network.
    /// Several are allowed, each with its own options: <c>name=back,alias=db,ip=10.1.0.5</c>.
    /// </summary>
    [Parameter]
    [Alias("Net")]
    [Completions<NetworkCompleter>]
    [FieldValuesTransformation<NetworkAttachment>("alias", "link-local-ip", "driver-opt")]
    public NetworkAttachment[] Network { get; set; } = [];

    /// <summary>Additional names for the container in its first network.</summary>
    [Parameter]
    [Alias("NetAlias")]
    [Completions<NothingCompleter>]
    public string[] NetworkAlias { get; set; } = [];

    /// <summary>The container's IPv4 address in its first network.</summary>
    [Parameter]
    [Alias("Ip")]
    [AddressTransformation]
    [Completions<NothingCompleter>]
    public IPAddress? IPAddress { get; set; }

    /// <summary>The container's IPv6 address in its first network.</summary>
    [Parameter]
    [Alias("Ip6")]
    [AddressTransformation]
    [Completions<NothingCompleter>]
    public IPAddress? IPv6Address { get; set; }

    /// <summary>The container's link-local addresses in its first network.</summary>
    [Parameter]
    [Alias("LinkLocalIp")]
    [AddressTransformation]
    [Completions<NothingCompleter>]
    public IPAddress[] LinkLocalIPAddress { get; set; } = [];

    /// <summary>The container's MAC address in its first network, such as <c>02:42:ac:11:00:02</c>.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string? MacAddress { get; set; }

    /// <summary>
    /// Containers that this one can reach by name in its network, as <c>NAME</c> or <c>NAME:ALIAS</c>. User-defined networks do not need
    /// it.
    /// </summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string[] Link { get; set; } = [];

    /// <summary>Ports to expose without publishing them, such as <c>80</c>, <c>80-90</c> or <c>53/udp</c>.</summary>
    [Parameter]
    [PortMappingTransformation]
    [Completions<NothingCompleter>]
    public PortMapping[] Expose { get; set; } = [];

    /// <summary>The container's host name.</summary>
    [Parameter]
    [Alias("h")]
    [Completions<NothingCompleter>]
    public string? Hostname { get; set; }

    /// <summary>The container's domain name.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string? DomainName { get; set; }

    /// <summary>
    /// Entries for the container's hosts file, as <c>NAME:ADDRESS</c>; <c>host-gateway</c> is the address of the engine's host.
    /// </summary>
    [Parameter]
    [ValuesTransformation<HostEntry>]
    [Completions<NothingCompleter>]
    public HostEntry[] AddHost { get; set; } = [];

    /// <summary>The container's DNS servers.</summary>
    [Parameter]
    [AddressTransformation]
    [Completions<NothingCompleter>]
    public IPAddress[] Dns { get; set; } = [];

    /// <summary>Options for name resolution, such as <c>ndots:2</c>.</summary>
    [Parameter]
    [Alias("DnsOpt")]
    [Completions<NothingCompleter>]
    public string[] DnsOption { get; set; } = [];

    /// <summary>Search domains for name resolution.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string[] DnsSearch { get; set; } = [];
}
