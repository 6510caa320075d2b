using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>
/// Checks the options of a container before they are sent to the engine: what the docker command itself refuses is refused here, too.
/// </summary>
static partial class ContainerCheck
{
    /// <summary>Checks a container to be created.</summary>
    /// <exception cref="EngineException">An option is invalid.</exception>
    public static void Run(ContainerSpecification specification)
    {
        if (specification.Name is { } name)
            Run("ContainerName", name, () => ResourceName.CheckContainer(name));
        Run("Port", specification.Ports);
        Run("Volume", specification.Volumes);
        Run("Mount", specification.Mounts);
        Run("TmpFs", specification.TmpFs);
        Run("AddHost", specification.AddHost);
        Run("Device", specification.Devices);
        Run("Gpu", specification.Gpus);
        if (specification.RestartPolicy is { } policy)
            Run("RestartPolicy", [policy]);
        if (specification.Health is { } health)
            Run("HealthCheck", [health]);
        Run("Limit", null, specification.Limits.Check);
        foreach (string label in specification.Labels.Keys)
            Run("Label", label, () => PairName.CheckLabel(label));
        foreach (string variable in specification.Environment)
            Run("Environment", PairName.Of(variable), () => PairName.CheckVariable(variable));
        foreach (string domain in specification.DnsSearch)
            Run("DnsSearch", domain, () => SearchDomain.Normalize(domain));
        SecurityOptions.Check(specification.SecurityOptions);
        CheckExposed(specification.Exposed);
        CheckNetworks(specification);
        CheckOthers(specification);
    }

    /// <summary>Checks values.</summary>
    /// <param name="kind">The kind of the values, as in an error id.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="EngineException">A value is invalid.</exception>
    public static void Run<T>(string kind, IEnumerable<T> values)
        where T : ITextValue<T>
    {
        foreach (var value in values)
            Run(kind, value.ToString(), value.Check);
    }

    /// <summary>Runs a check of the model.</summary>
    /// <exception cref="EngineException">The check fails.</exception>
    public static void Run(string kind, string? name, Action check)
    {
        try
        {
            check();
        }
        catch (FormatException e)
        {
            throw new EngineException(EngineError.Invalid, new Subject(kind, name), e.Message, e);
        }
    }

    static void CheckExposed(IReadOnlyList<PortMapping> ports)
    {
        Run("Expose", ports);
        if (ports.FirstOrDefault(static port => port.HostPort is not null || port.HostAddress is not null) is { } published)
        {
            throw Invalid(
                "Expose",
                published.ToString(),
                $"'{published}' is not a valid port to expose. Expected just a container port, such as 80, 80-90 or 53/udp.");
        }
    }

    static void CheckNetworks(ContainerSpecification specification)
    {
        if (specification.Networks is [var first, ..])
        {
            RefuseTwice(first, first.Aliases.Count > 0 && specification.NetworkAliases.Count > 0, "aliases");
            RefuseTwice(first, first.IPAddress is not null && specification.IPAddress is not null, "an IPv4 address");
            RefuseTwice(first, first.IPv6Address is not null && specification.IPv6Address is not null, "an IPv6 address");
            RefuseTwice(first, first.MacAddress is not null && specification.MacAddress is not null, "a MAC address");
            RefuseTwice(first, first.LinkLocalAddresses.Count > 0 && specification.LinkLocalAddresses.Count > 0, "link-local addresses");
        }
        var networks = ContainerCreation.ToNetworks(specification);
        Run("Network", networks);
        if (networks.GroupBy(static network => network.Name).FirstOrDefault(static group => group.Skip(1).Any())?.Key is { } twice)
            throw Invalid("Network", twice, $"The network {twice} is specified more than once.");
        if (networks.FirstOrDefault(static network => !network.IsUserDefined) is { } own
            && networks.FirstOrDefault(static network => network.IsUserDefined) is { } other)
            throw Invalid(
                "Network",
                own.Name,
                $"A container in the network {own.Name} cannot be in {other.Name} as well. Expected user-defined networks, or one built-in "
                + "network.");
    }

    static void RefuseTwice(NetworkAttachment network, bool isTwice, string what)
    {
        if (isTwice)
        {
            throw Invalid(
                "Network",
                network.Name,
                $"The network {network.Name} and the container both specify {what}. Expected it only once.");
        }
    }

    static void CheckOthers(ContainerSpecification specification)
    {
        if (specification.LogDriver == "none" && specification.LogOptions.Count > 0)
            throw Invalid("LogOption", null, "The log driver none does not keep a log, so it has no options.");
        if (specification is { RemoveAfter: true, RestartPolicy.Name: not "no" and not null })
            throw Invalid(
                "RestartPolicy",
                specification.RestartPolicy.ToString(),
                "A container that is removed when it exits cannot be restarted: expected either no restart policy or no automatic "
                + "removal.");
        if (specification.Links.FirstOrDefault(static link => link.Length == 0 || link.Count(static c => c == ':') > 1) is { } link)
            throw Invalid("Link", link, $"'{link}' is not a valid link. Expected NAME or NAME:ALIAS.");
        if (specification.DeviceRules.FirstOrDefault(static rule => !DeviceRule().IsMatch(rule)) is { } rule)
        {
            throw Invalid(
                "DeviceRule",
                rule,
                $"'{rule}' is not a valid device rule. Expected a type, numbers and permissions, such as c 42:* rmw.");
        }
    }

    static EngineException Invalid(string kind, string? value, string message) =>
        new(EngineError.Invalid, new Subject(kind, value), message);

    [GeneratedRegex(@"^[acb] (?:[0-9]+|\*):(?:[0-9]+|\*) [rwm]{1,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex DeviceRule();
}
