using System.Text;

namespace DockerPS;

/// <summary>Reads texts of fields between commas, in which docker writes options with several parts.</summary>
public static class CommaFields
{
    /// <summary>The fields. One in double quotes may hold commas, and two quotes in it are one.</summary>
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

    /// <summary>Writes fields as <see cref="Split" /> reads them: one with a comma or a quote in it stands in quotes.</summary>
    public static string Join(IEnumerable<string> fields) => string.Join(',', fields.Select(static field =>
        field.AsSpan().IndexOfAny(",\"\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    /// <summary>A field's key, and what stands behind its first <c>=</c>; null for a key alone.</summary>
    public static (string Key, string? Value) SplitField(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        int equals = field.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (field.Trim(), null) : (field[..equals].Trim(), field[(equals + 1)..]);
    }
}
