namespace DockerPS;

/// <summary>An SSH agent that build steps can use.</summary>
/// <remarks>Source: <c>docker build --ssh</c>.</remarks>
public sealed record BuildSsh : ITextValue<BuildSsh>
{
    /// <summary>The id that a step requests by default.</summary>
    public const string DefaultId = "default";

    /// <summary>The id by which a step requests the agent.</summary>
    public string Id { get; init; } = DefaultId;

    /// <summary>The socket of the agent; null for the session's agent (<c>SSH_AUTH_SOCK</c>).</summary>
    public string? Path { get; init; }

    /// <summary>Parses docker's syntax: <c>default</c>, or <c>default=/path/of/the/socket</c>.</summary>
    public static BuildSsh Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        var agent = new BuildSsh
        {
            Id = (equals < 0 ? text : text[..equals]).Trim(),
            Path = equals < 0 ? null : text[(equals + 1)..],
        };
        agent.Check();
        return agent;
    }

    /// <inheritdoc />
    public void Check()
    {
        if (Id.Length == 0 || Path?.Length == 0)
            throw new FormatException($"'{this}' is not a valid SSH agent. Expected default, or ID=PATH with the path of the agent's socket.");
    }

    /// <summary>The agent in docker's syntax.</summary>
    public override string ToString() => Path is null ? Id : $"{Id}={Path}";
}
