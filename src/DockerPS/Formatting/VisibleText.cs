using System.Globalization;
using System.Text;

namespace DockerPS.Formatting;

/// <summary>
/// Makes terminal control characters visible in text from outside: whoever builds an image can put anything into its name and descriptions.
/// Values keep such text unchanged; only the display changes, in the same way as docker's.
/// </summary>
static class VisibleText
{
    /// <summary>The text as one line, without control characters and characters that change the text direction.</summary>
    public static string Of(string text) => Replace(text, static c => IsObeyed(c));

    /// <summary>The same for several lines, which stay separate lines.</summary>
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
