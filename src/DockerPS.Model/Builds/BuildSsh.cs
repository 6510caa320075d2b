namespace DockerPS;

/// <summary>An SSH agent that steps of a build may use.</summary>
/// <remarks>Source: <c>docker build --ssh</c>.</remarks>
public sealed class BuildSsh
{
    /// <summary>The id that a step asks for when it names none.</summary>
    public const string DefaultId = "default";

    /// <summary>Reads docker's syntax: <c>default</c>, or <c>default=/path/of/the/socket</c>.</summary>
    public BuildSsh(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        Id = (equals < 0 ? text : text[..equals]).Trim();
        Path = equals < 0 ? null : text[(equals + 1)..];
        if (Id.Length == 0 || Path?.Length == 0)
            throw new FormatException($"'{text}' names no SSH agent. Expected default, or ID=PATH with the path of the agent's socket.");
    }

    /// <summary>The name by which a step asks for it.</summary>
    public string Id { get; }

    /// <summary>The socket of the agent; null for the one that this session knows (<c>SSH_AUTH_SOCK</c>).</summary>
    public string? Path { get; private init; }

    /// <summary>The same with another path: the one that a relative one stands for.</summary>
    public BuildSsh WithPath(string path) => new(Id) { Path = path };

    /// <summary>It in docker's syntax.</summary>
    public override string ToString() => Path is null ? Id : $"{Id}={Path}";
}
