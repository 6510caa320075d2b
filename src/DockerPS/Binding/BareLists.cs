using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>Joins strings that contain commas: without quotes, PowerShell reads <c>type=bind,source=/a</c> as a list of two.</summary>
static class BareLists
{
    /// <summary>Joins fields such as <c>name=front</c> and <c>alias=web</c>; a key that was already used begins a new string.</summary>
    /// <param name="list">The parts.</param>
    /// <param name="repeatable">The keys that may occur several times.</param>
    /// <param name="joinsWords">Whether a part without a value, such as <c>readonly</c>, is also a field and not a string of its
    /// own.</param>
    public static IEnumerable<object?> JoinFields(
        IEnumerable<object?> list,
        IReadOnlyCollection<string> repeatable,
        bool joinsWords = false)
    {
        var parts = new List<string>();
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (object? item in list)
        {
            string? text = TextOf(item);
            bool isField = text is not null && (text.Contains('=') || (joinsWords && parts.Count > 0));
            var own = isField
                ? CommaFields.Split(text!).Select(static field => Canonical(CommaFields.SplitField(field).Key)).Except(repeatable).ToList()
                : [];
            if (parts.Count > 0 && (!isField || own.Exists(keys.Contains)))
            {
                yield return string.Join(',', parts);
                parts.Clear();
                keys.Clear();
            }
            if (!isField)
            {
                yield return item;
                continue;
            }
            parts.Add(text!);
            keys.UnionWith(own);
        }
        if (parts.Count > 0)
            yield return string.Join(',', parts);
    }

    /// <summary>
    /// Joins options such as <c>noexec</c> to the string before: parts that contain none of the characters that mark a new string.
    /// </summary>
    public static IEnumerable<object?> JoinOptions(IEnumerable<object?> list, string marks)
    {
        string? text = null;
        foreach (object? item in list)
        {
            string? part = TextOf(item);
            if (text is not null && part is not null && part.AsSpan().IndexOfAny(marks) < 0)
            {
                text = $"{text},{part}";
                continue;
            }
            if (text is not null)
                yield return text;
            text = part;
            if (part is null)
                yield return item;
        }
        if (text is not null)
            yield return text;
    }

    /// <summary>The parts of a list as one string; anything else unchanged.</summary>
    public static object? Join(object? input) =>
        TextValues.Unwrap(input) is object[] parts
            ? string.Join(',', parts.Select(static part => LanguagePrimitives.ConvertTo<string>(part)))
            : input;

    static string? TextOf(object? item)
    {
        object? value = TextValues.Unwrap(item);
        return value is string || TextValues.IsNumber(value) ? LanguagePrimitives.ConvertTo<string>(item) : null;
    }

    static string Canonical(string key) => key.ToLowerInvariant() switch
    {
        "src" => "source",
        "dst" or "destination" => "target",
        "ro" => "readonly",
        var other => other,
    };
}
