using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Reads Dockerfiles: accepts what BuildKit's parser accepts and refuses what it refuses.</summary>
/// <remarks>
/// Source: the Dockerfile reference, and the packages parser and instructions of github.com/moby/buildkit (frontend/dockerfile). Where builders
/// of different ages differ, the newest decides.
/// </remarks>
public sealed partial class DockerfileParser
{
    /// <summary>What an instruction may be called.</summary>
    internal static IReadOnlyCollection<string> Keywords => InstructionReader.Keywords;

    const int LongestLine = 65535;

    static readonly string[] DirectiveNames = ["syntax", "escape", "check"];

    readonly DockerfileSource source;
    readonly List<DockerfileDirective> directives = [];
    readonly List<DockerfileComment> comments = [];
    readonly List<DockerfileInstruction> instructions = [];
    readonly List<string> waiting = [];
    char escape = '\\';
    bool mayBeDirective = true;
    int line;

    DockerfileParser(DockerfileSource source) => this.source = source;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="path">The path that it came from, for errors; null for none.</param>
    /// <param name="arguments">Values for ARG instructions, as a build would be given them; null for none.</param>
    /// <exception cref="EngineException">It is no Dockerfile; the detail is a <see cref="DockerfileParseFailure" />.</exception>
    public static Dockerfile Parse(string text, string? path = null, IReadOnlyDictionary<string, string>? arguments = null) =>
        ParseWithFacts(text, path, arguments).File;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, or a folder with a file <c>Dockerfile</c>.</param>
    /// <param name="arguments">Values for ARG instructions; null for none.</param>
    /// <param name="cancellationToken">Stops waiting for a pipe.</param>
    /// <exception cref="EngineException">It cannot be read, or is no Dockerfile.</exception>
    public static Dockerfile Read(string path, IReadOnlyDictionary<string, string>? arguments, CancellationToken cancellationToken)
    {
        string file = FindFile(path);
        return Parse(DockerfileSource.Read(file, cancellationToken), file, arguments);
    }

    /// <summary>The Dockerfile that a path means: a file itself, of a folder the one that a build would take.</summary>
    internal static string FindFile(string path)
    {
        if (!Directory.Exists(path))
            return path;
        string file = Path.Combine(path, "Dockerfile");
        string lower = Path.Combine(path, "dockerfile");
        if (File.Exists(file) || !File.Exists(lower))
            return File.Exists(file) ? file : throw new EngineException(EngineError.NotFound, new Subject("Dockerfile", file), $"There is no Dockerfile in {path}.");
        return lower;
    }

    /// <summary>Reads a text, with all that rules need to know of it.</summary>
    internal static DockerfileFacts ParseWithFacts(string text, string? path, IReadOnlyDictionary<string, string>? arguments)
    {
        try
        {
            var parser = new DockerfileParser(new DockerfileSource(text));
            parser.ReadLines();
            parser.CheckInstructions();
            return DockerfileEvaluator.Evaluate(parser.ToDockerfile(path), arguments ?? new Dictionary<string, string>());
        }
        catch (DockerfileRefusal e)
        {
            var failure = new DockerfileParseFailure(path, e.Extent.StartLine, e.Extent.StartColumn, e.Message);
            string where = path is null ? $"Dockerfile, line {failure.Line}" : $"{path}, line {failure.Line}";
            throw new EngineException(EngineError.Parse, new Subject("Dockerfile", path), $"{where}, column {failure.Column}: {failure.Reason}", e) { Detail = failure };
        }
    }

    Dockerfile ToDockerfile(string? path) => new()
    {
        Path = path,
        Directives = directives,
        Escape = escape,
        Comments = comments,
        Instructions = instructions,
        Text = source.Text,
        LineCount = source.LineCount,
    };

    void ReadLines()
    {
        if (source.Text.Length == source.Begin)
            throw new DockerfileRefusal(source.Extent(0, 0), "the file is empty");
        while (line < source.LineCount)
        {
            RequireLength();
            int end = source.ContentEndOf(line);
            int start = SkipWhiteSpace(source.StartOf(line), end);
            if (ReadDirective(start, end))
            {
                line++;
            }
            else if (start == end)
            {
                waiting.Clear();
                line++;
            }
            else if (source.Text[start] == '#')
            {
                ReadComment(start, end);
                line++;
            }
            else
            {
                ReadInstruction(start, end);
                waiting.Clear();
            }
        }
        if (instructions.Count == 0)
            throw new DockerfileRefusal(source.Extent(source.Begin, source.Begin), "the file has no instructions");
    }

    /// <summary>Builders look at what each instruction must have when they have read all of them.</summary>
    void CheckInstructions()
    {
        bool hasStage = false;
        foreach (var instruction in instructions)
        {
            InstructionRequirements.Check(instruction);
            hasStage |= instruction.Keyword == "FROM";
            if (!hasStage && instruction.Keyword != "ARG")
                throw new DockerfileRefusal(instruction.Extent, $"no build stage in current context: {instruction.Keyword} stands before the first FROM");
        }
        if (!hasStage)
            throw new DockerfileRefusal(instructions[0].Extent, "the file contains no stage to build: it has no FROM");
    }

