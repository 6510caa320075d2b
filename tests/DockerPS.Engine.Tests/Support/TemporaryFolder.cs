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

    public void Dispose()
    {
        // a guarded process may have removed it already
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
