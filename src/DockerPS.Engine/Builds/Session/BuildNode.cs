using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// Who builds, as builders know it again: by a random id in the docker command's configuration, which that command makes and uses as well.
/// A builder finds by it what it has of a folder from earlier builds, whichever of both asked for them.
/// </summary>
/// <remarks>Source: github.com/docker/cli, cli/command/image/build_session.go.</remarks>
static class BuildNode
{
    const string FileName = ".buildNodeID";
    const int IdLength = 32;

    // a move that must not replace looks first and moves then, so threads take turns; of two processes that do it at once, one builds once
    // under another id
    static readonly object Making = new();

    /// <summary>For whoever has no folder to keep an id in: it is good as long as this process lives.</summary>
    static readonly string OfProcess = NewId();

    /// <summary>The key of a folder.</summary>
    /// <param name="environment">Where the configuration is.</param>
    /// <param name="folder">The folder's path.</param>
    public static string GetKey(DockerEnvironment environment, string folder) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{GetId(environment)}:{folder}"))).ToLowerInvariant();

    /// <summary>The id; it is made when there is none.</summary>
    public static string GetId(DockerEnvironment environment)
    {
        string path = Path.Combine(environment.ConfigFolder, FileName);
        try
        {
            lock (Making)
            {
                if (!File.Exists(path))
                {
                    AtomicFile.CreatePrivateFolder(environment.ConfigFolder);
                    AtomicFile.Create(path, Encoding.ASCII.GetBytes(NewId()));
                }
            }
            return File.ReadAllText(path) is { Length: > 0 } id ? id : OfProcess;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EngineException)
        {
            return OfProcess;
        }
    }

    static string NewId() => Convert.ToHexString(RandomNumberGenerator.GetBytes(IdLength)).ToLowerInvariant();
}
