namespace DockerPS;

/// <summary>Which engine runs, and which API it speaks.</summary>
/// <remarks>Source: Engine API, <c>GET /version</c>.</remarks>
public sealed class DockerVersion : EngineObject
{
    /// <summary>
    /// The numbers of the engine's version, to compare with; null when it has none. A <see cref="System.Version" /> in PowerShell, as the
    /// other versions are.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>The engine's version as it writes it, such as <c>20.10.24+dfsg1</c>.</summary>
    public string FullVersion { get; init; } = "";

    /// <summary>The newest version of the Engine API that it speaks.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The oldest version of the Engine API that it speaks; null when it does not say.</summary>
    public string? MinimumApiVersion { get; init; }

    /// <summary>The version of the Engine API that this module speaks with it.</summary>
    public string? UsedApiVersion { get; init; }

    /// <summary>The version of this module.</summary>
    public string? ModuleVersion { get; init; }

    /// <summary>The product, such as <c>Docker Engine - Community</c>; empty when it does not say.</summary>
    public string Platform { get; init; } = "";

    /// <summary>What its containers run on: <c>linux</c> or <c>windows</c>.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>The processor architecture, such as <c>amd64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The version of the kernel.</summary>
    public string KernelVersion { get; init; } = "";

    /// <summary>The Go that it was built with.</summary>
    public string GoVersion { get; init; } = "";

    /// <summary>The commit that it was built from.</summary>
    public string GitCommit { get; init; } = "";

    /// <summary>When it was built; null when it does not say.</summary>
    public DateTime? Built { get; init; }

    /// <summary>Whether its experimental features are on.</summary>
    public bool Experimental { get; init; }

    /// <summary>The parts that it is made of: engine, containerd, runc…</summary>
    public IReadOnlyList<DockerComponent> Components { get; init; } = [];

    /// <summary>The engine's version as it writes it.</summary>
    public override string ToString() => FullVersion;
}

/// <summary>A part of an engine.</summary>
/// <param name="Name">The name, such as <c>containerd</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Details">What else it tells of itself.</param>
public sealed record DockerComponent(string Name, string Version, IReadOnlyDictionary<string, string> Details)
{
    /// <summary>Name and version.</summary>
    public override string ToString() => $"{Name} {Version}";
}
