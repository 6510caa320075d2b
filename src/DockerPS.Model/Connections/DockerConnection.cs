namespace DockerPS;

/// <summary>A connection of the session to a Docker engine.</summary>
public sealed class DockerConnection : EngineObject
{
    /// <summary>The docker context that the address came from; null if it came from elsewhere.</summary>
    public string? Context { get; init; }

    /// <summary>Where the address came from: a parameter, a variable, a context, or the default.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether the engine has answered in this session.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Whether cmdlets without <c>-Engine</c> use it.</summary>
    public bool IsDefault { get; init; }

    /// <summary>
    /// The version of the Engine API that is used; null until the engine has been contacted. A <see cref="Version" /> in PowerShell.
    /// </summary>
    public string? ApiVersion { get; init; }

    /// <summary>
    /// The operating system of the containers: <c>linux</c> or <c>windows</c>; empty until the engine has been contacted.
    /// </summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>The folder with the certificates for TLS; null if there is none.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Whether the server's certificate is not checked.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The address.</summary>
    public override string ToString() => Engine;
}
