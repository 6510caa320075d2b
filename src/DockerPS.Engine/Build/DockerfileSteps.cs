using System.Text;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Finds the line of a Dockerfile that a builder speaks of. It knows only as much of the format as that needs.</summary>
sealed partial class DockerfileSteps
{
    static readonly string[] Counted = ["FROM", "RUN", "COPY", "ADD", "WORKDIR"];
    static readonly string[] WithDocuments = ["RUN", "COPY", "ADD"];

    readonly List<Instruction> instructions = [];

    DockerfileSteps() { }

    /// <summary>Reads a Dockerfile.</summary>
    public static DockerfileSteps Parse(string text)
    {
        var steps = new DockerfileSteps();
        steps.Read(text.TrimStart('\uFEFF').Split('\n'));
        return steps;
    }

    /// <summary>The line at which a step of BuildKit begins, <c>[build 2/3] RUN make</c>; null when it is not to be found.</summary>
    public int? FindVertex(string name)
    {
        if (BaseImage().Match(name) is { Success: true } found)
            return FindBase(found.Groups["image"].Value);
        var match = VertexName().Match(name);
        if (!match.Success)
            return null;
        string text = Normalize(match.Groups["text"].Value);
        string stage = match.Groups["stage"].Value;
        int step = int.Parse(match.Groups["step"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        bool isPlace(Instruction instruction) => instruction.Step == step && (stage.Length == 0 || instruction.IsOfStage(stage));
        var same = instructions.FindAll(instruction => instruction.Text.Equals(text, StringComparison.OrdinalIgnoreCase));
        // the builder shows a step with its variables filled in: then its number has to do
        return (same.Count == 1 ? same[0] : same.Find(isPlace) ?? instructions.Find(isPlace))?.Line;
    }

    /// <summary>The line at which the step of the classic builder with this number begins; null when there is none.</summary>
    public int? FindNumber(int number) => number > 0 && number <= instructions.Count ? instructions[number - 1].Line : null;

    /// <summary>The first FROM that names an image; the builder tells it with all that is left out in the file.</summary>
    int? FindBase(string image) => ImageName.TryParse(image, out var wanted, out _)
        ? instructions.Find(instruction => instruction.IsFrom && ImageName.TryParse(instruction.BaseImage, out var own, out _) && own.WithDefaultTag() == wanted)?.Line
        : null;

    void Read(string[] lines)
    {
        char escape = '\\';
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
            string text = Normalize(ReadContinued(lines, ref i, escape));
            string keyword = text.Split(' ')[0].ToUpperInvariant();
            if (Array.IndexOf(WithDocuments, keyword) >= 0)
                SkipDocuments(lines, ref i, text);
            if (keyword == "FROM")
            {
                stage++;
                step = 0;
                stageName = StageName().Match(text).Groups["name"].Value;
            }
            if (Array.IndexOf(Counted, keyword) >= 0)
                step++;
            instructions.Add(new Instruction(first, text, stage, stageName, Array.IndexOf(Counted, keyword) >= 0 ? step : 0));
        }
    }

    static string ReadContinued(string[] lines, ref int i, char escape)
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

    static string Normalize(string text) => WhiteSpace().Replace(text.Trim(), " ");

    [GeneratedRegex(@"^\[(\S+/\S+ )?((?<stage>\S+) +)?(?<step>\d+)/\d+\] (?<text>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex VertexName();

    [GeneratedRegex(@"^\[internal\] load metadata for (?<image>\S+)$", RegexOptions.CultureInvariant)]
    private static partial Regex BaseImage();

    [GeneratedRegex(@"^#\s*(?<name>[A-Za-z]+)\s*=\s*(?<value>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();

    [GeneratedRegex(@"\sAS\s+(?<name>\S+)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex StageName();

    [GeneratedRegex(@"<<-?([""']?)(?<end>[A-Za-z_][A-Za-z0-9_]*)\1", RegexOptions.CultureInvariant)]
    private static partial Regex HereDocument();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();

    /// <param name="Line">Its first line, from 1.</param>
    /// <param name="Text">The whole of it on one line.</param>
    /// <param name="Stage">The number of its stage, from 0; -1 before the first.</param>
    /// <param name="StageName">The name of its stage; empty when it has none.</param>
    /// <param name="Step">Its number among the steps of its stage, as BuildKit counts them, from 1; 0 for one that is no step.</param>
    sealed record Instruction(int Line, string Text, int Stage, string StageName, int Step)
    {
        public bool IsFrom => Text.StartsWith("FROM ", StringComparison.OrdinalIgnoreCase);

        public string? BaseImage => Text.Split(' ').Skip(1).FirstOrDefault(static word => !word.StartsWith("--", StringComparison.Ordinal));

        public bool IsOfStage(string name) => StageName.Length > 0 ? StageName.Equals(name, StringComparison.OrdinalIgnoreCase) : name == $"stage-{Stage}";
    }
}
