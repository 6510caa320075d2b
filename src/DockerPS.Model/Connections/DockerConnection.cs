namespace DockerPS;

/// <summary>A connection of the session to a Docker engine.</summary>
public sealed class DockerConnection : EngineObject
{
    /// <summary>The docker context that the address came from; null when it came from elsewhere.</summary>
    public string? Context { get; init; }

    /// <summary>Where the address came from: a parameter, a variable, a context, the default.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether the engine has answered in this session.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Whether cmdlets without <c>-Engine</c> use it.</summary>
    public bool IsDefault { get; init; }

    /// <summary>
    /// The version of the Engine API that both sides speak; null while the engine has not been asked. A <see cref="Version" /> in
    /// PowerShell.
    /// </summary>
    public string? ApiVersion { get; init; }

    /// <summary>What the engine's containers run on: <c>linux</c> or <c>windows</c>; empty while it has not been asked.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>The folder with the certificates for TLS; null when there is none.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Whether the server's certificate is not checked.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Its address.</summary>
    public override string ToString() => Engine;
}
