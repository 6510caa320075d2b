using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>A platform of FROM: <c>linux/arm/v7</c>, <c>amd64</c>, <c>windows(10.0)/amd64</c>.</summary>
/// <remarks>Source: github.com/containerd/platforms.</remarks>
/// <param name="System">The operating system; linux if only an architecture is given.</param>
/// <param name="Architecture">The architecture; empty if only an operating system is given.</param>
sealed partial record PlatformName(string System, string Architecture)
{
    const string DefaultSystem = "linux";

    static readonly string[] Systems =
    [
        "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd", "plan9",
        "solaris", "windows", "zos",
    ];

    static readonly string[] Architectures =
    [
        "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "ppc64", "ppc64le", "loong64", "mips", "mipsle", "mips64",
        "mips64le", "mips64p32", "mips64p32le", "ppc", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
    ];

    /// <summary>Parses a platform; null if it is not valid.</summary>
    public static PlatformName? Parse(string text)
    {
        string[] parts = text.Split('/');
        var system = SystemPart().Match(parts[0]);
        if (parts.Length > 3 || !system.Success || !parts.Skip(1).All(static part => Part().IsMatch(part)))
            return null;
        string first = system.Groups["name"].Value.ToLowerInvariant();
        if (parts.Length > 1)
            return new PlatformName(ToSystem(first), ToArchitecture(parts[1].ToLowerInvariant()));
        return Array.IndexOf(Systems, ToSystem(first)) >= 0 ? new PlatformName(ToSystem(first), "")
            : Array.IndexOf(Architectures, ToArchitecture(first)) >= 0 ? new PlatformName(DefaultSystem, ToArchitecture(first))
            : null;
    }

    static string ToSystem(string name) => name == "macos" ? "darwin" : name;

    static string ToArchitecture(string name) => name switch
    {
        "i386" => "386",
        "x86_64" or "x86-64" => "amd64",
        "aarch64" => "arm64",
        "armhf" or "armel" => "arm",
        _ => name,
    };

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9_-]+)(\([A-Za-z0-9_.%-]*(\+[A-Za-z0-9_.%-]+)*\))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex SystemPart();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
