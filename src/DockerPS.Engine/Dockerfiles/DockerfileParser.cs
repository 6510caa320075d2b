using System.Text;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Parses Dockerfiles: accepts what BuildKit's parser accepts, and refuses what it refuses.</summary>
/// <remarks>
/// Source: the Dockerfile reference, and the packages parser and instructions of github.com/moby/buildkit (frontend/dockerfile). Where
/// versions differ, the newest decides.
/// </remarks>
public sealed partial class DockerfileParser
{
    /// <summary>The keywords of instructions.</summary>
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
    bool hasShebang;
    int line;

    // the number of instructions before the first incomplete one
    int complete;

    DockerfileParser(DockerfileSource source) => this.source = source;

    /// <summary>Parses a text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="path">The path of the file, for errors; null if there is none.</param>
    /// <param name="arguments">Build arguments; null for none.</param>
    /// <exception cref="EngineException">It is not a valid Dockerfile; the detail is a <see cref="DockerfileParseFailure" />.</exception>
    public static Dockerfile Parse(string text, string? path = null, IReadOnlyDictionary<string, string>? arguments = null) =>
        ParseWithFacts(text, path, arguments).File;

    /// <summary>Parses a file.</summary>
    /// <param name="path">The file, or a folder with a file <c>Dockerfile</c>.</param>
    /// <param name="arguments">Build arguments; null for none.</param>
    /// <param name="cancellationToken">Stops waiting for a pipe.</param>
    /// <exception cref="EngineException">The file cannot be read, or is not a valid Dockerfile.</exception>
    public static Dockerfile Read(string path, IReadOnlyDictionary<string, string>? arguments, CancellationToken cancellationToken)
    {
        string file = FindFile(path);
        return Parse(DockerfileSource.Read(file, cancellationToken), file, arguments);
    }

    /// <summary>Finds the Dockerfile of a path: the file itself, or in a folder the one that a build would use.</summary>
    internal static string FindFile(string path)
    {
        if (!Directory.Exists(path))
            return path;
        string file = Path.Combine(path, "Dockerfile");
        string lower = Path.Combine(path, "dockerfile");
        return File.Exists(file) ? file
            : File.Exists(lower) ? lower
            : throw new EngineException(EngineError.NotFound, new Subject("Dockerfile", file), $"There is no Dockerfile in {path}.");
    }

    /// <summary>Parses a text, with all that rules need to know about it.</summary>
    internal static DockerfileFacts ParseWithFacts(string text, string? path, IReadOnlyDictionary<string, string>? arguments)
    {
        var facts = ParseUpTo(text, path, arguments, out var refusal);
        if (refusal is null)
            return facts!;
        var failure = new DockerfileParseFailure(path, refusal.Extent.StartLine, refusal.Extent.StartColumn, refusal.Message);
        string where = path is null ? $"Dockerfile, line {failure.Line}" : $"{path}, line {failure.Line}";
        throw new EngineException(
            EngineError.Parse,
            new Subject("Dockerfile", path),
            $"{where}, column {failure.Column}: {failure.Reason}",
            refusal)
        {
            Detail = failure,
        };
    }

    /// <summary>Parses a text up to the first thing that a builder refuses.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="path">The path of the file; null if there is none.</param>
    /// <param name="arguments">Build arguments; null for none.</param>
    /// <param name="refusal">What a builder refuses first; null if it accepts the whole text.</param>
    /// <returns>What is known about the instructions before that; null if there is no stage among them.</returns>
    internal static DockerfileFacts? ParseUpTo(
        string text,
        string? path,
        IReadOnlyDictionary<string, string>? arguments,
        out DockerfileRefusal? refusal)
    {
        var parser = new DockerfileParser(new DockerfileSource(text));
        var unread = RefusalOf(parser.ReadLines);
        var incomplete = RefusalOf(parser.CheckInstructions);
        parser.instructions.RemoveRange(parser.complete, parser.instructions.Count - parser.complete);
        refusal = unread ?? incomplete;
        return parser.instructions.Exists(static instruction => instruction.Keyword == "FROM")
            ? DockerfileEvaluator.Evaluate(parser.ToDockerfile(path), arguments ?? new Dictionary<string, string>())
            : null;
    }

    static DockerfileRefusal? RefusalOf(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (DockerfileRefusal e)
        {
            return e;
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
            if (line == 0 && source.Text.AsSpan(source.Begin, end - source.Begin).StartsWith("#!"))
            {
                hasShebang = true;
                ReadComment(start, end);
                line++;
            }
            else if (ReadDirective(start, end))
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
    }

    /// <summary>Builders check what each instruction requires after they have read the whole file.</summary>
    void CheckInstructions()
    {
        if (instructions.Count == 0)
            throw new DockerfileRefusal(source.Extent(source.Begin, source.Begin), "the file has no instructions");
        bool hasStage = false;
        foreach (var instruction in instructions)
        {
            InstructionRequirements.Check(instruction);
            hasStage |= instruction.Keyword == "FROM";
            if (!hasStage && instruction.Keyword != "ARG")
                throw new DockerfileRefusal(
                    instruction.Extent,
                    $"no build stage in current context: {instruction.Keyword} comes before the first FROM");
            complete++;
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

    /// <summary>
    /// Directives come before everything else, except a shebang: also before other comments and empty lines. After a shebang, builders
    /// know only the directives that they look up before they parse the file: escape is a comment there, as are indented and repeated ones.
    /// </summary>
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
        if (hasShebang && name == "escape")
            return false;
        if (hasShebang && (extent.StartColumn > 1 || directives.Exists(directive => directive.Name == name)))
        {
            mayBeDirective = false;
            return false;
        }
        if (directives.Exists(directive => directive.Name == name))
            throw new DockerfileRefusal(extent, $"only one {name} parser directive can be used");
        if (name == "escape")
        {
            escape = value is "\\" or "`"
                ? value[0]
                : throw new DockerfileRefusal(extent, $"invalid escape token '{value}': expected \\ or `");
        }
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
        var instruction = new InstructionReader(logical, escape).Read();
        var heredocs = Heredocs.Find(instruction, logical.Text).Select(heredoc => ReadHeredoc(heredoc, instruction.KeywordExtent)).ToList();
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
        throw new DockerfileRefusal(place, $"unterminated heredoc: there is no line '{heredoc.Name}' that ends it");
    }

    /// <summary>Adds a line to an instruction. Returns whether the instruction continues, because of a single escape character.</summary>
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
        // builders count bytes, and a character has at most three
        if (length > LongestLine / 3 && Encoding.UTF8.GetByteCount(source.Text.AsSpan(start, length).TrimEnd('\n')) > LongestLine)
            throw new DockerfileRefusal(source.Extent(start, start), $"the line is longer than {LongestLine} bytes");
    }

    [GeneratedRegex(@"^#\s*(?<name>[A-Za-z][A-Za-z0-9]*)\s*=\s*(?<value>.+?)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();
}
