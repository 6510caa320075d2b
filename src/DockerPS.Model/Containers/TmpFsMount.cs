namespace DockerPS;

/// <summary>A folder in memory in a container.</summary>
/// <remarks>Source: <c>docker run --tmpfs</c>.</remarks>
public sealed record TmpFsMount : ITextValue<TmpFsMount>
{
    /// <summary>The path in the container.</summary>
    public required string Path { get; init; }

    /// <summary>Mount options such as <c>size=64m,noexec</c>; null for none.</summary>
    public string? Options { get; init; }

    /// <summary>Parses docker's syntax: <c>/run</c> or <c>/run:size=64m,noexec</c>.</summary>
    public static TmpFsMount Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split(':', 2);
        var mount = new TmpFsMount { Path = parts[0], Options = parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null };
        mount.Check();
        return mount;
    }

    /// <inheritdoc />
    public void Check()
    {
        if (!Path.StartsWith('/'))
        {
            throw new FormatException(
                $"'{this}' is not a valid tmpfs mount. Expected an absolute path in the container, optionally followed by a colon and "
                + "mount options, such as /run:size=64m.");
        }
    }

    /// <summary>The mount in docker's syntax.</summary>
    public override string ToString() => Options is null ? Path : $"{Path}:{Options}";
}
