namespace DockerPS;

/// <summary>Names an engine: by context, by address, or by a connection or context object.</summary>
public sealed class EngineReference
{
    /// <summary>Makes a reference from the name of a context or an address.</summary>
    public EngineReference(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text.Trim();
        if (Text.Length == 0)
        {
            throw new FormatException(
                "Expected the name of a docker context or an address such as unix:///var/run/docker.sock, but got an empty text.");
        }
    }

    /// <summary>
    /// Makes a reference to the engine of a connection, with its certificates: also for another runspace, which knows nothing of it.
    /// </summary>
    public EngineReference(DockerConnection connection)
        : this((connection ?? throw new ArgumentNullException(nameof(connection))).Engine)
    {
        CertificatePath = connection.CertificatePath;
        SkipCertificateCheck = connection.SkipCertificateCheck;
    }

    /// <summary>Makes a reference to the engine of a docker context.</summary>
    public EngineReference(DockerContext context)
        : this((context ?? throw new ArgumentNullException(nameof(context))).Name) { }

    /// <summary>The name of the context, or the address.</summary>
    public string Text { get; }

    /// <summary>The folder with the certificates of the connection that it was made from; null when the user wrote a text.</summary>
    public string? CertificatePath { get; }

    /// <summary>Whether the connection that it was made from takes any server.</summary>
    public bool SkipCertificateCheck { get; }

    /// <inheritdoc />
    public override string ToString() => Text;
}
