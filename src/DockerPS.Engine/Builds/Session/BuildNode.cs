using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// Identifies this client to builders with a random id in the docker command's configuration, which that command also creates and uses. A
/// builder uses it to find the files of a folder from earlier builds, whether docker or this module requested them.
/// </summary>
/// <remarks>Source: github.com/docker/cli, cli/command/image/build_session.go.</remarks>
static class BuildNode
{
    const string FileName = ".buildNodeID";
    const int IdLength = 32;

    // a move without replacing checks first and then moves, so threads take turns; if two processes do it at once, one of them builds once
    // under another id
    static readonly object Making = new();

    /// <summary>For users without a folder to store an id in: it lasts as long as this process.</summary>
    static readonly string OfProcess = NewId();

    /// <summary>The key of a folder.</summary>
    /// <param name="environment">Determines where the configuration is.</param>
    /// <param name="folder">The path of the folder.</param>
    public static string GetKey(DockerEnvironment environment, string folder) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{GetId(environment)}:{folder}"))).ToLowerInvariant();

    /// <summary>Gets the id, and creates it if there is none.</summary>
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
