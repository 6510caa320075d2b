using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Finds the line of a Dockerfile that a builder speaks of.</summary>
static partial class DockerfileSteps
{
    /// <summary>The line at which a step of BuildKit begins, <c>[build 2/3] RUN make</c>; null when it is not to be found.</summary>
    public static int? FindVertex(DockerfileReader dockerfile, string name)
    {
        if (BaseImage().Match(name) is { Success: true } found)
            return FindImage(dockerfile, found.Groups["image"].Value);
        if (RemoteFile().IsMatch(name))
            return dockerfile.Instructions.FirstOrDefault(instruction => instruction.Keyword == "ADD" && instruction.Text.Split(' ').Contains(name))?.Line;
        var match = VertexName().Match(name);
        if (!match.Success)
            return null;
        string text = DockerfileReader.Normalize(match.Groups["text"].Value);
        string stage = match.Groups["stage"].Value;
        int step = int.Parse(match.Groups["step"].ValueSpan, CultureInfo.InvariantCulture);
        bool isPlace(BuildInstruction instruction) => instruction.Step == step && (stage.Length == 0 || instruction.IsOfStage(stage));
        var same = dockerfile.Instructions.Where(instruction => instruction.Text.Equals(text, StringComparison.OrdinalIgnoreCase)).ToList();
        // the builder shows a step with its variables filled in: then its number has to do
        return (same.Count == 1 ? same[0] : same.Find(isPlace) ?? dockerfile.Instructions.FirstOrDefault(isPlace))?.Line;
    }

    /// <summary>The line at which the step of the classic builder with this number begins; null when there is none.</summary>
    public static int? FindNumber(DockerfileReader dockerfile, int number) =>
        number > 0 && number <= dockerfile.Instructions.Count ? dockerfile.Instructions[number - 1].Line : null;

    /// <summary>Stages, and all that are built on them or take files of them, as BuildKit calls them.</summary>
    public static IReadOnlyList<string> AddDependents(DockerfileReader dockerfile, IReadOnlyList<string> stages)
    {
        var found = new Dictionary<int, string>();
        foreach (var instruction in dockerfile.Instructions.Where(static instruction => instruction.Stage >= 0))
        {
            bool isNamed = stages.Any(instruction.IsOfStage);
            bool depends = instruction.Images.Any(image => found.Any(stage => stage.Value.Equals(image, StringComparison.OrdinalIgnoreCase) || (instruction.Base is null && image == stage.Key.ToString(CultureInfo.InvariantCulture))));
            if (isNamed || depends)
                found[instruction.Stage] = instruction.StageName.Length > 0 ? instruction.StageName : string.Create(CultureInfo.InvariantCulture, $"stage-{instruction.Stage}");
        }
        return [.. found.Values];
    }

    /// <summary>The first instruction that takes an image, or a file of one; the builder tells it with all that is left out in the file.</summary>
    static int? FindImage(DockerfileReader dockerfile, string image) => ImageName.TryParse(image, out var wanted, out _)
        ? dockerfile.Instructions.FirstOrDefault(instruction => instruction.Images.Any(name => ImageName.TryParse(name, out var own, out _) && own.WithDefaultTag() == wanted))?.Line
        : null;

    [GeneratedRegex(@"^\[(\S+/\S+ )?((?<stage>\S+) +)?(?<step>\d+)/\d+\] (?<text>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex VertexName();

    [GeneratedRegex(@"^(\[internal\] load metadata for|FROM) (?<image>\S+)$", RegexOptions.CultureInvariant)]
    private static partial Regex BaseImage();

    [GeneratedRegex(@"^https?://\S+$", RegexOptions.CultureInvariant)]
    private static partial Regex RemoteFile();
}
