using System.Text.RegularExpressions;

namespace DockerPS;

/// <summary>What to mount where in a container: a volume, a folder of the host, or a new anonymous volume.</summary>
public sealed partial class VolumeMapping
{
    /// <summary>Reads docker's syntax: <c>[SOURCE:]DESTINATION[:OPTIONS]</c>. The source may be a Windows path.</summary>
    public VolumeMapping(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Syntax().Match(text.Trim());
        if (!match.Success)
            throw new FormatException($"'{text}' is no volume mapping. Expected SOURCE:DESTINATION or SOURCE:DESTINATION:OPTIONS, where SOURCE is a volume or a path and DESTINATION an absolute path in the container, such as data:/var/lib/data or ./site:/www:ro.");
        Source = match.Groups["source"] is { Success: true } source ? source.Value : null;
        Destination = match.Groups["destination"].Value;
        Options = match.Groups["options"] is { Success: true } options ? options.Value : null;
    }

    VolumeMapping(string? source, string destination, string? options)
    {
        Source = source;
        Destination = destination;
        Options = options;
    }

    /// <summary>The volume's name or the path on the host; null for a new anonymous volume.</summary>
    public string? Source { get; }

    /// <summary>The path in the container.</summary>
    public string Destination { get; }

    /// <summary>Options such as <c>ro</c>, <c>z</c> or <c>rshared</c>, separated by commas; null for none.</summary>
    public string? Options { get; }

    /// <summary>Whether the source is a path and no name of a volume: it has a separator, or begins with a dot or a tilde.</summary>
    public bool IsPath => Source is not null && (Source.AsSpan().IndexOfAny("/\\:") >= 0 || Source.StartsWith('.') || Source.StartsWith('~'));

    /// <summary>The same mapping of another source: the path that a relative one stands for.</summary>
    public VolumeMapping WithSource(string source) => new(source, Destination, Options);

    /// <summary>The mapping in docker's syntax.</summary>
    public override string ToString() => $"{(Source is null ? "" : Source + ":")}{Destination}{(Options is null ? "" : ":" + Options)}";

    // the destination is the last part that is an absolute path, so that a drive in the source is no separator
    [GeneratedRegex(@"^(?:(?<source>.+):)?(?<destination>/[^:]*|[A-Za-z]:[\\/][^:]*)(?::(?<options>[A-Za-z,=_-]+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
