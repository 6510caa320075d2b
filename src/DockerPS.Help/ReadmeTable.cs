using System.Globalization;
using System.Text;

namespace DockerPS.Help;

/// <summary>Updates the README's table of docker commands and cmdlets.</summary>
public static class ReadmeTable
{
    const string Begin = "<!-- cmdlets: made by the build -->\n";
    const string End = "<!-- /cmdlets -->";

    /// <summary>The README with an updated table; unchanged if it does not have one.</summary>
    public static string Update(string readme, IReadOnlyList<CmdletHelp> cmdlets)
    {
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            return readme;
        var table = new StringBuilder("| `docker` | DockerPS | what it does |\n|---|---|---|\n");
        foreach (var cmdlet in cmdlets)
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {Commands(cmdlet.Docker)} | `{cmdlet.Name}` | {cmdlet.Synopsis.TrimEnd('.')} |\n");
        }
        return readme[..(begin + Begin.Length)] + table + readme[end..];
    }

    static string Commands(string docker) =>
        docker.Length == 0 ? "–" : string.Join(", ", docker.Split(", ").Select(static command => $"`{command}`"));
}
