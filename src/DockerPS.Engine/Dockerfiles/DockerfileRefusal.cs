namespace DockerPS.Engine;

/// <summary>A Dockerfile that builders refuse.</summary>
/// <param name="extent">The place in the file.</param>
/// <param name="reason">The reason, and what was expected.</param>
sealed class DockerfileRefusal(DockerfileExtent extent, string reason) : Exception(ToShown(reason))
{
    const int LongestText = 500;

    /// <summary>The place in the file.</summary>
    public DockerfileExtent Extent => extent;

    /// <summary>Makes a text that quotes a file safe to print: without control characters, and not too long.</summary>
    public static string ToShown(string text)
    {
        string shown = text.Length > LongestText ? text[..LongestText] + "…" : text;
        return shown.Any(char.IsControl) ? string.Concat(shown.Select(static c => char.IsControl(c) ? '\uFFFD' : c)) : shown;
    }
}
