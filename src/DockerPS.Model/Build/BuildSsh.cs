namespace DockerPS;

/// <summary>A way for the steps of a build to log in over ssh: an agent of this machine, or keys of which one is made.</summary>
/// <remarks>Source: <c>docker build --ssh</c>.</remarks>
public sealed class BuildSsh
{
    /// <summary>Reads docker's syntax: <c>default</c> for the agent of this session, <c>id=/path/to/socket</c>, or <c>id=/path/key,/path/other</c>.</summary>
    public BuildSsh(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        Id = equals < 0 ? text : text[..equals];
        Paths = equals < 0 || equals == text.Length - 1 ? [] : CommaFields.Split(text[(equals + 1)..]);
        if (Id.Length == 0 || Paths.Any(static path => path.Length == 0))
            throw new FormatException($"'{text}' is not what is expected: default, or an id with the path of an agent's socket or of keys, such as default=~/.ssh/id_ed25519.");
    }

    BuildSsh(string id, IReadOnlyList<string> paths)
    {
        Id = id;
        Paths = paths;
    }

    /// <summary>What the steps call it: <c>RUN --mount=type=ssh,id=default</c>.</summary>
    public string Id { get; }

    /// <summary>The socket of an agent, or keys; none for the agent that <c>SSH_AUTH_SOCK</c> names.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>The same with other paths: those that relative ones stand for.</summary>
    public BuildSsh WithPaths(IEnumerable<string> paths) => new(Id, [.. paths]);

    /// <summary>The text that makes it.</summary>
    public override string ToString() => Paths.Count == 0 ? Id : $"{Id}={string.Join(',', Paths)}";
}
