namespace DockerPS;

/// <summary>A docker context: a named engine, with everything needed to reach it, in the docker command's own store.</summary>
public sealed class DockerContext
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The description.</summary>
    public string Description { get; init; } = "";

    /// <summary>The address of the engine, as stored: <c>ssh://me@host</c>.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Whether the docker command, and cmdlets in a session without <c>Connect-Docker</c>, use it.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Whether the server's certificate is not checked.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The folder with its certificates; null if it has none.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>The names of its certificate files: <c>ca.pem</c>, <c>cert.pem</c>, <c>key.pem</c>.</summary>
    public IReadOnlyList<string> CertificateFiles { get; init; } = [];

    /// <summary>The file that describes it; null for the context <c>default</c>, which has no file.</summary>
    public string? MetadataPath { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
