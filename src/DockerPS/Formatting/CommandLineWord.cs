using System.Buffers;
using System.Management.Automation.Language;

namespace DockerPS.Formatting;

/// <summary>Words as they have to stand in a command line.</summary>
static class CommandLineWord
{
    static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" '\"`$;,(){}|&<>@#*?[]");

    /// <summary>A word, in quotes where PowerShell would take it for something else. Typographic quotes are quotes to it, too.</summary>
    public static string Quote(string word) => word.AsSpan().ContainsAny(NeedsQuotes) || !System.Text.Ascii.IsValid(word)
        ? "'" + CodeGeneration.EscapeSingleQuotedStringContent(word) + "'"
        : word;
}