    void ReadComment(int start, int end)
    {
        string text = source.Text[(start + 1)..end].Trim();
        comments.Add(new DockerfileComment(text, source.Extent(start, end)));
        if (text.Length == 0)
            waiting.Clear();
        else
            waiting.Add(text);
    }

    /// <summary>Directives come before all else, also before other comments and empty lines.</summary>
    bool ReadDirective(int start, int end)
    {
        if (!mayBeDirective)
            return false;
        var match = Directive().Match(source.Text[start..end]);
        string name = match.Groups["name"].Value.ToLowerInvariant();
        if (!match.Success || Array.IndexOf(DirectiveNames, name) < 0)
        {
            mayBeDirective = false;
            return false;
        }
        var extent = source.Extent(start, end);
        string value = match.Groups["value"].Value;
        if (directives.Exists(directive => directive.Name == name))
            throw new DockerfileRefusal(extent, $"only one {name} parser directive can be used");
        if (name == "escape")
            escape = value is "\\" or "`" ? value[0] : throw new DockerfileRefusal(extent, $"invalid escape token '{value}': expected \\ or `");
        directives.Add(new DockerfileDirective(name, value, extent));
        return true;
    }

    void ReadInstruction(int start, int end)
    {
        var logical = new LogicalLine(source);
        var emptyLines = new List<DockerfileExtent>();
        bool goesOn = Add(logical, start, end);
        line++;
        while (goesOn && line < source.LineCount)
        {
            RequireLength();
            end = source.ContentEndOf(line);
            int content = SkipWhiteSpace(source.StartOf(line), end);
            if (content == end)
                emptyLines.Add(source.Extent(source.StartOf(line), source.EndOf(line)));
            else if (source.Text[content] == '#')
                comments.Add(new DockerfileComment(source.Text[(content + 1)..end].Trim(), source.Extent(content, end)));
            else
                goesOn = Add(logical, source.StartOf(line), end);
            line++;
        }
        var reader = new InstructionReader(logical, escape);
        var instruction = reader.Read();
        var heredocs = reader.FindHeredocs(instruction).Select(heredoc => ReadHeredoc(heredoc, instruction.KeywordExtent)).ToList();
        end = source.ContentEndOf(line - 1);
        instructions.Add(instruction with
        {
            Comments = [.. waiting],
            EmptyLines = emptyLines,
            Heredocs = heredocs,
            Extent = source.Extent(start, end),
            Text = source.Text[start..end],
        });
    }

    DockerfileHeredoc ReadHeredoc(DockerfileHeredoc heredoc, DockerfileExtent place)
    {
        int first = line;
        for (; line < source.LineCount; line++)
        {
            RequireLength();
            var text = source.Text.AsSpan(source.StartOf(line)..source.ContentEndOf(line));
            if (!(heredoc.StripsTabs ? text.TrimStart('\t') : text).SequenceEqual(heredoc.Name))
                continue;
            int start = source.StartOf(first);
            int end = source.StartOf(line);
            line++;
            return heredoc with { Content = source.Text[start..end], Extent = source.Extent(start, end) };
        }
        throw new DockerfileRefusal(place, $"unterminated heredoc: there is no line '{heredoc.Name}' to end it");
    }

    /// <summary>Adds a line to an instruction, and says whether it goes on: its last character is the escape character, and alone.</summary>
    bool Add(LogicalLine logical, int start, int end)
    {
        int last = end - 1;
        while (last >= start && source.Text[last] is ' ' or '\t')
            last--;
        bool goesOn = last >= start && source.Text[last] == escape && (last == start || source.Text[last - 1] != escape);
        logical.Add(start, goesOn ? last : end);
        return goesOn;
    }

    int SkipWhiteSpace(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(source.Text[start]))
            start++;
        return start;
    }

    void RequireLength()
    {
        int start = source.StartOf(line);
        int length = source.EndOf(line) - start;
        // builders count bytes, of which a character has three at most
        if (length > LongestLine / 3 && System.Text.Encoding.UTF8.GetByteCount(source.Text.AsSpan(start, length).TrimEnd('\n')) > LongestLine)
            throw new DockerfileRefusal(source.Extent(start, start), $"the line is longer than {LongestLine} bytes");
    }

    [GeneratedRegex(@"^#\s*(?<name>[A-Za-z][A-Za-z0-9]*)\s*=\s*(?<value>.+?)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();
}

/// <summary>A Dockerfile is refused.</summary>
/// <param name="extent">Where.</param>
/// <param name="reason">Why, and what was expected.</param>
sealed class DockerfileRefusal(DockerfileExtent extent, string reason) : Exception(ToShown(reason))
{
    const int LongestText = 500;

    /// <summary>Where.</summary>
    public DockerfileExtent Extent => extent;

    /// <summary>A text that quotes a file, fit for a screen: nothing in it moves the cursor, and it has an end.</summary>
    public static string ToShown(string text)
    {
        string shown = text.Length > LongestText ? text[..LongestText] + "…" : text;
        return shown.Any(char.IsControl) ? string.Concat(shown.Select(static c => char.IsControl(c) ? '\uFFFD' : c)) : shown;
    }
}
