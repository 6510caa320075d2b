using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Finds in a Dockerfile what a builder speaks of: steps, images and stages.</summary>
sealed partial class DockerfileSteps
{
    // what BuildKit numbers within a stage
    static readonly string[] Numbered = ["FROM", "RUN", "COPY", "ADD", "WORKDIR"];

    readonly Dockerfile file;

    DockerfileSteps(Dockerfile file) => this.file = file;

    /// <summary>
    /// Reads a Dockerfile; null for one that is written in a language that only the builder knows, or that it will refuse.
    /// </summary>
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

    /// <summary>The line at which a step of BuildKit begins, <c>[build 2/3] RUN make</c>; null when it is not to be found.</summary>
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
        // the builder shows a step with its variables filled in: then its number has to do
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

    /// <summary>The line at which the step of the classic builder with this number begins; null when there is none.</summary>
    public int? FindNumber(int number) => file.Instructions.ElementAtOrDefault(number - 1)?.Line;

    /// <summary>The line of the FROM that names a base so, variables and all; null when there is none.</summary>
    public int? FindBase(string written) => file.Stages.FirstOrDefault(stage => stage.From.Arguments[0].Text == written)?.Line;

    /// <summary>The stage that is called so; null when there is none.</summary>
    public DockerfileStage? FindStage(string name) => file.Stages.FirstOrDefault(stage => IsCalled(stage, name));

    /// <summary>Stages, and all that are built on them or take files of them, as BuildKit calls them.</summary>
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
    /// The first instruction that takes an image, or a file of one; the builder tells it with all that is left out in the file.
    /// </summary>
    int? FindImage(string image) => ImageName.TryParse(image, out var wanted, out _)
        ? file.Stages
            .SelectMany(static stage => stage.Dependencies)
            .FirstOrDefault(
                taken =>
                    taken.Stage is null && ImageName.TryParse(taken.Source, out var own, out _) && own.WithDefaultTag() == wanted)?.Line
        : null;

    /// <summary>Whether a stage is called so: by its name, or as BuildKit calls one that has none.</summary>
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
