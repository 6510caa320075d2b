using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine;

/// <summary>A name for this machine and user that no other has: the one that the docker command has made up for its builds, or would.</summary>
static class MachineId
{
    const string FileName = ".buildNodeID";
    const int Length = 32;

    /// <summary>What there is when the file can not be made: good for this process.</summary>
    static readonly string OfProcess = New();

    /// <summary>Reads it; the first time, it is made.</summary>
    public static string Read(DockerEnvironment environment)
    {
        string path = Path.Combine(environment.ConfigFolder, FileName);
        try
        {
            if (!File.Exists(path))
            {
                AtomicFile.CreatePrivateFolder(environment.ConfigFolder);
                AtomicFile.Write(path, Encoding.ASCII.GetBytes(New()), AtomicFile.Private);
            }
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is EngineException or IOException or UnauthorizedAccessException)
        {
            return OfProcess;
        }
    }

    static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(Length)).ToLowerInvariant();
}
