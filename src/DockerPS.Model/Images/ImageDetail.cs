namespace DockerPS;

/// <summary>Everything that the engine knows about an image.</summary>
/// <remarks>Source: Engine API, <c>GET /images/{name}/json</c>.</remarks>
public sealed class ImageDetail : Image
{
    /// <summary>The platform, such as <c>linux/amd64</c> or <c>linux/arm64/v8</c>.</summary>
    public string Platform =>
        string.Join('/', ((string?[])[OperatingSystem, Architecture, Variant]).Where(static part => !string.IsNullOrEmpty(part)));

    /// <summary>
    /// Whether it is for a platform, or for several that include it: an image for <c>linux/arm64/v8</c> matches <c>linux/arm64</c>,
    /// <c>arm64</c> and <c>linux</c>.
    /// </summary>
    public bool IsFor(string platform) => IsFor(Platform, platform) || Platforms.Any(own => own.IsAvailable && IsFor(own.Name, platform));

    /// <summary>The operating system: <c>linux</c> or <c>windows</c>.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>The version of the operating system; null for Linux.</summary>
    public string? OperatingSystemVersion { get; init; }

    /// <summary>The processor architecture, such as <c>amd64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The variant of the architecture, such as <c>v8</c>; null if there is none.</summary>
    public string? Variant { get; init; }

    /// <summary>The author from the Dockerfile; empty if there is none.</summary>
    public string Author { get; init; } = "";

    /// <summary>The message of the commit or import that created it.</summary>
    public string Comment { get; init; } = "";

    /// <summary>The entrypoint, in parts; empty if there is none.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The default command of its containers, in parts.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The shell for the commands in its Dockerfile, in parts; empty for the default.</summary>
    public IReadOnlyList<string> Shell { get; init; } = [];

    /// <summary>The environment variables of its containers.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user that its containers run as; empty for root.</summary>
    public string User { get; init; } = "";

    /// <summary>The working directory of its containers; empty for the root directory.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>The exposed ports, such as <c>80/tcp</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>The folders for which each of its containers gets a volume.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>The signal that stops its containers; null for the default, SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>The health check of its containers; null if there is none.</summary>
    public ImageHealthCheck? HealthCheck { get; init; }

    /// <summary>Instructions that run when another image is built on it.</summary>
    public IReadOnlyList<string> OnBuild { get; init; } = [];

    /// <summary>The digests of its layers, lowest first.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>When this engine last gave it a name; null if it never did.</summary>
    public DateTime? LastTagged { get; init; }

    /// <summary>
    /// The driver that stores it, such as <c>overlay2</c>; empty if the engine only reports its own (Get-DockerInfo), as newer engines with
    /// containerd's image store do.
    /// </summary>
    public string StorageDriver { get; init; } = "";

    /// <summary>The names of the containers created from it, running or not.</summary>
    public IReadOnlyList<string> Containers { get; init; } = [];

    /// <summary>The available platforms; empty if the engine keeps only one per image, which is <see cref="Platform" />.</summary>
    public IReadOnlyList<ImagePlatform> Platforms { get; init; } = [];

    /// <summary>Whether the platform of an image matches <c>linux/arm64</c>, <c>arm64</c> or <c>linux</c>.</summary>
    static bool IsFor(string own, string wanted) =>
        (own + "/").StartsWith(wanted + "/", StringComparison.OrdinalIgnoreCase)
            || own.Split('/') is [_, var architecture, ..] && architecture.Equals(wanted, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One platform of an image on an engine that keeps several under one name.</summary>
/// <param name="Name">The platform, such as <c>linux/arm64/v8</c>.</param>
/// <param name="Digest">The digest of the image for this platform.</param>
/// <param name="IsAvailable">Whether the engine has it; otherwise only the registry has it.</param>
/// <param name="Size">The space that it uses on the engine in bytes, packed and unpacked together.</param>
/// <param name="Containers">The names of the containers created from it.</param>
public sealed record ImagePlatform(string Name, string Digest, bool IsAvailable, long Size, IReadOnlyList<string> Containers)
{
    /// <summary>The platform.</summary>
    public override string ToString() => Name;
}

/// <summary>The health check that an image defines for its containers.</summary>
/// <param name="Test">The command in parts, after <c>CMD</c> or <c>CMD-SHELL</c>; <c>NONE</c> disables an inherited check.</param>
/// <param name="Interval">The time between checks; null for the default. A <see cref="TimeSpan" /> in PowerShell, like the other two
/// times.</param>
/// <param name="Timeout">How long a check may take; null for the default.</param>
/// <param name="StartPeriod">How long after the start failures do not count; null for the default.</param>
/// <param name="Retries">The number of consecutive failures that make a container unhealthy; null for the default.</param>
public sealed record ImageHealthCheck(IReadOnlyList<string> Test, string? Interval, string? Timeout, string? StartPeriod, int? Retries)
{
    /// <summary>The command as one string.</summary>
    public override string ToString() => string.Join(' ', Test);
}
