using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>An image that a build needs.</summary>
/// <param name="Name">The image.</param>
/// <param name="Platform">Its platform; null for the engine's own.</param>
/// <param name="Line">The line of the Dockerfile that names it.</param>
/// <param name="Step">The instruction that names it.</param>
sealed record BaseImage(ImageName Name, string? Platform, int Line, string Step);

/// <summary>
/// Finds the images that a build needs. BuildKit pulls them by itself only in a session; without one it can not even ask a public registry
/// for the token that it wants.
/// </summary>
sealed partial class BaseImages
{
    const string Scratch = "scratch";

    readonly DockerfileReader dockerfile;
    readonly BuildOptions options;
    readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    readonly HashSet<int> visited = [];
    readonly List<BaseImage> found = [];

    BaseImages(DockerfileReader dockerfile, BuildOptions options)
    {
        this.dockerfile = dockerfile;
        this.options = options;
    }

    /// <summary>The images that the stage which is built needs, and what it is made of. Those whose names only the builder can tell are left to it.</summary>
    public static IReadOnlyList<BaseImage> Find(DockerfileReader dockerfile, BuildOptions options)
    {
        var images = new BaseImages(dockerfile, options);
        if (dockerfile.Syntax is { } syntax)
            images.Add(syntax.Image, null, syntax.Line, $"# syntax={syntax.Image}");
        images.ReadArguments();
        images.Visit(images.FindTarget());
        return [.. images.found.DistinctBy(static image => (image.Name, image.Platform))];
    }

    /// <summary>What ARG says before the first FROM, with the values that were given for the build.</summary>
    void ReadArguments()
    {
        foreach (var instruction in dockerfile.Instructions.Where(static instruction => instruction is { Stage: -1, Keyword: "ARG" }))
        {
            foreach (Match argument in Argument().Matches(instruction.Text[3..]))
            {
                string name = argument.Groups["name"].Value;
                string? value = options.Arguments.GetValueOrDefault(name) ?? (argument.Groups["value"].Success ? Expand(argument.Groups["value"].Value.Trim('"', '\'')) : null);
                if (value is not null)
                    variables[name] = value;
            }
        }
    }

    int FindTarget() => options.Target is null
        ? dockerfile.Instructions.Count == 0 ? -1 : dockerfile.Instructions[^1].Stage
        : FindStage(options.Target, int.MaxValue);

    /// <summary>The number of a stage before another one, by its name or its number; -1 for none.</summary>
    int FindStage(string name, int before)
    {
        var stages = dockerfile.Instructions.Where(instruction => instruction.Keyword == "FROM" && instruction.Stage < before);
        var named = stages.LastOrDefault(stage => stage.StageName.Equals(name, StringComparison.OrdinalIgnoreCase));
        return named?.Stage
            ?? (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && stages.Any(stage => stage.Stage == number) ? number : -1);
    }

    void Visit(int stage)
    {
        if (stage < 0 || !visited.Add(stage))
            return;
        foreach (var instruction in dockerfile.Instructions.Where(instruction => instruction.Stage == stage))
        {
            if (instruction.Base is { } basis)
                Use(basis, PlatformOf(instruction), instruction);
            else if (instruction.Keyword is "COPY" or "ADD" && instruction.Option("from") is { } source)
                Use(source, options.Platform, instruction);
            else if (instruction.Keyword == "RUN")
            {
                foreach (Match mount in MountSource().Matches(instruction.Text))
                    Use(mount.Groups["source"].Value, options.Platform, instruction);
            }
        }
    }

    /// <summary>What an instruction takes from: a stage before it, or an image.</summary>
    void Use(string text, string? platform, BuildInstruction instruction)
    {
        if (Expand(text) is not { Length: > 0 } name || name == Scratch)
            return;
        int stage = FindStage(name, instruction.Stage);
        if (stage >= 0)
            Visit(stage);
        else
            Add(name, platform, instruction.Line, instruction.Text);
    }

    void Add(string text, string? platform, int line, string step)
    {
        if (ImageName.TryParse(text, out var name, out _))
            found.Add(new BaseImage(name.WithDefaultTag(), platform, line, step));
    }

    string? PlatformOf(BuildInstruction from) => from.Option("platform") switch
    {
        null or "$TARGETPLATFORM" or "${TARGETPLATFORM}" => options.Platform,
        "$BUILDPLATFORM" or "${BUILDPLATFORM}" => null,
        var text => Expand(text),
    };

    /// <summary>A text with its variables filled in; null when one is not known.</summary>
    string? Expand(string text)
    {
        bool isKnown = true;
        string expanded = Variable().Replace(text, match =>
        {
            string? value = variables.GetValueOrDefault(match.Groups["name"].Value);
            string otherwise = match.Groups["other"].Value;
            switch (match.Groups["operator"].Value)
            {
                case "-" or ":-":
                    return string.IsNullOrEmpty(value) ? otherwise : value;
                case "+" or ":+":
                    return string.IsNullOrEmpty(value) ? "" : otherwise;
                default:
                    isKnown &= value is not null;
                    return value ?? "";
            }
        });
        return isKnown && !expanded.Contains('$', StringComparison.Ordinal) ? expanded : null;
    }

    [GeneratedRegex(@"\s(?<name>[A-Za-z_]\w*)(=(?<value>""[^""]*""|'[^']*'|\S*))?", RegexOptions.CultureInvariant)]
    private static partial Regex Argument();

    [GeneratedRegex(@"\$(?:(?<name>\w+)|\{(?<name>\w+)(?:(?<operator>:?[-+])(?<other>[^}]*))?\})", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\s--mount=(\S*,)?from=(?<source>[^,\s]+)", RegexOptions.CultureInvariant)]
    private static partial Regex MountSource();
}
