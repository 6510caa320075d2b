using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>A platform in the format that newer API calls expect in their query: JSON according to the OCI image specification.</summary>
static class PlatformQuery
{
    const string DefaultOperatingSystem = "linux";

    static readonly string[] OperatingSystems = [DefaultOperatingSystem, "windows", "darwin", "freebsd"];

    /// <summary>Whether a platform is specific enough to select one of several: <c>linux/arm64</c>, but not <c>linux</c>.</summary>
    public static bool IsExact(string platform) => platform.Contains('/', StringComparison.Ordinal);

    /// <summary>Refuses invalid platforms.</summary>
    /// <exception cref="EngineException">The platform is invalid.</exception>
    public static void Check(string platform) => Split(platform);

    /// <summary>The JSON of a platform, <c>os[/architecture[/variant]]</c> or just an architecture; null for none.</summary>
    /// <exception cref="EngineException">The platform is invalid.</exception>
    public static string? ToJson(string? platform)
    {
        if (platform is null)
            return null;
        string[] parts = Split(platform);
        if (parts.Length == 1 && !OperatingSystems.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
            parts = [DefaultOperatingSystem, parts[0]];
        return new JsonObject()
            .With("os", parts[0])
            .With("architecture", parts.ElementAtOrDefault(1))
            .With("variant", parts.ElementAtOrDefault(2))
            .ToJsonString();
    }

    static string[] Split(string platform)
    {
        string[] parts = platform.Split('/');
        return parts.Length <= 3 && !Array.Exists(parts, static part => string.IsNullOrWhiteSpace(part))
            ? parts
            : throw new EngineException(
                EngineError.Invalid,
                new Subject("Platform", platform),
                $"'{platform}' is not a valid platform. Expected an operating system, an architecture and optionally a variant, such as "
                + "linux/arm64 or linux/arm/v7.");
    }
}
