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
}
