using System.Collections;
using System.Globalization;

namespace DockerPS;

/// <summary>A mount with all its options: the long form of a volume mapping.</summary>
/// <remarks>Source: <c>docker run --mount</c> and Engine API, schema Mount.</remarks>
public sealed record Mount : ITextValue<Mount>
{
    const string Expected = "Expected pairs such as type=bind,source=./site,target=/www,readonly or type=volume,source=data,target=/data or type=tmpfs,target=/run,tmpfs-size=64m.";

    static readonly string[] Types = ["bind", "volume", "tmpfs", "image", "npipe", "cluster"];

    /// <summary><c>bind</c>, <c>volume</c>, <c>tmpfs</c>, <c>image</c>, <c>npipe</c> or <c>cluster</c>.</summary>
    public string Type { get; init; } = "volume";

    /// <summary>The path on the host, the volume or the image; null for an anonymous volume and for tmpfs.</summary>
    public string? Source { get; init; }

    /// <summary>The path in the container.</summary>
    public required string Target { get; init; }

    /// <summary>Whether the container cannot write to it.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The propagation of mounts below a bind mount, such as <c>rslave</c>; null for the engine's default.</summary>
    public string? BindPropagation { get; init; }

    /// <summary>
    /// Which mounts below a bind mount are included: <c>enabled</c>, <c>disabled</c>, <c>writable</c> or <c>readonly</c>; null for the
    /// engine's default.
    /// </summary>
    public string? BindRecursive { get; init; }

    /// <summary>Whether the source folder of a bind mount is created if it does not exist.</summary>
    public bool BindCreateSource { get; init; }

    /// <summary>Whether a new volume stays empty instead of getting a copy of the image's files at that path.</summary>
    public bool VolumeNoCopy { get; init; }

    /// <summary>A folder of the volume or image to mount instead of all of it.</summary>
    public string? Subpath { get; init; }

    /// <summary>The driver of a new volume.</summary>
    public string? VolumeDriver { get; init; }

    /// <summary>Labels of a new volume.</summary>
    public IReadOnlyDictionary<string, string> VolumeLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>Driver options of a new volume.</summary>
    public IReadOnlyDictionary<string, string> VolumeOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>The size of a tmpfs in bytes; null for half of the memory.</summary>
    public long? TmpFsSize { get; init; }

    /// <summary>The mode of a tmpfs, such as 1023 for octal 1777, the default if null.</summary>
    public int? TmpFsMode { get; init; }

    /// <summary>The consistency mode on hosts that run containers in a virtual machine.</summary>
    public string? Consistency { get; init; }

