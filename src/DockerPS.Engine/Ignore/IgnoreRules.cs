namespace DockerPS.Engine;

/// <summary>
/// What a build excludes from its context. The last line that matches a path, or a folder that contains it, decides; a line with an
/// exclamation mark includes the path again.
/// </summary>
/// <remarks>
/// Source: github.com/moby/patternmatcher, the file format and MatchesUsingParentResults, which BuildKit and the docker command use to walk
/// a folder. A line that could not change the result for a folder is not matched with it, so its match does not count for the content of
/// the folder.
/// </remarks>
sealed class IgnoreRules(IReadOnlyList<IgnorePattern> patterns, string? path = null)
{
    /// <summary>Rules that exclude nothing.</summary>
    public static IgnoreRules None { get; } = new([]);

    /// <summary>The patterns, in the order of their lines.</summary>
    public IReadOnlyList<IgnorePattern> Patterns => patterns;

    /// <summary>The file with the rules; null if there is none.</summary>
    public string? Path => path;

    /// <summary>Reads a file; null if it does not exist.</summary>
    public static IgnoreRules? Read(string path)
    {
        try
        {
            return Parse(ReadText(LocalFile.ReadFile(path, LocalFile.MostText)), path);
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            return null;
        }
    }

    /// <summary>Decodes a file, which may contain names that are not UTF-8.</summary>
    static string ReadText(byte[] bytes)
    {
        bool isUtf16 = bytes is [0xff, 0xfe, ..] or [0xfe, 0xff, ..];
        if (!isUtf16)
            return RawName.Decode(bytes);
        using var reader = new StreamReader(new MemoryStream(bytes));
        return reader.ReadToEnd();
    }

    /// <summary>Parses rules.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="path">The path of the file, for errors.</param>
    public static IgnoreRules Parse(string text, string path)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new EngineException(EngineError.Parse, new Subject("DockerIgnore", path), $"{path} is not UTF-8 text. Save it as UTF-8.");
        // a comment starts in the first column; a '#' after white space is a pattern
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(static line => line.StartsWith('#') ? "" : line);
        return Of(lines, path);
    }

    /// <summary>Creates rules from patterns.</summary>
    /// <param name="lines">The patterns.</param>
    /// <param name="path">Where they come from, for errors.</param>
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
                throw ParseError(path, number, line, "it includes nothing");
        }
        return new IgnoreRules(patterns, path);
    }

    /// <summary>The same rules, except for paths that are always sent.</summary>
    public IgnoreRules Except(params IEnumerable<string> paths)
    {
        var exceptions = paths.Where(IsIgnored)
            .Select(static path => new IgnorePattern(IgnorePattern.Escape(path), isException: true, line: 0));
        return new IgnoreRules([.. patterns, .. exceptions], path);
    }

    /// <summary>Whether a path is excluded.</summary>
    /// <param name="path">The path in the context, with slashes but not at its start.</param>
    public bool IsIgnored(string path) => Find(path) is { IsException: false };

    /// <summary>The line that decides about a path; null if none matches.</summary>
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

    /// <summary>One step of a walk: which patterns match a path or a folder that contains it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parent">The result for its folder; null for the context itself.</param>
    /// <param name="decider">The line that decides about it; null if none matches.</param>
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

    /// <summary>Whether a line may include something in an ignored folder.</summary>
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

    static EngineException ParseError(string path, int line, string pattern, string reason) => new(
        EngineError.Parse,
        new Subject("DockerIgnore", path),
        $"{path}, line {line}: '{pattern.Trim()}' is not a valid pattern: {reason}.");

    /// <summary>The shortest form of a path: without empty parts, dots, and slashes at its ends.</summary>
    static string Clean(string pattern)
    {
        // where a backslash separates folders, it cannot escape a character
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
