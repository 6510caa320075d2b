using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Unicode;

namespace DockerPS.Engine;

/// <summary>
/// The names of files on Linux: bytes that need not be UTF-8. In a string, each byte that is not part of a UTF-8 character becomes an
/// unpaired surrogate from U+DC80 to U+DCFF, which no valid text contains. So every name has its own string.
/// </summary>
/// <remarks>Source: PEP 383, "Non-decodable Bytes in System Character Interfaces".</remarks>
static class RawName
{
    const int Escape = 0xDC00;
    const char First = '\uDC80';
    const char Last = '\uDCFF';
    const char Replacement = '\uFFFD';

    /// <summary>Whether .NET may have replaced bytes that are not UTF-8 in a name or path.</summary>
    public static bool IsReplaced(string text) => text.Contains(Replacement, StringComparison.Ordinal);

    /// <summary>Whether a name or path contains a byte that is not UTF-8.</summary>
    public static bool IsRaw(string text)
    {
        int position = 0;
        while (position < text.Length && text.AsSpan(position).IndexOfAnyInRange(First, Last) is >= 0 and var next)
        {
            position += next;
            if (IsEscape(text, position))
                return true;
            position++;
        }
        return false;
    }

    /// <summary>The string for the bytes of a name or path.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            bool isCharacter = Rune.DecodeFromUtf8(bytes, out var rune, out int count) == OperationStatus.Done;
            if (isCharacter)
                text.Append(rune.ToString());
            for (int i = 0; i < count && !isCharacter; i++)
                text.Append((char)(Escape + bytes[i]));
            bytes = bytes[count..];
        }
        return text.ToString();
    }

    /// <summary>The bytes of a name or path.</summary>
    public static byte[] Encode(string text)
    {
        if (!IsRaw(text))
            return Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(text.Length);
        Split(text, part => bytes.AddRange(Encoding.UTF8.GetBytes(part)), bytes.Add);
        return [.. bytes];
    }

    /// <summary>A name or path for a message, with <c>\xE9</c> for a byte that is not UTF-8.</summary>
    public static string Show(string text)
    {
        if (!IsRaw(text))
            return text;
        var shown = new StringBuilder(text.Length);
        Split(text, part => shown.Append(part), value => shown.Append(CultureInfo.InvariantCulture, $"\\x{value:X2}"));
        return shown.ToString();
    }

    /// <summary>Escapes a name or path for a URI.</summary>
    public static string EscapeUri(string text)
    {
        if (!IsRaw(text))
            return Uri.EscapeDataString(text);
        byte[] bytes = Encode(text);
        return Encoding.ASCII.GetString(WebUtility.UrlEncodeToBytes(bytes, 0, bytes.Length)!);
    }

    /// <summary>Unescapes a name or path from a URI.</summary>
    public static string UnescapeUri(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Decode(WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length));
    }

    static void Split(string text, Action<string> valid, Action<byte> raw)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsEscape(text, i))
                continue;
            valid(text[start..i]);
            raw((byte)(text[i] - Escape));
            start = i + 1;
        }
        valid(text[start..]);
    }

    static bool IsEscape(string text, int position) =>
        text[position] is >= First and <= Last && (position == 0 || !char.IsHighSurrogate(text[position - 1]));
}
