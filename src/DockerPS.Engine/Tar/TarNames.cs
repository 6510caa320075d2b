namespace DockerPS.Engine;

/// <summary>Reads the names in a tar that is not trusted.</summary>
static class TarNames
{
    /// <summary>The parts of a name in the folder of the tar; none for the folder itself.</summary>
    /// <exception cref="EngineException">The name leads out of the folder.</exception>
    public static string[] Split(string name)
    {
        if (name.StartsWith('/'))
            throw Unsafe(name, "is absolute");
        string[] parts = [.. name.Split('/').Where(static part => part is not ("" or "."))];
        if (parts.Contains(".."))
            throw Unsafe(name, "leads out of its folder");
        return parts;
    }

    /// <summary>Refuses a part that is not an ordinary name of a file on this machine.</summary>
    /// <exception cref="EngineException">The name cannot be used.</exception>
    public static void CheckLocal(string part, string name)
    {
        if (part.Length == 0 || part is "." or ".." || part.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            throw Unsafe(name, "is not a valid name for a file on this machine");
        // Windows interprets names that end like that: '.. ' is the parent folder
        if (OperatingSystem.IsWindows() && part[^1] is ('.' or ' '))
            throw Unsafe(name, "is not a valid name for a file on Windows");
    }

    /// <summary>The exception for an entry that must not be extracted.</summary>
    public static EngineException Unsafe(string name, string reason)
    {
        string message = $"'{RawName.Show(name)}' in the archive from the engine {reason}, so it is not extracted.";
        return new EngineException(EngineError.Failed, new Subject("Archive", name), message) { ErrorId = "UnsafeArchive" };
    }
}
