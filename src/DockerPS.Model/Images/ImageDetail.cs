namespace DockerPS;

/// <summary>All that the engine knows of an image.</summary>
/// <remarks>Source: Engine API, <c>GET /images/{name}/json</c>.</remarks>
public sealed class ImageDetail : Image
{
    /// <summary>What it runs on, such as <c>linux/amd64</c> or <c>linux/arm64/v8</c>.</summary>
    public string Platform =>
        string.Join('/', ((string?[])[OperatingSystem, Architecture, Variant]).Where(static part => !string.IsNullOrEmpty(part)));

    /// <summary>
    /// Whether it is for a platform, or for several of which that is one: <c>linux/arm64</c>, <c>arm64</c> or <c>linux</c> of an image for
    /// <c>linux/arm64/v8</c>.
    /// </summary>
    public bool IsFor(string platform) => IsFor(Platform, platform) || Platforms.Any(own => own.IsAvailable && IsFor(own.Name, platform));

    /// <summary>The operating system: <c>linux</c> or <c>windows</c>.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>The version of the operating system; null for Linux.</summary>
    public string? OperatingSystemVersion { get; init; }

    /// <summary>The processor architecture, such as <c>amd64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The variant of the architecture, such as <c>v8</c>; null where there is none.</summary>
    public string? Variant { get; init; }

    /// <summary>Who made it, as its Dockerfile says; empty when it does not.</summary>
    public string Author { get; init; } = "";

    /// <summary>The message of the commit or import that made it.</summary>
    public string Comment { get; init; } = "";

    /// <summary>The program that a container of it runs, in parts; empty when it names none.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The command of a container that names none, in parts.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The shell that its Dockerfile's commands run in, in parts; empty for the default.</summary>
    public IReadOnlyList<string> Shell { get; init; } = [];

    /// <summary>The environment variables that a container of it has.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user that a container of it runs as; empty for root.</summary>
    public string User { get; init; } = "";

    /// <summary>The folder that a container of it runs in; empty for the root.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>The ports that it says it listens on, such as <c>80/tcp</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>The folders that each container of it gets a volume for.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>The signal that stops a container of it; null for the default, SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>How a container of it is checked; null when it is not.</summary>
    public ImageHealthCheck? HealthCheck { get; init; }

    /// <summary>Instructions that run when another image is built on it.</summary>
    public IReadOnlyList<string> OnBuild { get; init; } = [];

    /// <summary>The digests of its layers, the lowest first.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>When this engine last gave it a name; null when it never did.</summary>
    public DateTime? LastTagged { get; init; }

    /// <summary>
    /// The driver that stores it, such as <c>overlay2</c>; empty where the engine tells it only of itself (Get-DockerInfo), as newer ones
    /// with containerd's image store do.
    /// </summary>
    public string StorageDriver { get; init; } = "";

    /// <summary>The containers that are made of it, running or not, by their names.</summary>
    public IReadOnlyList<string> Containers { get; init; } = [];

    /// <summary>
    /// The platforms that it exists for; none where the engine keeps each image for one alone, which is <see cref="Platform" />.
    /// </summary>
    public IReadOnlyList<ImagePlatform> Platforms { get; init; } = [];

    /// <summary>Whether an image of a platform is one that somebody means by <c>linux/arm64</c>, <c>arm64</c> or <c>linux</c>.</summary>
    static bool IsFor(string own, string wanted) =>
        (own + "/").StartsWith(wanted + "/", StringComparison.OrdinalIgnoreCase)
            || own.Split('/') is [_, var architecture, ..] && architecture.Equals(wanted, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One of the platforms that an image exists for, on an engine that keeps several under one name.</summary>
/// <param name="Name">The platform, such as <c>linux/arm64/v8</c>.</param>
/// <param name="Digest">The digest of the image for this platform.</param>
/// <param name="IsAvailable">Whether the engine has it; else only its registry has.</param>
/// <param name="Size">Bytes that it takes on the engine, packed and unpacked together.</param>
/// <param name="Containers">The containers that are made of it, by their names.</param>
public sealed record ImagePlatform(string Name, string Digest, bool IsAvailable, long Size, IReadOnlyList<string> Containers)
{
    /// <summary>The platform.</summary>
    public override string ToString() => Name;
}

/// <summary>How an image says that its containers are checked.</summary>
/// <param name="Test">The command in parts, after <c>CMD</c> or <c>CMD-SHELL</c>; <c>NONE</c> turns an inherited check off.</param>
/// <param name="Interval">The time between checks; null for the default. A <see cref="TimeSpan" /> in PowerShell, as the other two times
/// are.</param>
/// <param name="Timeout">How long a check may take; null for the default.</param>
/// <param name="StartPeriod">How long after the start failures do not count; null for the default.</param>
/// <param name="Retries">How many failures make a container unhealthy; null for the default.</param>
public sealed record ImageHealthCheck(IReadOnlyList<string> Test, string? Interval, string? Timeout, string? StartPeriod, int? Retries)
{
    /// <summary>The command as one text.</summary>
    public override string ToString() => string.Join(' ', Test);
}
