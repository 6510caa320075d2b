namespace DockerPS.Engine;

/// <summary>The address of an engine, how to reach it, and where that came from.</summary>
/// <param name="Address">The address in its normal form, such as <c>unix:///var/run/docker.sock</c>; it identifies the engine in a
/// session.</param>
/// <param name="Source">Where the address came from, as named in errors: <c>the environment variable DOCKER_HOST</c>.</param>
public sealed record EngineEndpoint(string Address, string Source)
{
    /// <summary>The docker context that it came from; null if it came from elsewhere.</summary>
    public string? Context { get; init; }

    /// <summary>The TLS settings; null for a connection without TLS.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>The time limit for connecting and for the engine's first answer; null for the default.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>The TLS settings of a connection. Paths are of PEM files; null if there is none.</summary>
/// <param name="CaFile">The certificate authorities that the server's certificate must come from; null for the system's.</param>
/// <param name="CertificateFile">The client's certificate.</param>
/// <param name="KeyFile">The client's private key.</param>
/// <param name="SkipVerify">Whether any server certificate is accepted.</param>
public sealed record TlsSettings(string? CaFile, string? CertificateFile, string? KeyFile, bool SkipVerify)
{
    const string CaName = "ca.pem";
    const string CertificateName = "cert.pem";
    const string KeyName = "key.pem";

    /// <summary>The file names that docker uses in a certificate folder.</summary>
    internal static IReadOnlyList<string> FileNames { get; } = [CaName, CertificateName, KeyName];

    /// <summary>The files that exist in a folder.</summary>
    internal static TlsSettings FromFolder(string folder, bool skipVerify)
    {
        return new TlsSettings(Find(CaName), Find(CertificateName), Find(KeyName), skipVerify);

        string? Find(string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;
    }

    /// <summary>Whether there are any files.</summary>
    internal bool HasFiles => CaFile is not null || CertificateFile is not null || KeyFile is not null;
}
