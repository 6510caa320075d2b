namespace DockerPS.Engine;

/// <summary>Reads the names in a tar that somebody else has made, and may have made to do harm.</summary>
static class TarNames
{
    /// <summary>The parts of a name, below the folder that the tar is of; none for the folder itself.</summary>
    /// <exception cref="EngineException">The name leads elsewhere.</exception>
    public static string[] Split(string name)
    {
        if (name.StartsWith('/'))
            throw Unsafe(name, "is absolute");
        string[] parts = [.. name.Split('/').Where(static part => part is not ("" or "."))];
        if (parts.Contains(".."))
            throw Unsafe(name, "leads out of its folder");
        return parts;
    }

    /// <summary>Refuses parts that mean something else on this machine than they say.</summary>
    /// <exception cref="EngineException">No file of that name can be made.</exception>
    public static void CheckLocal(string part, string name)
    {
        if (part.Length == 0 || part is "." or ".." || part.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            throw Unsafe(name, "is not a valid name for a file on this machine");
        // Windows takes what ends like that for something else, '.. ' for the folder above
        if (OperatingSystem.IsWindows() && part[^1] is ('.' or ' '))
            throw Unsafe(name, "is not a valid name for a file on Windows");
    }

    /// <summary>The exception for what must not be unpacked.</summary>
    public static EngineException Unsafe(string name, string reason) =>
        new(EngineError.Failed, new Subject("Archive", name), $"'{name}' in the archive of the engine {reason}, so it is not unpacked.") { ErrorId = "UnsafeArchive" };
}
