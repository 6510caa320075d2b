using System.Text;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Reads the instructions of a Dockerfile, each on one line. It knows only as much of the format as builds need that a builder does.</summary>
sealed partial class DockerfileReader
{
    static readonly string[] Counted = ["FROM", "RUN", "COPY", "ADD", "WORKDIR"];
    static readonly string[] WithDocuments = ["RUN", "COPY", "ADD"];

    readonly List<BuildInstruction> instructions = [];
    char escape = '\\';

    DockerfileReader() { }

    /// <summary>The instructions in their order.</summary>
    public IReadOnlyList<BuildInstruction> Instructions => instructions;

    /// <summary>Reads a Dockerfile.</summary>
    public static DockerfileReader Parse(string text)
    {
        var reader = new DockerfileReader();
        reader.Read(text.TrimStart('\uFEFF').Split('\n'));
        return reader;
    }

    void Read(string[] lines)
    {
        int stage = -1;
        string stageName = "";
        int step = 0;
        bool mayBeDirective = true;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (mayBeDirective && Directive().Match(line) is { Success: true } directive)
            {
                if (directive.Groups["name"].Value.Equals("escape", StringComparison.OrdinalIgnoreCase))
                    escape = directive.Groups["value"].Value[0];
                continue;
            }
            mayBeDirective = false;
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            int first = i + 1;
            string text = Normalize(ReadContinued(lines, ref i));
            string keyword = text.Split(' ')[0].ToUpperInvariant();
            if (Array.IndexOf(WithDocuments, keyword) >= 0)
                SkipDocuments(lines, ref i, text);
            if (keyword == "FROM")
            {
                stage++;
                step = 0;
                stageName = StageName().Match(text).Groups["name"].Value;
            }
            bool isStep = Array.IndexOf(Counted, keyword) >= 0;
            if (isStep)
                step++;
            instructions.Add(new BuildInstruction(first, keyword, text, stage, stageName, isStep ? step : 0));
        }
    }

    string ReadContinued(string[] lines, ref int i)
    {
        var text = new StringBuilder();
        while (true)
        {
            string line = lines[i].TrimEnd();
            bool isComment = text.Length > 0 && line.TrimStart().StartsWith('#');
            bool goesOn = line.EndsWith(escape);
            if (!isComment)
                text.Append(goesOn ? line[..^1] : line);
            // comments and empty lines do not end an instruction that goes on
            if ((!goesOn && !isComment && (line.Length > 0 || text.Length == 0)) || i == lines.Length - 1)
                return text.ToString();
            i++;
        }
    }

    static void SkipDocuments(string[] lines, ref int i, string text)
    {
        foreach (Match document in HereDocument().Matches(text))
        {
            while (i < lines.Length - 1 && lines[++i].Trim() != document.Groups["end"].Value) { }
        }
    }

    /// <summary>A text with one space where any white space was.</summary>
    public static string Normalize(string text) => WhiteSpace().Replace(text.Trim(), " ");

    [GeneratedRegex(@"^#\s*(?<name>[A-Za-z]+)\s*=\s*(?<value>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();

    [GeneratedRegex(@"\sAS\s+(?<name>\S+)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex StageName();

    [GeneratedRegex(@"<<-?([""']?)(?<end>[A-Za-z_][A-Za-z0-9_]*)\1", RegexOptions.CultureInvariant)]
    private static partial Regex HereDocument();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();
}

/// <summary>An instruction of a Dockerfile.</summary>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Keyword">Its first word, in capitals.</param>
/// <param name="Text">The whole of it on one line.</param>
/// <param name="Stage">The number of its stage, from 0; -1 before the first.</param>
/// <param name="StageName">The name of its stage; empty when it has none.</param>
/// <param name="Step">Its number among the steps of its stage, as BuildKit counts them, from 1; 0 for one that is no step.</param>
sealed record BuildInstruction(int Line, string Keyword, string Text, int Stage, string StageName, int Step)
{
    /// <summary>What a FROM builds on: an image, a stage, or <c>scratch</c>; null for other instructions.</summary>
    public string? Base => Keyword == "FROM" ? Text.Split(' ').Skip(1).FirstOrDefault(static word => !word.StartsWith("--", StringComparison.Ordinal)) : null;

    /// <summary>The images or stages that it names: by FROM, by <c>--from</c>, or by <c>from</c> of a mount.</summary>
    public IEnumerable<string> Images => Base is { } image ? [image] : Text.Split(' ', ',').Select(static word => word.TrimStart('-')).Where(static word => word.StartsWith("from=", StringComparison.Ordinal)).Select(static word => word["from=".Length..]);

    /// <summary>Whether it is of a stage that is called so: by its name, or as BuildKit calls one that has none.</summary>
    public bool IsOfStage(string name) => StageName.Length > 0 ? StageName.Equals(name, StringComparison.OrdinalIgnoreCase) : name == $"stage-{Stage}";
}
