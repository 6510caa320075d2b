using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>The value of <c>RUN --mount=…</c> or <c>RUN --device=…</c>: fields separated by commas.</summary>
/// <remarks>Source: the Dockerfile reference, sections RUN --mount and RUN --device.</remarks>
sealed partial class RunMount
{
    static readonly string[] Types = ["bind", "cache", "tmpfs", "secret", "ssh"];
    static readonly string[] Sharings = ["shared", "private", "locked"];
    static readonly string[] True = ["1", "t", "T", "TRUE", "true", "True"];
    static readonly string[] False = ["0", "f", "F", "FALSE", "false", "False"];

    static readonly string[] Keys =
    [
        "type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw", "required", "size", "id",
        "sharing", "mode", "uid", "gid", "env",
    ];

    readonly List<(string Key, string? Value)> fields;

    RunMount(List<(string Key, string? Value)> fields) => this.fields = fields;

    /// <summary>The stage or image that the files come from; null if there is none.</summary>
    public string? From => Find("from");

    /// <summary>The values of the fields.</summary>
    public IEnumerable<string> Values => fields.Select(static pair => pair.Value).OfType<string>();

    string Type => Find("type")?.ToLowerInvariant() ?? "bind";

    /// <summary>Parses the value.</summary>
    /// <exception cref="FormatException">The quotes do not match.</exception>
    public static RunMount Parse(string text) => new([.. Split(text).Select(ToField)]);

    /// <summary>Checks a mount as builders do, except for fields with variables.</summary>
    /// <exception cref="FormatException">Builders refuse it; the message says why.</exception>
    public void Check()
    {
        foreach (var (key, value) in fields)
        {
            int dollar = key == "from" && value is not null ? value.IndexOf('$', StringComparison.Ordinal) : -1;
            if (dollar >= 0 && dollar < value!.Length - 1)
                throw new FormatException("'from' doesn't support variable expansion, define alias stage instead");
        }
        string? type = "bind";
        foreach (var (key, value) in fields)
        {
            bool isKnown = value?.Contains('$', StringComparison.Ordinal) != true;
            CheckKey(key, type);
            if (isKnown)
                CheckField(key, value);
            if (key == "type")
                type = isKnown ? value!.ToLowerInvariant() : null;
        }
        if (!Values.Any(static value => value.Contains('$', StringComparison.Ordinal)))
            CheckWhole();
    }

    /// <summary>Checks a device as builders do.</summary>
    /// <exception cref="FormatException">Builders refuse it; the message says why.</exception>
    public void CheckAsDevice()
    {
        string name = "";
        foreach (var (key, value) in fields)
        {
            if (key == "required" && value is not null && !IsSwitch(value))
                throw new FormatException($"invalid value for required of a device: {value}");
            if (key == "required")
                continue;
            if (name.Length > 0)
                throw new FormatException($"the device is already {name}; expected required or required=true, not '{key}'");
            name = key == "name" && value is not null ? value : value is null ? key : $"{key}={value}";
        }
        if (fields is [("", null)])
            throw new FormatException("the device has no name");
    }

    /// <summary>Refuses a key that does not exist, or not for the type before it.</summary>
    static void CheckKey(string key, string? type)
    {
        if (Array.IndexOf(Keys, key) < 0)
            throw new FormatException($"unexpected key '{key}' in a mount{Nearest.Hint(key, Keys)}");
        if ((key == "required" && type is not (null or "secret" or "ssh")) || (key == "size" && type is not (null or "tmpfs")))
            throw new FormatException($"unexpected key '{key}' for mount type '{type}'; another type must come before it");
    }

    static void CheckField(string key, string? value)
    {
        if (value is null)
        {
            if (key is not ("readonly" or "ro" or "readwrite" or "rw" or "required"))
                throw new FormatException($"invalid field '{key}' must be a key=value pair");
            return;
        }
        bool isValid = key switch
        {
            "type" => Types.Contains(value.ToLowerInvariant()),
            "sharing" => Sharings.Contains(value.ToLowerInvariant()),
            "readonly" or "ro" or "readwrite" or "rw" or "required" => IsSwitch(value),
            "size" => Size().IsMatch(value),
            "mode" =>
                value.Length > 0
                    && value.Length <= 11
                    && value.All(static c => c is >= '0' and <= '7')
                    && Convert.ToUInt64(value, 8) <= uint.MaxValue,
            "uid" or "gid" => uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            _ => true,
        };
        if (!isValid)
            throw new FormatException($"invalid value for {key} of a mount: {value}{Expected(key)}");
    }

    static string Expected(string key) => key switch
    {
        "type" => $"; expected one of {string.Join(", ", Types)}",
        "sharing" => $"; expected one of {string.Join(", ", Sharings)}",
        _ => "",
    };

    void CheckWhole()
    {
        string type = Type;
        if (type is not ("secret" or "ssh" or "cache")
            && fields.Find(static pair => pair.Key is "mode" or "uid" or "gid") is { Key: { } key })
            throw new FormatException($"{key} not allowed for {type} type mounts");
        if (type != "cache" && Find("sharing") is { Length: > 0 })
            throw new FormatException(
                type == "secret" ? "secret mount should not define sharing" : $"invalid cache sharing set for {type} mount");
        if (type != "secret")
            return;
        if (From is { Length: > 0 })
            throw new FormatException("secret mount should not have a from");
        if (!HasValue("source", "src") && !HasValue("target", "dst", "destination") && !HasValue("id"))
            throw new FormatException("invalid secret mount: one of source, target or id is required");
        if (HasValue("source", "src") && HasValue("id"))
            throw new FormatException("both source and id can't be set in a secret mount");
    }

    bool HasValue(params string[] keys) => fields.Exists(pair => Array.IndexOf(keys, pair.Key) >= 0 && pair.Value is { Length: > 0 });

    string? Find(string key) => fields.FindLast(pair => pair.Key == key).Value;

    static bool IsSwitch(string value) => True.Contains(value) || False.Contains(value);

    static (string Key, string? Value) ToField(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (text.ToLowerInvariant(), null) : (text[..equals].ToLowerInvariant(), text[(equals + 1)..]);
    }

    /// <summary>Splits comma-separated values; a quoted field can contain commas.</summary>
    static List<string> Split(string text)
    {
        var split = new List<string>();
        int position = 0;
        while (true)
        {
            split.Add(position < text.Length && text[position] == '"' ? ReadQuoted(text, ref position) : ReadPlain(text, ref position));
            if (position >= text.Length)
                return split;
            position++;
        }
    }

    static string ReadPlain(string text, ref int position)
    {
        int end = text.IndexOf(',', position);
        if (end < 0)
            end = text.Length;
        string field = text[position..end];
        position = end;
        return field.Contains('"', StringComparison.Ordinal)
            ? throw new FormatException("failed to parse csv mounts: bare \" in non-quoted field")
            : field;
    }

    static string ReadQuoted(string text, ref int position)
    {
        var field = new StringBuilder();
        position++;
        while (true)
        {
            int end = text.IndexOf('"', position);
            if (end < 0)
                throw new FormatException("failed to parse csv mounts: missing \" in quoted field");
            field.Append(text, position, end - position);
            position = end + 1;
            if (position == text.Length || text[position] == ',')
                return field.ToString();
            if (text[position] != '"')
                throw new FormatException("failed to parse csv mounts: extraneous \" in quoted field");
            field.Append('"');
            position++;
        }
    }

    [GeneratedRegex(@"^([0-9]+\.?[0-9]*|\.[0-9]+) ?([kmgtp]i?b?|b)?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Size();
}
