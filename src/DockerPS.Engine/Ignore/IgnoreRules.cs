using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// What a build leaves out of its context. The last line that fits a path, or a folder that it lies in, decides; one with an exclamation
/// mark takes it back in.
/// </summary>
/// <remarks>
/// Source: github.com/moby/patternmatcher, the file format and MatchesUsingParentResults, by which BuildKit and the docker command walk a
/// folder. A line that could change nothing about a folder is not asked about it, and so has no say on its behalf over what is in the
/// folder.
/// </remarks>
sealed class IgnoreRules(IReadOnlyList<IgnorePattern> patterns, string? path = null)
{
    /// <summary>Rules that leave out nothing.</summary>
    public static IgnoreRules None { get; } = new([]);

    /// <summary>The patterns in the order of their lines.</summary>
    public IReadOnlyList<IgnorePattern> Patterns => patterns;

    /// <summary>The file that holds them; null for none.</summary>
    public string? Path => path;

    /// <summary>Reads a file of rules; null when there is none.</summary>
    public static IgnoreRules? Read(string path)
    {
        try
        {
            // a byte order mark says that it is of another encoding
            using var reader = new StreamReader(new MemoryStream(LocalFile.ReadFile(path, LocalFile.MostText)), Encoding.UTF8);
            return Parse(reader.ReadToEnd(), path);
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads rules.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="path">The path of the file, for an error.</param>
    public static IgnoreRules Parse(string text, string path)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new EngineException(EngineError.Parse, new Subject("DockerIgnore", path), $"{path} is not UTF-8 text. Save it as UTF-8.");
        // a comment begins in the first column; a '#' behind white space is a pattern
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(static line => line.StartsWith('#') ? "" : line);
        return Of(lines, path);
    }

    /// <summary>Takes patterns as they are.</summary>
    /// <param name="lines">The patterns.</param>
    /// <param name="path">Where they come from, for an error.</param>
    public static IgnoreRules Of(IEnumerable<string> lines, string path)
    {
        var patterns = new List<IgnorePattern>();
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string pattern = line.Trim();
            bool isException = pattern.StartsWith('!');
            if (isException)
                pattern = pattern[1..].Trim();
            if (pattern.Length > 0 && !(isException && pattern.Trim('/').Length == 0))
                patterns.Add(ParseLine(Clean(pattern), isException, number, path));
            else if (isException)
                throw ParseError(path, number, line, "it takes nothing back in");
        }
        return new IgnoreRules(patterns, path);
    }

    /// <summary>The same rules, with paths that are sent whatever they say.</summary>
    public IgnoreRules Except(params IEnumerable<string> paths) =>
        new(
            [.. patterns, .. paths.Where(IsIgnored).Select(static path => new IgnorePattern(IgnorePattern.Escape(path), isException: true, line: 0))],
            path);

    /// <summary>Whether a path is left out.</summary>
    /// <param name="path">The path in the context, with slashes and without one at its beginning.</param>
    public bool IsIgnored(string path) => Find(path) is { IsException: false };

    /// <summary>The line that decides over a path; null when none fits it.</summary>
    public IgnorePattern? Find(string path)
    {
        bool[]? fits = null;
        IgnorePattern? decider = null;
        for (int end = path.IndexOf('/', StringComparison.Ordinal); ; end = path.IndexOf('/', end + 1))
        {
            fits = Match(end < 0 ? path : path.AsSpan(0, end), fits, out decider);
            if (end < 0)
                return decider;
        }
    }

    /// <summary>One step of a walk: which patterns fit a path or a folder that it lies in.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parent">What the step for its folder returned; null for the context itself.</param>
    /// <param name="decider">The line that decides over it; null when none fits.</param>
    public bool[] Match(ReadOnlySpan<char> path, bool[]? parent, out IgnorePattern? decider)
    {
        decider = null;
        if (patterns.Count == 0)
            return [];
        bool[] fits = new bool[patterns.Count];
        bool isIgnored = false;
        for (int i = 0; i < fits.Length; i++)
        {
            fits[i] = (parent is not null && parent[i]) || (patterns[i].IsException == isIgnored && patterns[i].Matches(path));
            if (!fits[i])
                continue;
            decider = patterns[i];
            isIgnored = !decider.IsException;
        }
        return fits;
    }

    /// <summary>Whether a line takes something back in that may lie in an ignored folder.</summary>
    public bool MayTakeBackIn(string folder) => patterns.Any(pattern => pattern.IsException && pattern.MayMatchBelow(folder));

    static IgnorePattern ParseLine(string pattern, bool isException, int line, string path)
    {
        try
        {
            return new IgnorePattern(pattern, isException, line);
        }
        catch (FormatException e)
        {
            throw ParseError(path, line, pattern, e.Message);
        }
    }

    static EngineException ParseError(string path, int line, string pattern, string reason) =>
        new(EngineError.Parse, new Subject("DockerIgnore", path), $"{path}, line {line}: '{pattern.Trim()}' is not a valid pattern: {reason}.");

    /// <summary>The shortest form of a path: no empty parts, no dots, no slash at its ends.</summary>
    static string Clean(string pattern)
    {
        // where a backslash parts folders it cannot take the next character as it is
        if (System.IO.Path.DirectorySeparatorChar == '\\')
            pattern = pattern.Replace('\\', '/');
        var parts = new List<string>();
        foreach (string part in pattern.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part == ".." && (parts.Count > 0 ? parts[^1] != ".." : pattern.StartsWith('/')))
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            else
                parts.Add(part);
        }
        return parts.Count == 0 ? "." : string.Join('/', parts);
    }
}
