namespace DockerPS.Engine;

/// <summary>Where an engine is, how to reach it, and how that was found out.</summary>
/// <param name="Address">The address in its normal form, such as <c>unix:///var/run/docker.sock</c>; it identifies the engine in a
/// session.</param>
/// <param name="Source">Where the address came from, as it reads in an error: <c>the environment variable DOCKER_HOST</c>.</param>
public sealed record EngineEndpoint(string Address, string Source)
{
    /// <summary>The docker context that it came from; null when it came from elsewhere.</summary>
    public string? Context { get; init; }

    /// <summary>The certificates for TLS; null for a connection without it.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>How long connecting may take, and the engine's first answer; null for what is usual.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>How a TLS connection proves both ends. Paths are of PEM files; null where there is none.</summary>
/// <param name="CaFile">The authorities that the server's certificate must come from; null for the system's.</param>
/// <param name="CertificateFile">The client's certificate.</param>
/// <param name="KeyFile">The client's private key.</param>
/// <param name="SkipVerify">Whether any server is taken as the right one.</param>
public sealed record TlsSettings(string? CaFile, string? CertificateFile, string? KeyFile, bool SkipVerify)
{
    const string CaName = "ca.pem";
    const string CertificateName = "cert.pem";
    const string KeyName = "key.pem";

    /// <summary>The names of the files that docker looks for in a folder of certificates.</summary>
    internal static IReadOnlyList<string> FileNames { get; } = [CaName, CertificateName, KeyName];

    /// <summary>The files of a folder, as far as they are there.</summary>
    internal static TlsSettings FromFolder(string folder, bool skipVerify)
    {
        return new TlsSettings(Find(CaName), Find(CertificateName), Find(KeyName), skipVerify);

        string? Find(string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;
    }

    /// <summary>Whether there is any file.</summary>
    internal bool HasFiles => CaFile is not null || CertificateFile is not null || KeyFile is not null;
}
