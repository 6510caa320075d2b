using System.Buffers;
using System.Management.Automation.Language;

namespace DockerPS.Formatting;

/// <summary>Quotes words for a command line.</summary>
static class CommandLineWord
{
    static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" '\"`$;,(){}|&<>@#*?[]");

    /// <summary>A word, quoted if PowerShell would otherwise interpret it. PowerShell also treats typographic quotes as quotes.</summary>
    public static string Quote(string word) => word.AsSpan().ContainsAny(NeedsQuotes) || !System.Text.Ascii.IsValid(word)
        ? "'" + CodeGeneration.EscapeSingleQuotedStringContent(word) + "'"
        : word;
}
