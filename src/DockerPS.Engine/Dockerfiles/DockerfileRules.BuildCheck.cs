using System.Buffers;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <content>The rules of <c>docker build --check</c>, with the same names.</content>
public static partial class DockerfileRules
{
    static readonly SearchValues<char> MeansMore = SearchValues.Create("\"'`\\<=");
    static readonly string[] ReservedNames = ["context", "scratch"];
    static readonly string[] OnlyOnce = ["CMD", "ENTRYPOINT", "HEALTHCHECK"];

    static IEnumerable<Finding> StageNameCasing(RuleContext context) =>
        from head in NamedStages(context)
        let name = head.Arguments[2]
        where !IsLower(name.Text)
        select new Finding(name.Extent, $"Stage name '{name.Text}' should be lowercase", $"Write {name.Text.ToLowerInvariant()}")
        {
            Edits = [TextEdit.Of(name.Extent, name.Text.ToLowerInvariant())],
        };

    static IEnumerable<Finding> FromAsCasing(RuleContext context)
    {
        foreach (var head in NamedStages(context).Where(static head => IsConsistent(head.WrittenKeyword)))
        {
            var word = head.Arguments[1];
            string expected = IsLower(head.WrittenKeyword) ? "as" : "AS";
            if (word.Text != expected)
            {
                string message = $"'{word.Text}' and '{head.WrittenKeyword}' keywords' casing do not match";
                yield return new Finding(word.Extent, message, $"Write {expected}") { Edits = [TextEdit.Of(word.Extent, expected)] };
            }
        }
    }

    static IEnumerable<Finding> NoEmptyContinuation(RuleContext context) =>
        from known in context.Facts.Instructions
        let lines = known.Instruction.EmptyLines
        where lines.Count > 0
        select new Finding(lines[0], "Empty continuation line", "Delete the empty line, or make it a comment")
        {
            Edits = [.. lines.Select(static line => TextEdit.Of(line, ""))],
        };

    static IEnumerable<Finding> ConsistentInstructionCasing(RuleContext context)
    {
        var counted = context.Facts.Instructions.Select(static known => known.Instruction)
            .Where(static instruction => instruction.Stage >= 0)
            .ToList();
        int consistent = counted.Count(static instruction => IsConsistent(instruction.WrittenKeyword));
        int lower = counted.Count(static instruction => IsLower(instruction.WrittenKeyword));
        bool wantsLower = lower > consistent - lower;
        foreach (var instruction in counted)
        {
            var place = instruction.KeywordExtent;
            string written = instruction.WrittenKeyword;
            string expected = wantsLower ? written.ToLowerInvariant() : instruction.Keyword;
            if (written == expected)
                continue;
            string majority = wantsLower ? "lowercase" : "uppercase";
            // a keyword that spans two lines is left to the author
            bool canFix = place.EndOffset - place.StartOffset == expected.Length;
            yield return new Finding(
                place,
                $"Command '{written}' should match the case of the command majority ({majority})",
                $"Write {expected}")
            {
                Edits = canFix ? [TextEdit.Of(place, expected)] : [],
            };
        }
    }