    /// <summary>Parses docker's syntax: <c>type=bind,source=/srv/site,target=/www,readonly</c>.</summary>
    public static Mount Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, CommaFields.Split(text.Trim()).Select(CommaFields.SplitField));
    }

    /// <summary>Converts a hashtable such as <c>@{ Type = 'bind'; Source = './site'; Target = '/www'; ReadOnly = $true }</c>.</summary>
    /// <exception cref="FormatException">The mount is invalid; the message says what was expected.</exception>
    public static Mount Parse(IDictionary pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var fields = new List<(string, string?)>();
        foreach (DictionaryEntry pair in pairs)
        {
            string key = pair.Key.ToString()!;
            switch (pair.Value)
            {
                case IDictionary inner:
                    foreach (DictionaryEntry entry in inner)
                        fields.Add((key, $"{entry.Key}={entry.Value}"));
                    break;
                case string or not IEnumerable:
                    fields.Add((key, Convert.ToString(pair.Value, CultureInfo.InvariantCulture)));
                    break;
                case IEnumerable list:
                    foreach (object? item in list)
                        fields.Add((key, Convert.ToString(item, CultureInfo.InvariantCulture)));
                    break;
            }
        }
        return Read(CommaFields.Join(fields.Select(static field => $"{field.Item1}={field.Item2}")), fields);
    }

    /// <inheritdoc />
    public void Check() => Check(ToString());

    /// <summary>The mount in docker's syntax.</summary>
    public override string ToString()
    {
        var fields = new List<string> { "type=" + Type };
        Add("source", Source);
        Add("target", Target);
        AddSwitch("readonly", ReadOnly);
        Add("bind-propagation", BindPropagation);
        Add("bind-recursive", BindRecursive);
        AddSwitch("bind-create-src", BindCreateSource);
        AddSwitch("volume-nocopy", VolumeNoCopy);
        Add(Type == "image" ? "image-subpath" : "volume-subpath", Subpath);
        Add("volume-driver", VolumeDriver);
        foreach (var (name, value) in VolumeLabels)
            Add("volume-label", $"{name}={value}");
        foreach (var (name, value) in VolumeOptions)
            Add("volume-opt", $"{name}={value}");
        Add("tmpfs-size", TmpFsSize?.ToString(CultureInfo.InvariantCulture));
        Add("tmpfs-mode", TmpFsMode is { } mode ? Convert.ToString(mode, 8) : null);
        Add("consistency", Consistency);
        return CommaFields.Join(fields);

        void Add(string key, string? value)
        {
            if (value is not null)
                fields.Add($"{key}={value}");
        }

        void AddSwitch(string key, bool value)
        {
            if (value)
                fields.Add(key);
        }
    }

    static Mount Read(string text, IEnumerable<(string Key, string? Value)> pairs)
    {
        var fields = pairs.Select(
            static pair => (Name: pair.Key.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant(), pair.Key, pair.Value))
            .ToList();
        var mount = new Mount { Target = "" };
        // the type decides which other options are valid
        foreach (var (_, key, value) in fields.Where(static field => field.Name == "type"))
            mount = mount with { Type = Need(text, key, value).ToLowerInvariant() };
        foreach (var (name, key, value) in fields.Where(static field => field.Name != "type"))
        {
            mount.RefuseOthers(text, name, key);
            mount = mount.With(text, name, key, value);
        }
        mount.Check(text);
        return mount;
    }

    /// <summary>Refuses an option whose name begins with another mount type.</summary>
    void RefuseOthers(string text, string name, string key)
    {
        if (Types.Contains(Type)
            && Array.Find(Types, type => name.StartsWith(type, StringComparison.Ordinal)) is { } owner
            && owner != Type)
            throw new FormatException($"'{key}' in the mount '{text}' is an option of the type {owner}, but the type is {Type}.");
    }

    Mount With(string text, string name, string key, string? value) => name switch
    {
        "source" or "src" => this with { Source = Need(text, key, value) },
        "target" or "dst" or "destination" => this with { Target = Need(text, key, value) },
        "readonly" or "ro" => this with { ReadOnly = ToBoolean(text, key, value) },
        "consistency" => this with { Consistency = Need(text, key, value).ToLowerInvariant() },
        "bindpropagation" => this with { BindPropagation = Need(text, key, value).ToLowerInvariant() },
        "bindnonrecursive" => this with { BindRecursive = ToBoolean(text, key, value) ? "disabled" : "enabled" },
        "bindrecursive" => this with { BindRecursive = Need(text, key, value) },
        "bindcreatesrc" or "bindcreatesource" or "bindcreatemountpoint" => this with { BindCreateSource = ToBoolean(text, key, value) },
        "volumenocopy" => this with { VolumeNoCopy = ToBoolean(text, key, value) },
        "volumesubpath" or "imagesubpath" or "subpath" => this with { Subpath = Need(text, key, value) },
        "volumedriver" => this with { VolumeDriver = Need(text, key, value) },
        "volumelabel" or "volumelabels" => this with { VolumeLabels = Append(VolumeLabels, Need(text, key, value)) },
        "volumeopt" or "volumeoption" or "volumeoptions" => this with { VolumeOptions = Append(VolumeOptions, Need(text, key, value)) },
        "tmpfssize" =>
            this with
            {
                TmpFsSize = ByteSize.TryParse(value, out long size) && size >= 0
                    ? size
                    : throw new FormatException(
                        $"'{value}' in the mount '{text}' is not a valid size. Expected bytes, or a number with a unit such as 64m."),
            },
        "tmpfsmode" => this with { TmpFsMode = ToMode(text, value) },
        _ => throw new FormatException($"'{key}' in the mount '{text}' is not a mount option. {Expected}"),
    };

    void Check(string text)
    {
        if (!Types.Contains(Type))
        {
            throw new FormatException(
                $"'{Type}' in the mount '{text}' is not a type of mount. Expected bind, volume, tmpfs, image, npipe or cluster.");
        }
        if (Target.Length == 0)
            throw new FormatException($"The mount '{text}' has no target. {Expected}");
        if (Type is "bind" or "image" or "npipe" && Source is null)
            throw new FormatException($"The mount '{text}' has no source, which the type {Type} needs. {Expected}");
        if (Type == "tmpfs" && Source is not null)
            throw new FormatException($"The mount '{text}' has a source, which the type tmpfs cannot have.");
        if (Type != "bind" && (BindPropagation is not null || BindRecursive is not null || BindCreateSource))
            throw new FormatException($"The mount '{text}' has bind options, but its type is {Type}.");
        if (Type != "volume" && (VolumeNoCopy || VolumeDriver is not null || VolumeLabels.Count > 0 || VolumeOptions.Count > 0))
            throw new FormatException($"The mount '{text}' has volume options, but its type is {Type}.");
        if (Type is not ("volume" or "image") && Subpath is not null)
            throw new FormatException($"The mount '{text}' specifies a folder of a volume or image, but its type is {Type}.");
        if (Type != "tmpfs" && (TmpFsSize is not null || TmpFsMode is not null))
            throw new FormatException($"The mount '{text}' has tmpfs options, but its type is {Type}.");
        if (BindRecursive is not (null or "enabled" or "disabled" or "writable" or "readonly"))
        {
            throw new FormatException(
                $"'{BindRecursive}' in the mount '{text}' is not a valid value for bind-recursive. Expected enabled, disabled, writable or "
                + "readonly.");
        }
        if (BindRecursive is "writable" or "readonly" && !ReadOnly)
        {
            throw new FormatException(
                $"The mount '{text}' is not read-only, but bind-recursive={BindRecursive} needs that. Expected readonly as well.");
        }
        if (BindRecursive == "readonly" && BindPropagation != "rprivate")
        {
            throw new FormatException(
                $"The mount '{text}' is not private, which bind-recursive=readonly needs. Expected bind-propagation=rprivate as well.");
        }
    }

    static string Need(string text, string key, string? value) => value switch
    {
        null or "" => throw new FormatException($"'{key}' in the mount '{text}' has no value. {Expected}"),
        _ when char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]) => throw new FormatException(
            $"The value of '{key}' in the mount '{text}' has leading or trailing white space. {Expected}"),
        _ => value,
    };

    static bool ToBoolean(string text, string key, string? value) => value?.ToLowerInvariant() switch
    {
        null or "true" or "1" => true,
        "false" or "0" => false,
        _ => throw new FormatException($"'{value}' in the mount '{text}' is not a valid value for {key}. Expected true or false."),
    };

    static int ToMode(string text, string? value)
    {
        try
        {
            return value is [>= '0' and <= '7', ..] ? Convert.ToInt32(value, 8) : throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new FormatException($"'{value}' in the mount '{text}' is not a valid file mode. Expected octal digits such as 1770.", e);
        }
    }

    static Dictionary<string, string> Append(IReadOnlyDictionary<string, string> pairs, string text)
    {
        var (key, value) = CommaFields.SplitField(text);
        return new Dictionary<string, string>(pairs) { [key] = value ?? "" };
    }
}
