namespace DockerPS.Engine.Tests;

/// <summary>A folder that is removed after the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dps-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        string path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Runs a script of the shell in the folder: it can make files whose names .NET cannot express.</summary>
    public void Run(string script) => Command.Run("sh", new Dictionary<string, string>(), "-c", $"cd '{Path}'\n{script}");

    public void Dispose()
    {
        // a guarded process may have removed it already
        if (!Directory.Exists(Path))
            return;
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // .NET cannot remove names that are not UTF-8
            Command.Run("rm", new Dictionary<string, string>(), "-rf", "--", Path);
        }
    }
}
