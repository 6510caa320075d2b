namespace DockerPS;

/// <summary>Names an engine: by context, by address, or by a connection object.</summary>
public sealed class EngineReference
{
    /// <summary>Makes a reference from the name of a context or an address.</summary>
    public EngineReference(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text.Trim();
        if (Text.Length == 0)
            throw new ArgumentException("Expected the name of a docker context or an address such as unix:///var/run/docker.sock, but got an empty text.", nameof(text));
    }

    /// <summary>Makes a reference to the engine of a connection.</summary>
    public EngineReference(DockerConnection connection)
        : this(connection.Engine) { }

    /// <summary>The name of the context, or the address.</summary>
    public string Text { get; }

    /// <inheritdoc />
    public override string ToString() => Text;
}
