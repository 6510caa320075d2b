namespace DockerPS;

/// <summary>Refers to an engine: by context, by address, or by a connection or context object.</summary>
public sealed class EngineReference
{
    /// <summary>Creates a reference from the name of a context or an address.</summary>
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
    /// Creates a reference to the engine of a connection, including its certificates, which also works in a runspace that does not know the
    /// connection.
    /// </summary>
    public EngineReference(DockerConnection connection)
        : this((connection ?? throw new ArgumentNullException(nameof(connection))).Engine)
    {
        CertificatePath = connection.CertificatePath;
        SkipCertificateCheck = connection.SkipCertificateCheck;
    }

    /// <summary>Creates a reference to the engine of a docker context.</summary>
    public EngineReference(DockerContext context)
        : this((context ?? throw new ArgumentNullException(nameof(context))).Name) { }

    /// <summary>The name of the context, or the address.</summary>
    public string Text { get; }

    /// <summary>The certificate folder of the connection that it was created from; null if the user typed text.</summary>
    public string? CertificatePath { get; }

    /// <summary>Whether the connection that it was created from accepts any server.</summary>
    public bool SkipCertificateCheck { get; }

    /// <inheritdoc />
    public override string ToString() => Text;
}
