using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerPS.Formatting;

/// <summary>Consecutive ports of a container, and where they are published.</summary>
/// <param name="Address">The host address; empty for every address, and if not published.</param>
/// <param name="HostPort">The first host port; null if not published.</param>
/// <param name="Port">The first container port.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Count">The number of ports.</param>
sealed partial record PortRange(string Address, int? HostPort, int Port, string Protocol, int Count)
{
    /// <summary>
    /// Parses the text that <see cref="ContainerPort" /> writes, which is all that remains of a port in a job's result; null for other
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

    /// <summary>Sorts ports, removes duplicates, and combines consecutive ones.</summary>
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

    /// <summary>Docker's notation: <c>127.0.0.1:10000-10020->10000-10020/tcp</c>, <c>8080->80/tcp</c>, <c>80/tcp</c>.</summary>
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
