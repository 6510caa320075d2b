using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Finds the steps, images and stages that a builder mentions in a Dockerfile.</summary>
sealed partial class DockerfileSteps
{
    // the instructions that BuildKit numbers within a stage
    static readonly string[] Numbered = ["FROM", "RUN", "COPY", "ADD", "WORKDIR"];

    readonly Dockerfile file;

    DockerfileSteps(Dockerfile file) => this.file = file;

    /// <summary>Parses a Dockerfile; null if it is in a language that only the builder knows, or if the builder will reject it.</summary>
    public static DockerfileSteps? TryRead(string? text)
    {
        try
        {
            return text is null ? null : new DockerfileSteps(DockerfileParser.Parse(text));
        }
        catch (EngineException)
        {
            return null;
        }
    }

    /// <summary>The line where a BuildKit step such as <c>[build 2/3] RUN make</c> begins; null if not found.</summary>
    public int? FindVertex(string name)
    {
        if (BaseImage().Match(name) is { Success: true } found)
            return FindImage(found.Groups["image"].Value);
        if (RemoteFile().IsMatch(name))
            return file.Instructions.FirstOrDefault(
                instruction => instruction.Keyword == "ADD" && instruction.Code.Split(' ').Contains(name))?.Line;
        var match = VertexName().Match(name);
        if (!match.Success)
            return null;
        string text = Normalize(match.Groups["text"].Value);
        var same = file.Instructions.Where(instruction => Normalize(instruction.Code).Equals(text, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (same.Count == 1)
            return same[0].Line;
        // the builder shows a step with variables expanded, so its number has to do
        int step = int.Parse(match.Groups["step"].ValueSpan, CultureInfo.InvariantCulture);
        string stage = match.Groups["stage"].Value;
        var places = file.Stages
            .Where(own => stage.Length == 0 || IsCalled(own, stage))
            .Select(
                own => own.Instructions.Where(static instruction => Numbered.Contains(instruction.Keyword)).ElementAtOrDefault(step - 1))
            .OfType<DockerfileInstruction>()
            .ToList();
        return (places.Find(same.Contains) ?? places.FirstOrDefault())?.Line;
    }

    /// <summary>The line where the classic builder's step with this number begins; null if not found.</summary>
    public int? FindNumber(int number) => file.Instructions.ElementAtOrDefault(number - 1)?.Line;

    /// <summary>The line of the FROM with this base, including variables; null if not found.</summary>
    public int? FindBase(string written) => file.Stages.FirstOrDefault(stage => stage.From.Arguments[0].Text == written)?.Line;

    /// <summary>The stage with this name; null if not found.</summary>
    public DockerfileStage? FindStage(string name) => file.Stages.FirstOrDefault(stage => IsCalled(stage, name));

    /// <summary>BuildKit's names of stages, and of all stages that are based on them or copy files from them.</summary>
    public IReadOnlyList<string> AddDependents(IReadOnlyList<string> names)
    {
        var found = new List<DockerfileStage>();
        foreach (var stage in file.Stages)
        {
            if (names.Any(name => IsCalled(stage, name))
                || stage.Dependencies.Any(taken => found.Exists(other => other.Index == taken.Stage)))
                found.Add(stage);
        }
        return [.. found.Select(static stage => stage.ToString())];
    }

    /// <summary>
    /// The first instruction that uses an image, or a file from one; the builder reports the full name, even if the file abbreviates it.
    /// </summary>
    int? FindImage(string image) => ImageName.TryParse(image, out var wanted, out _)
        ? file.Stages
            .SelectMany(static stage => stage.Dependencies)
            .FirstOrDefault(
                taken =>
                    taken.Stage is null && ImageName.TryParse(taken.Source, out var own, out _) && own.WithDefaultTag() == wanted)?.Line
        : null;

    /// <summary>Whether a stage has this name, or is unnamed and has this BuildKit name.</summary>
    static bool IsCalled(DockerfileStage stage, string name) => stage.ToString().Equals(name, StringComparison.OrdinalIgnoreCase);

    static string Normalize(string text) => WhiteSpace().Replace(text.Trim(), " ");

    [GeneratedRegex(
        @"^\[(\S+/\S+ )?((?<stage>\S+) +)?(?<step>\d+)/\d+\] (?<text>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex VertexName();

    [GeneratedRegex(@"^(\[internal\] load metadata for|FROM) (?<image>\S+)$", RegexOptions.CultureInvariant)]
    private static partial Regex BaseImage();

    [GeneratedRegex(@"^https?://\S+$", RegexOptions.CultureInvariant)]
    private static partial Regex RemoteFile();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();
}
