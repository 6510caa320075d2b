namespace DockerPS;

/// <summary>Where the result of a build goes.</summary>
/// <remarks>Source: <c>docker build --output</c>.</remarks>
public sealed record BuildExport : ITextValue<BuildExport>
{
    const string Expected = "Expected a folder, type=local,dest=FOLDER, type=tar,dest=FILE, type=image or type=docker.";

    /// <summary>The type of output.</summary>
    public BuildExportType Type { get; init; }

    /// <summary>The folder, or the tar; null for an image.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Parses docker's syntax: <c>type=local,dest=out</c>, <c>type=tar,dest=out.tar</c>, <c>type=image</c>, or just the path of a folder.
    /// </summary>
    public static BuildExport Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = CommaFields.Split(text);
        var export = fields is [var folder] && !folder.Contains('=', StringComparison.Ordinal)
            ? new BuildExport { Type = BuildExportType.Local, Path = folder.Trim() }
            : fields.Aggregate(new BuildExport(), (export, field) => export.With(text, field));
        export.Check(text);
        return export;
    }

    /// <inheritdoc />
    public void Check() => Check(ToString());

    /// <summary>The output in docker's syntax.</summary>
    public override string ToString() =>
        $"type={Type.ToString().ToLowerInvariant()}{(Path is null ? "" : $",dest={Path}")}";

    void Check(string text)
    {
        if (Type == BuildExportType.Image && Path is not null)
            throw new FormatException(
                $"The output '{text}' has a destination, but an image is stored in the engine. Export the image afterwards.");
        if (Type != BuildExportType.Image && Path is null)
            throw new FormatException($"The output '{text}' has no destination. {Expected}");
        if (Path is "" or "-")
            throw new FormatException($"The output '{text}' has no destination in the file system. {Expected}");
    }

    BuildExport With(string text, string field)
    {
        int equals = field.IndexOf('=', StringComparison.Ordinal);
        string key = (equals < 0 ? field : field[..equals]).Trim();
        string value = equals < 0 ? "" : field[(equals + 1)..];
        return key.ToLowerInvariant() switch
        {
            "type" => this with { Type = ToType(text, value.Trim()) },
            "dest" or "destination" => this with { Path = value },
            _ => throw new FormatException($"'{key}' in the output '{text}' is not an option of an output. {Expected}"),
        };
    }

    static BuildExportType ToType(string text, string type) => type.ToLowerInvariant() switch
    {
        "local" => BuildExportType.Local,
        "tar" => BuildExportType.Tar,
        "image" or "docker" => BuildExportType.Image,
        "registry" => throw new FormatException(
            $"The output '{text}' is a registry, which an engine's builder cannot push to: give the image a name, and push it afterwards."),
        _ => throw new FormatException($"'{type}' in the output '{text}' is not a type that an engine's builder supports. {Expected}"),
    };
}

/// <summary>The types of build output.</summary>
public enum BuildExportType
{
    /// <summary>An image in the engine.</summary>
    Image,

    /// <summary>A folder on this machine with the files of the last stage.</summary>
    Local,

    /// <summary>A tar on this machine with these files.</summary>
    Tar,
}
