using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>What an engine says about a path in a container.</summary>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="IsLink">Whether it is a symbolic link.</param>
/// <param name="Size">The length of a file.</param>
/// <param name="LinkTarget">The full path that a link leads to; empty for anything else.</param>
sealed record PathStat(bool IsFolder, bool IsLink, long Size, string LinkTarget)
{
    // of Go's FileMode
    const uint FolderBit = 1u << 31;
    const uint LinkBit = 1u << 27;

    /// <summary>Reads the header in which the engine says it; null if it is not valid.</summary>
    public static PathStat? Read(string header)
    {
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(header));
            uint mode = json.RootElement.GetProperty("mode").GetUInt32();
            return new PathStat(
                (mode & FolderBit) != 0,
                (mode & LinkBit) != 0,
                json.RootElement.GetProperty("size").GetInt64(),
                json.RootElement.TryGetProperty("linkTarget", out var link) ? link.GetString() ?? "" : "");
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
