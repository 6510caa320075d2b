namespace DockerPS;

/// <summary>Where the result of a build goes.</summary>
/// <remarks>Source: <c>docker build --output</c>.</remarks>
public sealed class BuildExport
{
    const string Expected = "Expected a folder, type=local,dest=FOLDER, type=tar,dest=FILE, type=image or type=docker.";

    /// <summary>
    /// Reads docker's syntax: <c>type=local,dest=out</c>, <c>type=tar,dest=out.tar</c>, <c>type=image</c>, or the path of a folder alone.
    /// </summary>
    public BuildExport(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = CommaFields.Split(text);
        if (fields is [var folder] && !folder.Contains('=', StringComparison.Ordinal))
        {
            Type = BuildExportType.Local;
            Path = folder.Trim();
        }
        else
        {
            foreach (string field in fields)
            {
                int equals = field.IndexOf('=', StringComparison.Ordinal);
                Set(text, equals < 0 ? field : field[..equals], equals < 0 ? "" : field[(equals + 1)..]);
            }
        }
        if (Type == BuildExportType.Image ? Path is not null : Path is null)
            throw new FormatException(
                Type == BuildExportType.Image
                    ? $"The output '{text}' has a destination, but an image stays in the engine. Save the image afterwards."
                    : $"The output '{text}' has no destination. {Expected}");
        if (Path is "" or "-")
            throw new FormatException($"The output '{text}' has no destination on a disk. {Expected}");
    }

    /// <summary>What is made of the result.</summary>
    public BuildExportType Type { get; private set; }

    /// <summary>The folder, or the tar; null for an image.</summary>
    public string? Path { get; private set; }

    /// <summary>The same at another path: the one that a relative one stands for.</summary>
    public BuildExport WithPath(string path)
    {
        var copy = (BuildExport)MemberwiseClone();
        copy.Path = path;
        return copy;
    }

    /// <summary>The output in docker's syntax.</summary>
    public override string ToString() => Path is null ? "type=image" : $"type={Type.ToString().ToLowerInvariant()},dest={Path}";

    void Set(string text, string key, string value)
    {
        switch (key.Trim().ToLowerInvariant())
        {
            case "type":
                Type = value.Trim().ToLowerInvariant() switch
                {
                    "local" => BuildExportType.Local,
                    "tar" => BuildExportType.Tar,
                    "image" or "docker" => BuildExportType.Image,
                    "registry" => throw new FormatException(
                        $"The output '{text}' is a registry, which an engine's builder cannot push to: give the image a name, and push it afterwards."),
                    _ => throw new FormatException(
                        $"'{value}' in the output '{text}' is not a type that an engine's builder knows. {Expected}"),
                };
                break;
            case "dest" or "destination":
                Path = value;
                break;
            default:
                throw new FormatException($"'{key}' in the output '{text}' is not an option of an output. {Expected}");
        }
    }
}

/// <summary>What is made of the result of a build.</summary>
public enum BuildExportType
{
    /// <summary>An image in the engine.</summary>
    Image,

    /// <summary>A folder of this machine with the files of the last stage.</summary>
    Local,

    /// <summary>A tar of this machine with them.</summary>
    Tar,
}