    static IEnumerable<Finding> DuplicateStageName(RuleContext context)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var head in NamedStages(context))
        {
            string name = head.Arguments[2].Text.ToLowerInvariant();
            if (!seen.Add(name))
            {
                yield return new Finding(
                    head.Arguments[2].Extent,
                    $"Duplicate stage name '{name}', stage names should be unique",
                    "Give it another name");
            }
        }
    }

    static IEnumerable<Finding> ReservedStageName(RuleContext context) =>
        from head in NamedStages(context)
        let name = head.Arguments[2]
        let lower = name.Text.ToLowerInvariant()
        where ReservedNames.Contains(lower)
        select new Finding(name.Extent, $"Stage name should not use the same name as reserved stage '{lower}'", "Give it another name");

    static IEnumerable<Finding> JsonArgsRecommended(RuleContext context) =>
        from known in context.All("CMD", "ENTRYPOINT")
        let instruction = known.Instruction
        where !instruction.IsJson && known.Shell is null
        select new Finding(
            instruction.KeywordExtent,
            $"JSON arguments recommended for {instruction.WrittenKeyword} to prevent unintended behavior related to OS signals",
            $"Write {instruction.Keyword} [\"program\", \"argument\"]; if you want a shell, write SHELL");

    static IEnumerable<Finding> MaintainerDeprecated(RuleContext context) =>
        from maintainer in context.Instructions("MAINTAINER")
        select new Finding(
            maintainer.KeywordExtent,
            "Maintainer instruction is deprecated in favor of using label",
            $"Write LABEL org.opencontainers.image.authors=\"{maintainer.ArgumentText}\"");

    static IEnumerable<Finding> UndefinedArgInFrom(RuleContext context) =>
        from known in context.All("FROM")
        from variable in known.Undefined
        select new Finding(
            LocateVariable(context, known.Instruction, variable.Name),
            $"FROM argument '{variable.Name}' is not declared{Suggest(variable.Suggestion)}",
            $"Write ARG {variable.Name}=… before the first FROM");

    static IEnumerable<Finding> WorkdirRelativePath(RuleContext context) =>
        from known in context.All("WORKDIR")
        where !known.HasWorkdir
        let path = known.Instruction.ExpandedArguments?[0] ?? known.Instruction.Arguments[0].Text
        where !AbsolutePath().IsMatch(path)
        select new Finding(
            known.Instruction.Arguments[0].Extent,
            $"Relative workdir '{path}' can have unexpected results if the base image changes",
            "Start the path with a slash");

    static IEnumerable<Finding> UndefinedVar(RuleContext context) =>
        from known in context.Facts.Instructions
        where known.Instruction.Keyword != "FROM"
        from variable in known.Undefined
        let suggestion = Suggest(variable.Suggestion is null ? null : "$" + variable.Suggestion)
        let exception = variable.IsCertain ? "" : ", unless the base image sets it"
        select new Finding(
            LocateVariable(context, known.Instruction, variable.Name),
            $"Usage of undefined variable '${variable.Name}'{suggestion}{exception}",
            variable.Suggestion is null ? $"Write ARG {variable.Name} or ENV {variable.Name}=… before it" : null)
        {
            // what a base image sets is unknown without the image
            Severity = variable.IsCertain || variable.Suggestion is not null ? null : DockerfileSeverity.Information,
        };

    static IEnumerable<Finding> MultipleInstructionsDisallowed(RuleContext context)
    {
        foreach (var stage in context.File.Stages)
        {
            var groups = stage.Instructions.Where(static instruction => OnlyOnce.Contains(instruction.Keyword))
                .GroupBy(static instruction => instruction.Keyword);
            foreach (var ignored in groups.SelectMany(static same => same.SkipLast(1)))
            {
                string message = $"Multiple {ignored.WrittenKeyword} instructions should not be used in the same stage"
                    + " because only the last one will be used";
                yield return new Finding(ignored.KeywordExtent, message, "Delete it");
            }
        }
    }

    static IEnumerable<Finding> LegacyKeyValueFormat(RuleContext context) =>
        from instruction in context.Instructions("ENV", "LABEL")
        let pair = instruction.Pairs[0]
        where pair.IsLegacy
        let keyword = instruction.WrittenKeyword
        let written = $"{pair.Name}=\"{pair.Value}\""
        let canFix = IsPlain(pair.Name + pair.Value) && pair.Extent.StartLine == pair.Extent.EndLine
        select new Finding(
            pair.Extent,
            $"\"{keyword} key=value\" should be used instead of legacy \"{keyword} key value\" format",
            $"Write {keyword} {written}")
        {
            Edits = canFix ? [TextEdit.Of(pair.Extent, written)] : [],
        };

    static IEnumerable<Finding> RedundantTargetPlatform(RuleContext context) =>
        from known in context.All("FROM")
        where known.IsTargetPlatform
        let flag = known.Instruction.Flags[0]
        let next = known.Instruction.Arguments[0].Extent
        select new Finding(
            flag.Extent,
            $"Setting platform to predefined {flag.Value} in FROM is redundant as this is the default behavior",
            "Delete the option")
        {
            Edits = flag.Extent.EndLine == next.StartLine ? [new TextEdit(flag.Extent.StartOffset, next.StartOffset, "")] : [],
        };

    static IEnumerable<Finding> SecretsUsedInArgOrEnv(RuleContext context) =>
        from instruction in context.Instructions("ARG", "ENV")
        where instruction.Stage >= 0
        from pair in instruction.Pairs
        where SecretName().IsMatch(pair.Name) && !HarmlessName().IsMatch(pair.Name)
        select new Finding(
            pair.Extent,
            $"Do not use ARG or ENV instructions for sensitive data ({instruction.Keyword} \"{pair.Name}\")",
            $"Mount it where you need it: RUN --mount=type=secret,id={pair.Name},env={pair.Name} …");

    static IEnumerable<Finding> InvalidDefaultArgInFrom(RuleContext context) =>
        from known in context.All("FROM")
        where !known.IsBaseFixed && HasInvalidBase(context, known)
        let word = known.Instruction.Arguments[0]
        select new Finding(
            word.Extent,
            $"Default value for ARG {word.Text} results in empty or invalid base image name",
            "Give each ARG a default value, such as ARG TAG=1.2");

    static IEnumerable<Finding> FromPlatformFlagConstDisallowed(RuleContext context)
    {
        foreach (var known in context.All("FROM").Where(static known => known is { IsPlatformConstant: true, Platform: { Length: > 0 } }))
        {
            string name = known.Instruction.Arguments is [_, _, var stage] ? stage.Text.ToLowerInvariant() : "";
            if (PlatformName.Parse(known.Platform!) is not { } platform || HasPlatform(name, platform))
                continue;
            yield return new Finding(
                known.Instruction.Flags[0].Extent,
                $"FROM --platform flag should not use constant value '{known.Platform}'",
                "Remove it and choose the platform of the build, use $BUILDPLATFORM, or put the platform in the name of the stage");
        }
    }

    /// <summary>Whether the name of a stage contains its platform.</summary>
    static bool HasPlatform(string name, PlatformName platform) =>
        name.Contains(platform.System, StringComparison.Ordinal)
        || (platform.Architecture.Length > 0 && name.Contains(platform.Architecture, StringComparison.Ordinal));

    static IEnumerable<Finding> CopyIgnoredFile(RuleContext context)
    {
        // an exception can include a file anywhere in an excluded folder
        if (context.Ignored is not { } ignored || ignored.Patterns.Any(static pattern => pattern.IsException))
            yield break;
        bool isNothingSent = ignored.Patterns.Any(static pattern => pattern.Text is "*" or "**" or "**/*");
        foreach (var copy in context.Instructions("COPY", "ADD").Where(static copy => !copy.Flags.Any(static flag => flag.Name == "from")))
        {
            string verb = copy.Keyword == "ADD" ? "Add" : "Copy";
            foreach (var (word, source) in copy.Arguments.Zip(copy.ExpandedArguments ?? []).SkipLast(1))
            {
                if (IsRemote(source) || source.StartsWith("<<", StringComparison.Ordinal))
                    continue;
                string path = CleanPath(source);
                if (path.Length == 0 ? isNothingSent : ignored.IsIgnored(path))
                {
                    yield return new Finding(
                        word.Extent,
                        $"Attempting to {verb} file '{source}' that is excluded by .dockerignore",
                        "Remove it from .dockerignore, or from this instruction");
                }
            }
        }
    }

    static IEnumerable<Finding> InvalidDefinitionDescription(RuleContext context)
    {
        foreach (var instruction in context.Instructions("ARG", "FROM").Where(static instruction => instruction.Comments.Count > 0))
        {
            string[] names = instruction.Keyword == "ARG" ? [.. instruction.Pairs.Select(static pair => pair.Name)]
                : instruction.Arguments.Count == 3 ? [instruction.Arguments[2].Text.ToLowerInvariant()]
                : [];
            if (names.Length > 0 && !names.Contains(instruction.Comments[^1].Split(' ')[0]))
            {
                string name = names.Length == 1 ? names[0] : "<arg_key>";
                yield return new Finding(
                    instruction.KeywordExtent,
                    $"Comment for {instruction.Keyword} should follow the format: `# {name} <description>`",
                    "Start the comment with the name, or add an empty line after it");
            }
        }
    }

    static IEnumerable<Finding> ExposeProtoCasing(RuleContext context)
    {
        foreach (var expose in context.Instructions("EXPOSE"))
        {
            foreach (string port in expose.ExpandedArguments ?? [])
            {
                string protocol = ExposedPort.Parse(port).Protocol;
                if (IsLower(protocol))
                    continue;
                var word = expose.Arguments.FirstOrDefault(word => word.Text == port);
                string expected = port[..^protocol.Length] + protocol.ToLowerInvariant();
                yield return new Finding(
                    word?.Extent ?? expose.KeywordExtent,
                    $"Defined protocol '{port}' in EXPOSE instruction should be lowercase",
                    $"Write {expected}")
                {
                    Edits = word is not null && word.Extent.StartLine == word.Extent.EndLine ? [TextEdit.Of(word.Extent, expected)] : [],
                };
            }
        }
    }

    static IEnumerable<Finding> ExposeInvalidFormat(RuleContext context) =>
        from expose in context.Instructions("EXPOSE")
        from port in expose.ExpandedArguments ?? []
        where ExposedPort.Parse(port) is { Address.Length: > 0 } or { Host.Length: > 0 }
        select new Finding(
            context.Locate(expose, port),
            $"EXPOSE instruction should not define an IP address or host-port mapping, found '{port}'",
            "Write only the port of the container; the host port is chosen when a container is created");

    static IEnumerable<DockerfileInstruction> NamedStages(RuleContext context) =>
        context.Instructions("FROM").Where(static head => head.Arguments.Count == 3);

    static bool IsLower(string word) => !word.Any(char.IsUpper);

    static bool IsConsistent(string word) => IsLower(word) || !word.Any(char.IsLower);

    static string Suggest(string? name) => name is null ? "" : $" (did you mean {name}?)";

    /// <summary>Whether a text means the same in double quotes.</summary>
    static bool IsPlain(string text) => !text.AsSpan().ContainsAny(MeansMore);

    static bool IsRemote(string source) =>
        source.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || source.StartsWith("git@", StringComparison.Ordinal)
        || source.StartsWith("git://", StringComparison.Ordinal)
        || source.StartsWith("ssh://", StringComparison.Ordinal);

    /// <summary>The shortest form of a path in the build context; empty for the context itself.</summary>
    static string CleanPath(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".."))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }

    static DockerfileExtent LocateVariable(RuleContext context, DockerfileInstruction instruction, string name)
    {
        var plain = context.Locate(instruction, "$" + name);
        return plain != instruction.KeywordExtent ? plain : context.Locate(instruction, "${" + name);
    }

    [GeneratedRegex(@"^(/|\\|[A-Za-z]:[\\/])", RegexOptions.CultureInvariant)]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(
        "(_|^)(apikey|auth|credentials?|key|password|pword|passwd|secret|token)(_|$)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(_|^)(public|file|version)(_|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HarmlessName();
}
