using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerPS.Formatting;

/// <summary>Ports of a container that follow each other, and where they are published.</summary>
/// <param name="Address">The host's address; empty for every address, and for what is not published.</param>
/// <param name="HostPort">The first port on the host; null for what is not published.</param>
/// <param name="Port">The first port in the container.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Count">How many ports there are.</param>
sealed partial record PortRange(string Address, int? HostPort, int Port, string Protocol, int Count)
{
    /// <summary>
    /// Reads a port as <see cref="ContainerPort" /> writes it, which is all that is left of one in what a job returned; null for another
    /// text.
    /// </summary>
    public static PortRange? TryParse(string? text)
    {
        var match = Written().Match(text ?? "");
        if (!match.Success)
            return null;
        string address = match.Groups["address"].Value;
        return new PortRange(
            address is "0.0.0.0" or "[::]" ? "" : address,
            match.Groups["host"].Success ? ToNumber(match.Groups["host"]) : null,
            ToNumber(match.Groups["port"]),
            match.Groups["protocol"].Value,
            1);
    }

    /// <summary>The ports in their order, each once, and those that follow each other as one.</summary>
    public static IEnumerable<PortRange> Fold(IEnumerable<PortRange> ports) =>
        ports.Distinct()
            .GroupBy(static port => (port.Protocol, port.Address))
            .SelectMany(static alike => FoldAlike(alike.OrderBy(static port => port.Port).ThenBy(static port => port.HostPort)))
            .OrderBy(static range => range.Port)
                .ThenBy(static range => range.Protocol, StringComparer.Ordinal)
                .ThenBy(static range => range.HostPort)
                .ThenBy(static range => range.Address, StringComparer.Ordinal);

    static IEnumerable<PortRange> FoldAlike(IEnumerable<PortRange> ports)
    {
        PortRange? open = null;
        foreach (var port in ports)
        {
            if (open is not null && !open.IsFollowedBy(port))
                yield return open;
            open = open is not null && open.IsFollowedBy(port) ? open with { Count = open.Count + 1 } : port;
        }
        if (open is not null)
            yield return open;
    }

    /// <summary>As docker writes it: <c>127.0.0.1:10000-10020->10000-10020/tcp</c>, <c>8080->80/tcp</c>, <c>80/tcp</c>.</summary>
    public override string ToString() => HostPort is { } host
        ? $"{(Address.Length == 0 ? "" : Address + ":")}{Range(host)}->{Range(Port)}/{Protocol}"
        : $"{Range(Port)}/{Protocol}";

    bool IsFollowedBy(PortRange next) =>
        next.Port == Port + Count && next.HostPort == (HostPort is { } host ? host + Count : null);

    string Range(int first) =>
        Count == 1
            ? first.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{first}-{first + Count - 1}");

    static int ToNumber(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:(?<address>.*):(?<host>\d{1,5})->)?(?<port>\d{1,5})/(?<protocol>\w+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
