using System.Globalization;
using System.Text;

namespace DockerPS.Formatting;

/// <summary>
/// Makes visible what a terminal would obey, in texts that somebody else has written: an image may be called, or say of itself, whatever
/// its maker likes. Values keep such texts as they are; only what is shown is changed, and to what docker shows.
/// </summary>
static class VisibleText
{
    /// <summary>The text as one line without control characters, and without those that turn the direction of what follows.</summary>
    public static string Of(string text) => Replace(text, static c => IsObeyed(c));

    /// <summary>The same for a text of several lines, which stay lines.</summary>
    public static string OfLines(string text) => Replace(text.ReplaceLineEndings("\n"), static c => c is not ('\n' or '\t') && IsObeyed(c));

    static bool IsObeyed(char c) => char.IsControl(c)
        || c is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    static string Replace(string text, Predicate<char> isObeyed)
    {
        int first = 0;
        while (first < text.Length && !isObeyed(text[first]))
            first++;
        if (first == text.Length)
            return text;
        var visible = new StringBuilder(text.Length + 16).Append(text, 0, first);
        foreach (char c in text.AsSpan(first))
        {
            if (isObeyed(c))
                visible.Append(Escape(c));
            else
                visible.Append(c);
        }
        return visible.ToString();
    }

    static string Escape(char c) => c switch
    {
        '\a' => @"\a",
        '\b' => @"\b",
        '\f' => @"\f",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        '\v' => @"\v",
        < '\u0080' => string.Create(CultureInfo.InvariantCulture, $@"\x{(int)c:x2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
    };
}
