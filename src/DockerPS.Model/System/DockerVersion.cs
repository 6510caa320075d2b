namespace DockerPS;

/// <summary>The version of an engine and of its API.</summary>
/// <remarks>Source: Engine API, <c>GET /version</c>.</remarks>
public sealed class DockerVersion : EngineObject
{
    /// <summary>
    /// The numeric version of the engine, for comparisons; null if it has none. A <see cref="System.Version" /> in PowerShell, like the
    /// other versions.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>The version of the engine as it reports it, such as <c>20.10.24+dfsg1</c>.</summary>
    public string FullVersion { get; init; } = "";

    /// <summary>The newest supported version of the Engine API.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The oldest supported version of the Engine API; null if the engine does not report it.</summary>
    public string? MinimumApiVersion { get; init; }

    /// <summary>The version of the Engine API that this module uses with it.</summary>
    public string? UsedApiVersion { get; init; }

    /// <summary>The version of this module.</summary>
    public string? ModuleVersion { get; init; }

    /// <summary>The product, such as <c>Docker Engine - Community</c>; empty if the engine does not report it.</summary>
    public string Platform { get; init; } = "";

    /// <summary>The operating system of its containers: <c>linux</c> or <c>windows</c>.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>The processor architecture, such as <c>amd64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The version of the kernel.</summary>
    public string KernelVersion { get; init; } = "";

    /// <summary>The version of Go that it was built with.</summary>
    public string GoVersion { get; init; } = "";

    /// <summary>The commit that it was built from.</summary>
    public string GitCommit { get; init; } = "";

    /// <summary>When it was built; null if the engine does not report it.</summary>
    public DateTime? Built { get; init; }

    /// <summary>Whether experimental features are on.</summary>
    public bool Experimental { get; init; }

    /// <summary>The components: engine, containerd, runc…</summary>
    public IReadOnlyList<DockerComponent> Components { get; init; } = [];

    /// <summary>The version of the engine, as it reports it.</summary>
    public override string ToString() => FullVersion;
}

/// <summary>A component of an engine.</summary>
/// <param name="Name">The name, such as <c>containerd</c>.</param>
/// <param name="Version">The version.</param>
/// <param name="Details">More details.</param>
public sealed record DockerComponent(string Name, string Version, IReadOnlyDictionary<string, string> Details)
{
    /// <summary>Name and version.</summary>
    public override string ToString() => $"{Name} {Version}";
}
