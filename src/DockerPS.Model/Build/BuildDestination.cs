namespace DockerPS;

/// <summary>What becomes of the result of a build, when it is not to be an image of the engine.</summary>
/// <remarks>Source: <c>docker build --output</c>.</remarks>
public sealed class BuildDestination
{
    const string Expected = "Expected a folder, type=local,dest=FOLDER, type=tar,dest=FILE, or type=image.";

    readonly Dictionary<string, string> attributes = new(StringComparer.Ordinal);

    /// <summary>Reads docker's syntax: a folder, or pairs such as <c>type=tar,dest=./result.tar</c>.</summary>
    public BuildDestination(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string? type = null;
        if (text.Contains('=', StringComparison.Ordinal))
        {
            foreach (string field in CommaFields.Split(text))
            {
                int equals = field.IndexOf('=', StringComparison.Ordinal);
                string value = equals > 0 ? field[(equals + 1)..] : throw new FormatException($"'{field}' in the output '{text}' is no pair. {Expected}");
                switch (field[..equals].Trim().ToLowerInvariant())
                {
                    case "type":
                        type = value;
                        break;
                    case "dest":
                        Destination = value;
                        break;
                    case "name":
                        Name = value;
                        break;
                    case var other:
                        attributes[other] = value;
                        break;
                }
            }
        }
        else if (text.Length > 0)
        {
            (type, Destination) = (text == "-" ? "tar" : "local", text);
        }
        Type = type switch
        {
            "local" => BuildDestinationType.Local,
            "tar" => BuildDestinationType.Tar,
            "image" or "docker" => BuildDestinationType.Image,
            "cacheonly" => BuildDestinationType.CacheOnly,
            "oci" => throw new FormatException($"The engine's builder can not write the output '{text}'. Build an image and give it to Export-Image. {Expected}"),
            "registry" => throw new FormatException($"The engine's builder can not write the output '{text}'. Build an image and give it to Publish-Image. {Expected}"),
            null => throw new FormatException($"The output '{text}' has no type. {Expected}"),
            _ => throw new FormatException($"'{type}' in the output '{text}' is no type of an output. {Expected}"),
        };
        Check(text);
    }

    BuildDestination(BuildDestination other, string destination)
    {
        Type = other.Type;
        Name = other.Name;
        Destination = destination;
        attributes = other.attributes;
    }

    /// <summary>The kind of result.</summary>
    public BuildDestinationType Type { get; }

    /// <summary>The folder or file that is written; null when none is.</summary>
    public string? Destination { get; }

    /// <summary>A name for the image; null for none.</summary>
    public string? Name { get; }

    /// <summary>What else the builder is told.</summary>
    public IReadOnlyDictionary<string, string> Attributes => attributes;

    /// <summary>The same with another destination: the path that a relative one stands for.</summary>
    public BuildDestination WithDestination(string destination) => new(this, destination);

    /// <summary>The output in docker's syntax.</summary>
    public override string ToString() => $"type={(Type == BuildDestinationType.CacheOnly ? "cacheonly" : Type.ToString().ToLowerInvariant())}{(Destination is null ? "" : ",dest=" + Destination)}{(Name is null ? "" : ",name=" + Name)}";

    void Check(string text)
    {
        bool isWritten = Type is BuildDestinationType.Local or BuildDestinationType.Tar;
        if (isWritten && string.IsNullOrEmpty(Destination))
            throw new FormatException($"The output '{text}' has no dest. {Expected}");
        if (isWritten && Destination == "-")
            throw new FormatException($"The output '{text}' goes to standard output, where PowerShell has objects. Write it to a file: type=tar,dest=FILE.");
        if (isWritten && Name is not null)
            throw new FormatException($"The output '{text}' has a name, which only an image can have. {Expected}");
        if (!isWritten && Destination is not null)
            throw new FormatException($"The output '{text}' is to be an image in a file. Build an image and give it to Export-Image. {Expected}");
        if (Type == BuildDestinationType.Image && attributes.GetValueOrDefault("push") is "true" or "1")
            throw new FormatException($"The output '{text}' is to be pushed. Build an image and give it to Publish-Image. {Expected}");
        if (Type == BuildDestinationType.Image && attributes.Keys.FirstOrDefault(static key => key != "push") is { } key)
            throw new FormatException($"'{key}' in the output '{text}' is nothing that the engine's builder can do. {Expected}");
    }
}

/// <summary>The kinds of results that a build can have.</summary>
public enum BuildDestinationType
{
    /// <summary>An image of the engine.</summary>
    Image,

    /// <summary>A folder of this machine with the files of the result.</summary>
    Local,

    /// <summary>A tar on this machine with the files of the result.</summary>
    Tar,

    /// <summary>Nothing but what the builder remembers for the next build.</summary>
    CacheOnly,
}
