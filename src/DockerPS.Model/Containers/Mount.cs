using System.Collections;
using System.Globalization;

namespace DockerPS;

/// <summary>Something to mount in a container, with every option: the long form of a volume mapping.</summary>
/// <remarks>Source: <c>docker run --mount</c> and Engine API, schema Mount.</remarks>
public sealed class Mount
{
    const string Expected = "Expected pairs such as type=bind,source=./site,target=/www,readonly or type=volume,source=data,target=/data or type=tmpfs,target=/run,tmpfs-size=64m.";

    readonly Dictionary<string, string> volumeLabels = [];
    readonly Dictionary<string, string> volumeOptions = [];

    /// <summary>Reads docker's syntax: <c>type=bind,source=/srv/site,target=/www,readonly</c>.</summary>
    public Mount(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (string field in CommaFields.Split(text))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            Set(text, equals < 0 ? field : field[..equals], equals < 0 ? null : field[(equals + 1)..]);
        }
        Check(text);
    }

    /// <summary>Takes a hashtable such as <c>@{ Type = 'bind'; Source = './site'; Target = '/www'; ReadOnly = $true }</c>.</summary>
    public Mount(IDictionary pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        string text = string.Join(',', pairs.Keys.Cast<object>().Select(key => $"{key}={pairs[key]}"));
        foreach (DictionaryEntry pair in pairs)
        {
            if (pair.Value is IDictionary inner)
            {
                foreach (DictionaryEntry entry in inner)
                    Set(text, pair.Key.ToString()!, $"{entry.Key}={entry.Value}");
            }
            else
            {
                Set(text, pair.Key.ToString()!, Convert.ToString(pair.Value, CultureInfo.InvariantCulture));
            }
        }
        Check(text);
    }

    /// <summary><c>bind</c>, <c>volume</c>, <c>tmpfs</c>, <c>image</c>, <c>npipe</c> or <c>cluster</c>.</summary>
    public string Type { get; private set; } = "volume";

    /// <summary>The path on the host, the volume or the image; null for an anonymous volume and for tmpfs.</summary>
    public string? Source { get; private set; }

    /// <summary>The path in the container.</summary>
    public string Target { get; private set; } = "";

    /// <summary>Whether the container can not write to it.</summary>
    public bool ReadOnly { get; private set; }

    /// <summary>How mounts below a bind spread, such as <c>rslave</c>; null for the engine's choice.</summary>
    public string? BindPropagation { get; private set; }

    /// <summary>Which mounts below a bind come along: <c>enabled</c>, <c>disabled</c>, <c>writable</c> or <c>readonly</c>; null for the engine's choice.</summary>
    public string? BindRecursive { get; private set; }

    /// <summary>Whether the folder of a bind is made when it is not there.</summary>
    public bool BindCreateSource { get; private set; }

    /// <summary>Whether a new volume stays empty, in place of taking what the image has there.</summary>
    public bool VolumeNoCopy { get; private set; }

    /// <summary>A folder of the volume or image to mount in place of the whole.</summary>
    public string? Subpath { get; private set; }

    /// <summary>The driver of a new volume.</summary>
    public string? VolumeDriver { get; private set; }

    /// <summary>Labels of a new volume.</summary>
    public IReadOnlyDictionary<string, string> VolumeLabels => volumeLabels;

    /// <summary>Options of the driver of a new volume.</summary>
    public IReadOnlyDictionary<string, string> VolumeOptions => volumeOptions;

    /// <summary>The size of a tmpfs in bytes; null for half of the memory.</summary>
    public long? TmpFsSize { get; private set; }

    /// <summary>The mode of a tmpfs, such as 1023 for octal 1777; null for that.</summary>
    public int? TmpFsMode { get; private set; }

    /// <summary>The consistency on hosts with a virtual machine between.</summary>
    public string? Consistency { get; private set; }

    /// <summary>The same mount of another source: the path that a relative one stands for.</summary>
    public Mount WithSource(string source)
    {
        var copy = (Mount)MemberwiseClone();
        copy.Source = source;
        return copy;
    }

    /// <summary>The mount in docker's syntax.</summary>
    public override string ToString() => $"type={Type}{(Source is null ? "" : ",source=" + Source)},target={Target}{(ReadOnly ? ",readonly" : "")}";

    void Set(string text, string key, string? value)
    {
        switch (Normalize(key))
        {
            case "type":
                Type = Need(text, key, value).ToLowerInvariant();
                break;
            case "source" or "src":
                Source = Need(text, key, value);
                break;
            case "target" or "dst" or "destination":
                Target = Need(text, key, value);
                break;
            case "readonly" or "ro":
                ReadOnly = ToBoolean(text, key, value);
                break;
            case "consistency":
                Consistency = Need(text, key, value);
                break;
            case "bindpropagation":
                BindPropagation = Need(text, key, value);
                break;
            case "bindnonrecursive":
                BindRecursive = ToBoolean(text, key, value) ? "disabled" : "enabled";
                break;
            case "bindrecursive":
                BindRecursive = Need(text, key, value) is "enabled" or "disabled" or "writable" or "readonly" ? value : throw new FormatException($"'{value}' in the mount '{text}' is no value of {key}. Expected enabled, disabled, writable or readonly.");
                break;
            case "bindcreatesrc" or "bindcreatesource" or "bindcreatemountpoint":
                BindCreateSource = ToBoolean(text, key, value);
                break;
            case "volumenocopy":
                VolumeNoCopy = ToBoolean(text, key, value);
                break;
            case "volumesubpath" or "imagesubpath" or "subpath":
                Subpath = Need(text, key, value);
                break;
            case "volumedriver":
                VolumeDriver = Need(text, key, value);
                break;
            case "volumelabel" or "volumelabels":
                AddPair(volumeLabels, Need(text, key, value));
                break;
            case "volumeopt" or "volumeoption" or "volumeoptions":
                AddPair(volumeOptions, Need(text, key, value));
                break;
            case "tmpfssize":
                TmpFsSize = ByteSize.TryParse(value, out long size) ? size : throw new FormatException($"'{value}' in the mount '{text}' is no size. Expected bytes, or a number with a unit such as 64m.");
                break;
            case "tmpfsmode":
                TmpFsMode = ToMode(text, value);
                break;
            default:
                throw new FormatException($"'{key}' in the mount '{text}' is no option of a mount. {Expected}");
        }
    }

    void Check(string text)
    {
        if (Type is not ("bind" or "volume" or "tmpfs" or "image" or "npipe" or "cluster"))
            throw new FormatException($"'{Type}' in the mount '{text}' is no type of a mount. Expected bind, volume, tmpfs, image, npipe or cluster.");
        if (Target.Length == 0)
            throw new FormatException($"The mount '{text}' has no target. {Expected}");
        if (Type is "bind" or "image" or "npipe" && Source is null)
            throw new FormatException($"The mount '{text}' has no source, which the type {Type} needs. {Expected}");
        if (Type == "tmpfs" && Source is not null)
            throw new FormatException($"The mount '{text}' has a source, which the type tmpfs cannot have.");
        if (Type != "bind" && (BindPropagation is not null || BindRecursive is not null))
            throw new FormatException($"The mount '{text}' has options of a bind, but its type is {Type}.");
        if (Type != "volume" && (VolumeNoCopy || VolumeDriver is not null || volumeLabels.Count > 0 || volumeOptions.Count > 0))
            throw new FormatException($"The mount '{text}' has options of a volume, but its type is {Type}.");
        if (Type != "tmpfs" && (TmpFsSize is not null || TmpFsMode is not null))
            throw new FormatException($"The mount '{text}' has options of a tmpfs, but its type is {Type}.");
    }

    static string Normalize(string key) => key.Trim().Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    static string Need(string text, string key, string? value) =>
        value is { Length: > 0 } ? value : throw new FormatException($"'{key}' in the mount '{text}' has no value. {Expected}");

    static bool ToBoolean(string text, string key, string? value) => value?.ToLowerInvariant() switch
    {
        null or "true" or "1" => true,
        "false" or "0" => false,
        _ => throw new FormatException($"'{value}' in the mount '{text}' is no value of {key}. Expected true or false."),
    };

    static int ToMode(string text, string? value)
    {
        try
        {
            return Convert.ToInt32(value, 8);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new FormatException($"'{value}' in the mount '{text}' is no file mode. Expected octal digits such as 1770.", e);
        }
    }

    static void AddPair(Dictionary<string, string> pairs, string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        pairs[equals < 0 ? text : text[..equals]] = equals < 0 ? "" : text[(equals + 1)..];
    }
}
