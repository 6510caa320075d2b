using System.Text;

namespace DockerPS;

/// <summary>Parses comma-separated fields, in which docker writes options with several parts.</summary>
public static class CommaFields
{
    /// <summary>Splits the fields. A field in double quotes may contain commas, and two quotes in it mean one.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append(text[i++]);
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(text[i]);
            }
        }
        fields.Add(field.ToString());
        return fields;
    }

    /// <summary>Writes fields in the form that <see cref="Split" /> parses: a field with a comma or a quote is quoted.</summary>
    public static string Join(IEnumerable<string> fields) => string.Join(',', fields.Select(static field =>
        field.AsSpan().IndexOfAny(",\"\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    /// <summary>A field's key, and the value after its first <c>=</c>; null for a key alone.</summary>
    public static (string Key, string? Value) SplitField(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        int equals = field.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (field.Trim(), null) : (field[..equals].Trim(), field[(equals + 1)..]);
    }
}
