namespace DockerPS;

/// <summary>An entry for the hosts file of a container or a build.</summary>
/// <remarks>Source: <c>docker run --add-host</c>.</remarks>
public sealed record HostEntry : ITextValue<HostEntry>
{
    /// <summary>The placeholder for the address of the engine's host.</summary>
    public const string Gateway = "host-gateway";

    /// <summary>The host name.</summary>
    public required string Name { get; init; }

    /// <summary>The address as written, or <c>host-gateway</c> for the engine's host.</summary>
    public required string Address { get; init; }

    /// <summary>Parses docker's syntax: <c>db:10.1.0.5</c>, <c>db=10.1.0.5</c>, <c>db:[fd00::5]</c> or <c>db:host-gateway</c>.</summary>
    public static HostEntry Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        int end = trimmed.IndexOf('=', StringComparison.Ordinal);
        if (end < 0)
            end = trimmed.IndexOf(':', StringComparison.Ordinal);
        string address = end < 0 ? "" : trimmed[(end + 1)..];
        if (address.StartsWith('[') && address.EndsWith(']'))
            address = address[1..^1];
        var entry = new HostEntry { Name = end < 0 ? "" : trimmed[..end], Address = address };
        return entry.IsValid ? entry : throw Invalid(text);
    }

    /// <inheritdoc />
    public void Check()
    {
        if (!IsValid)
            throw Invalid(ToString());
    }

    /// <summary>The entry in the form of the Engine API: <c>NAME:ADDRESS</c>.</summary>
    public override string ToString() => $"{Name}:{Address}";

    bool IsValid => Name.Length > 0 && !Name.Contains(':', StringComparison.Ordinal) && !Name.Any(char.IsWhiteSpace)
        && (Address == Gateway || NetworkAddress.TryParse(Address, out _));

    static FormatException Invalid(string text) =>
        new($"'{text}' is not a valid hosts entry. Expected NAME:ADDRESS, such as db:10.1.0.5, or NAME:{Gateway}.");
}
