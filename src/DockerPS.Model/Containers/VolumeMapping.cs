namespace DockerPS;

/// <summary>Mounts a volume, a host folder, or a new anonymous volume in a container.</summary>
/// <remarks>Source: <c>docker run --volume</c>.</remarks>
public sealed record VolumeMapping : ITextValue<VolumeMapping>
{
    const string Expected = "Expected [source:]destination[:options], where the source is a volume or a path and the destination an absolute path in the container, such as data:/var/lib/data or ./site:/www:ro.";

    /// <summary>The name of the volume or the path on the host; null for a new anonymous volume.</summary>
    public string? Source { get; init; }

    /// <summary>The path in the container.</summary>
    public required string Destination { get; init; }

    /// <summary>Options such as <c>ro</c>, <c>z</c> or <c>rshared</c>, separated by commas; null for none.</summary>
    public string? Options { get; init; }

    /// <summary>Whether the source is a path, not the name of a volume: it contains a separator, or begins with a dot or a tilde.</summary>
    public bool IsPath =>
        Source is not null && (Source.AsSpan().IndexOfAny("/\\:") >= 0 || Source.StartsWith('.') || Source.StartsWith('~'));

    /// <summary>
    /// Parses docker's syntax: <c>[SOURCE:]DESTINATION[:OPTIONS]</c>. Source and destination may be Windows paths, drives and named pipes.
    /// </summary>
    public static VolumeMapping Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var mapping = Split(text.Trim()) switch
        {
            [var destination] => new VolumeMapping { Destination = destination },
            [var source, var destination] => new VolumeMapping { Source = source, Destination = destination },
            [var source, var destination, var options] =>
                new VolumeMapping { Source = source, Destination = destination, Options = options },
            _ => throw Invalid(text),
        };
        if (!mapping.IsValid)
            throw Invalid(text);
        return mapping;
    }

    /// <inheritdoc />
    public void Check()
    {
        if (!IsValid)
            throw Invalid(ToString());
    }

    /// <summary>The mapping in docker's syntax.</summary>
    public override string ToString() => $"{(Source is null ? "" : Source + ":")}{Destination}{(Options is null ? "" : ":" + Options)}";

    bool IsValid => Source != "" && IsAbsolute(Destination)
        && (Options is null || (Source is not null && Options.Length > 0 && Options.All(
            static c => char.IsAsciiLetter(c) || c is ',' or '=' or '_' or '-')));

    static bool IsAbsolute(string path) => path.StartsWith('/') || path.StartsWith('\\') || IsDrive(path);

    static bool IsDrive(string path) => path is [var letter, ':', ..] && char.IsAsciiLetter(letter);

    /// <summary>
    /// Splits the text at its colons. A colon after a single letter belongs to a drive letter; a longer name before a colon and a slash may
    /// be a PowerShell drive.
    /// </summary>
    static List<string> Split(string text)
    {
        var parts = new List<string>();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != ':' || (i == start + 1 && char.IsAsciiLetter(text[start])))
                continue;
            parts.Add(text[start..i]);
            start = i + 1;
        }
        parts.Add(text[start..]);
        // Temp:/site:/www has one part too many: the first two are one path
        if (parts.Count >= 3 && parts[0].AsSpan().IndexOfAny("/\\:") < 0 && IsAbsolute(parts[1]) && IsAbsolute(parts[2]))
        {
            parts[0] = $"{parts[0]}:{parts[1]}";
            parts.RemoveAt(1);
        }
        return parts;
    }

    static FormatException Invalid(string text) => new($"'{text}' is not a valid volume mapping. {Expected}");
}
