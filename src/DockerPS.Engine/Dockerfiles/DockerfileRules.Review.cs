using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <content>Best practices that careful reviewers look for.</content>
public static partial class DockerfileRules
{
    const string PipefailFix =
        "Write SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] before it, or set -o pipefail in the script if its shell knows that";

    const string FetchFix = "Save it, verify its checksum, and then run it; or ADD --checksum=… and run it";

    static readonly string[] RootUsers = ["root", "0", "ContainerAdministrator"];
    static readonly string[] Fetchers = ["curl", "wget"];
    static readonly string[] Interpreters = ["ash", "bash", "dash", "ksh", "node", "perl", "python", "python3", "ruby", "sh", "zsh"];
    static readonly string[] ArchiveEnds =
    [
        ".tar",
        ".tar.gz",
        ".tgz",
        ".tar.bz2",
        ".tbz2",
        ".tbz",
        ".tar.xz",
        ".txz",
        ".tar.zst",
        ".gz",
        ".bz2",
        ".xz",
        ".zip",
    ];

    static IEnumerable<Finding> UnpinnedBaseImage(RuleContext context)
    {
        foreach (var stage in context.File.Stages)
        {
            var byLine = stage.Instructions.ToDictionary(static instruction => instruction.Line);
            foreach (var taken in stage.Dependencies)
            {
                if (taken.Stage is not null || taken.Source == "scratch" || IsNumber(taken.Source))
                    continue;
                // a name that depends on a build argument is not known here
                if (!ImageName.TryParse(taken.Source, out var name, out _)
                    || name.Digest is not null
                    || name.Tag is not null and not ImageName.DefaultTag)
                    continue;
                bool isBase = taken.Kind == DockerfileDependencyKind.From;
                string what = name.Tag is null ? "has no tag, which means latest" : "has the tag latest";
                yield return new Finding(
                    isBase ? stage.From.Arguments[0].Extent : PlaceOf(byLine[taken.Line], taken),
                    $"The {(isBase ? "base " : "")}image {taken.Source} {what}",
                    $"Write {name.Repository}:<version>, or {name.Repository}@sha256:<digest>");
            }
        }
    }

    /// <summary>Whether a source is the number of a stage, even of one that does not exist.</summary>
    static bool IsNumber(string source) => !source.AsSpan().ContainsAnyExceptInRange('0', '9');

    static IEnumerable<Finding> RunsAsRoot(RuleContext context)
    {
        var stage = context.LastStage;
        var last = context.Facts.Of(stage).Last();
        string? user = stage.Instructions.LastOrDefault(static instruction => instruction.Keyword == "USER") is { } own
            ? own.ExpandedArguments?[0]
            : last.User;
        string basis = FamilyOf(context, stage).Last().Base;
        bool isRoot = user is null ? basis == "scratch" : RootUsers.Contains(user.Split(':')[0], StringComparer.OrdinalIgnoreCase);
        // images that run as another user often say so in their tag
        if (!isRoot && (user is not null || basis.Contains("nonroot", StringComparison.Ordinal)))
            yield break;
        var place = stage.Instructions.LastOrDefault(static instruction => instruction.Keyword == "USER") ?? stage.From;
        yield return new Finding(
            place.KeywordExtent,
            isRoot
                ? "The last stage runs as root"
                : "The last stage sets no user: it runs as the user of the base image, which is usually root",
            "Create a user in a RUN, and add USER after the last step that needs root")
        {
            Severity = isRoot ? null : DockerfileSeverity.Information,
        };
    }

    static IEnumerable<Finding> MissingHealthCheck(RuleContext context)
    {
        var family = FamilyOf(context, context.LastStage).ToList();
        if (family.Any(static stage => Has(stage, "HEALTHCHECK")))
            yield break;
        if (family.Find(static stage => Has(stage, "EXPOSE")) is { } serving
            && (Has(context.LastStage, "CMD") || Has(context.LastStage, "ENTRYPOINT") || serving == context.LastStage))
            yield return new Finding(
                context.LastStage.From.KeywordExtent,
                "The last stage exposes a port and has no HEALTHCHECK",
                "Write HEALTHCHECK CMD with a command that fails when the service fails, or HEALTHCHECK NONE if you want none");

        static bool Has(DockerfileStage stage, string keyword) => stage.Instructions.Any(instruction => instruction.Keyword == keyword);
    }

    static IEnumerable<Finding> SecretInText(RuleContext context) =>
        from instruction in context.Instructions("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "HEALTHCHECK", "LABEL", "RUN")
        let match = Secret().Match(instruction.Text)
        where match.Success
        select new Finding(
            context.Extent(instruction.Extent.StartOffset + match.Index, instruction.Extent.StartOffset + match.Index + match.Length),
            $"The file contains what looks like {KindOf(match)}",
            "Revoke it, remove it from the file, and mount it where you need it: RUN --mount=type=secret,id=…");

    static string KindOf(Match match) =>
        match.Groups["key"].Success ? "a private key"
        : match.Groups["url"].Success ? "a password in a URL"
        : "an access token";

    static IEnumerable<Finding> EntrypointIgnoresCommand(RuleContext context)
    {
        foreach (var stage in context.File.Stages)
        {
            var entrypoint = stage.Instructions.LastOrDefault(static instruction => instruction.Keyword == "ENTRYPOINT");
            var command = stage.Instructions.LastOrDefault(static instruction => instruction.Keyword == "CMD");
            if (entrypoint is { IsJson: false, Arguments.Count: > 0 } && command is { Arguments.Count: > 0 })
                yield return new Finding(
                    command.KeywordExtent,
                    $"The ENTRYPOINT in line {entrypoint.Line} has the shell form and ignores this CMD",
                    "Write ENTRYPOINT as a JSON array, or delete the CMD");
        }
    }

    static IEnumerable<Finding> AddInsteadOfCopy(RuleContext context)
    {
        foreach (var add in context.Instructions("ADD"))
        {
            if (add.Flags.Any(static flag => flag.Name is "checksum" or "keep-git-dir" or "unpack"))
                continue;
            var sources = (add.ExpandedArguments ?? []).SkipLast(1).ToList();
            if (sources.Count > 0 && sources.TrueForAll(IsPlainFile))
            {
                string message = $"ADD copies {string.Join(", ", sources)}, for which COPY is enough";
                yield return new Finding(add.KeywordExtent, message, "Write COPY");
            }
        }
    }

    static bool IsPlainFile(string source) =>
        !IsRemote(source) && !ArchiveEnds.Any(end => source.EndsWith(end, StringComparison.OrdinalIgnoreCase))
        // a pattern may match archives
        && (source.AsSpan().IndexOfAny("*?[") < 0 || source.LastIndexOf('.') > source.AsSpan().LastIndexOfAny("*?[]/"));

    static IEnumerable<Finding> AddWithoutChecksum(RuleContext context) =>
        from add in context.Instructions("ADD")
        where !add.Flags.Any(static flag => flag.Name == "checksum")
        from source in (add.ExpandedArguments ?? []).SkipLast(1)
        where source.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            && IsRemote(source)
            && !source.Contains(".git", StringComparison.Ordinal)
        select new Finding(context.Locate(add, source), $"ADD of {source} has no checksum", "Write ADD --checksum=sha256:<digest>");

    static IEnumerable<Finding> UnusedStage(RuleContext context)
    {
        var used = context.File.Stages.SelectMany(static stage => stage.Dependencies)
            .Select(static dependency => dependency.Stage)
            .OfType<int>()
            .ToHashSet();
        // a base that depends on a build argument can be any stage
        bool mayBeAny = context.Instructions("FROM").Any(static head => head.Arguments[0].Text.Contains('$', StringComparison.Ordinal));
        return from stage in context.File.Stages
               where stage != context.LastStage && !used.Contains(stage.Index) && !mayBeAny
               select new Finding(
                   stage.From.KeywordExtent,
                   $"No stage uses {NameOf(stage)}",
                   "Delete it, unless it is the target of a build");
    }

    static IEnumerable<Finding> AptGetWithoutCleanUp(RuleContext context) =>
        from script in context.Scripts()
        let install = script.Commands.FirstOrDefault(static command => command.Is("apt-get", "install"))
        where install is not null && !script.Commands.Any(CleansLists) && !HasCacheMount(script.Run.Instruction, "/var/lib/apt")
        select new Finding(
            context.Locate(script.Run.Instruction, "apt-get"),
            "apt-get install leaves the package lists in the layer",
            "End the RUN with && rm -rf /var/lib/apt/lists/*, or mount a cache at /var/lib/apt");

    static bool CleansLists(ShellCommand command) =>
        (command.Name == "rm" && command.Words.Any(IsInAptLists))
        || (command.Name == "find" && command.Words.Contains("-delete") && command.Words.Any(IsInAptLists));

    static bool IsInAptLists(string path) => path.StartsWith("/var/lib/apt", StringComparison.Ordinal);

    static IEnumerable<Finding> AptGetUpdateAlone(RuleContext context) =>
        from script in context.Scripts()
        where script.Commands.Any(static command => command.Is("apt-get", "update") || command.Is("apt", "update"))
            && !script.Commands.Any(
                static command => command.Name is "apt-get" or "apt" or "aptitude" && command.Operands.FirstOrDefault() is not "update")
            && !HasCacheMount(script.Run.Instruction, "/var/lib/apt")
        select new Finding(
            context.Locate(script.Run.Instruction, "apt"),
            "apt-get update is in a RUN of its own",
            "Move it to the RUN that installs packages: apt-get update && apt-get install -y …");

    static IEnumerable<Finding> AptGetWithoutYes(RuleContext context) =>
        from script in context.Scripts()
        from install in script.Commands
        where install.Is("apt-get", "install")
            && !install.Has("y", "--yes", "--assume-yes")
            && !install.Words.Any(static word => word is "-qq" or "-q=2" || word.StartsWith("-qq", StringComparison.Ordinal))
        select new Finding(
            context.Locate(script.Run.Instruction, "apt-get install"),
            "apt-get install prompts, and nobody can answer",
            "Write apt-get install -y");

    static IEnumerable<Finding> AptInsteadOfAptGet(RuleContext context) =>
        from script in context.Scripts()
        where script.Commands.Any(static command => command.Name == "apt")
        select new Finding(
            context.Locate(script.Run.Instruction, "apt "),
            "apt is not made for scripts",
            "Write apt-get, or apt-cache");

    static IEnumerable<Finding> PackageCacheKept(RuleContext context)
    {
        foreach (var (run, commands) in context.Scripts())
        {
            foreach (var command in commands)
            {
                if (CacheProblem(command, commands, run.Instruction) is { } problem)
                    yield return new Finding(context.Locate(run.Instruction, command.Words[0]), problem.Message, problem.Fix);
            }
        }
    }

    static (string Message, string Fix)? CacheProblem(ShellCommand command, IReadOnlyList<ShellCommand> all, DockerfileInstruction run)
    {
        string name = command.Name;
        string? verb = command.Operands.FirstOrDefault();
        bool isPip = (name is "pip" or "pip3" && verb == "install")
            || (name.StartsWith("python", StringComparison.Ordinal) && command.Words is [_, "-m", "pip", "install", ..]);
        if (isPip && !command.Has("--no-cache-dir") && !HasCacheMount(run, "/root/.cache") && !HasCacheMount(run, "pip"))
            return ("pip install keeps its downloads", "Write pip install --no-cache-dir, or mount a cache at /root/.cache/pip");
        if (name == "apk"
            && verb == "add"
            && !command.Has("--no-cache")
            && !RemovesFrom(all, "/var/cache/apk")
            && !HasCacheMount(run, "/var/cache/apk")
            && !HasCacheMount(run, "/etc/apk"))
            return ("apk add keeps its index", "Write apk add --no-cache");
        bool isYum = name is "yum" or "dnf" or "microdnf" or "zypper" && verb is "install" or "update" or "in";
        if (isYum
            && !all.Any(other => other.Name == name && other.Operands.FirstOrDefault() is "clean" or "cc")
            && !RemovesFrom(all, "/var/cache/")
            && !HasCacheMount(run, "/var/cache/"))
            return ($"{name} {verb} keeps its downloads", $"Add && {name} clean{(name == "zypper" ? "" : " all")}");
        return null;
    }

    static bool RemovesFrom(IReadOnlyList<ShellCommand> commands, string folder) =>
        commands.Any(command => command.Name == "rm" && command.Words.Any(word => word.StartsWith(folder, StringComparison.Ordinal)));

    static IEnumerable<Finding> SudoInRun(RuleContext context) =>
        from script in context.Scripts()
        where script.Commands.Any(static command => command.Name == "sudo")
        select new Finding(
            context.Locate(script.Run.Instruction, "sudo"),
            "RUN uses sudo",
            "Run it before USER, or between USER root and another USER");

    static IEnumerable<Finding> CdInRun(RuleContext context) =>
        from script in context.Scripts()
        where script.Commands is [{ Name: "cd", IsPiped: false, Words: [_, ['/', ..]] }, ..]
        let folder = script.Commands[0].Words[1]
        select new Finding(context.Locate(script.Run.Instruction, "cd"), "RUN starts with cd", $"Write WORKDIR {folder} before it");

    static IEnumerable<Finding> PipeWithoutPipefail(RuleContext context) =>
        from script in context.Scripts()
        where script.Commands.Any(static command => command.IsPiped)
            && script.Run.Shell?.Any(static word => word.Contains("pipefail", StringComparison.Ordinal)) != true
            && !RuleContext.ScriptOf(script.Run.Instruction).Contains("pipefail", StringComparison.Ordinal)
        select new Finding(
            context.Locate(script.Run.Instruction, "|"),
            "A failure in this pipe is not detected",
            PipefailFix);

    static IEnumerable<Finding> PipeToShell(RuleContext context)
    {
        foreach (var (run, commands) in context.Scripts())
        {
            if (commands.FirstOrDefault(RunsDownload) is { } direct)
                yield return new Finding(
                    context.Locate(run.Instruction, direct.Words[0]),
                    $"{direct.Name} runs a download without verifying it",
                    FetchFix);
            for (int i = 0; i + 1 < commands.Count; i++)
            {
                // sudo before the shell is a separate command in this list
                int next = commands[i + 1].Name == "sudo" && i + 2 < commands.Count ? i + 2 : i + 1;
                if (commands[i].IsPiped
                    && Array.IndexOf(Fetchers, commands[i].Name) >= 0
                    && Array.IndexOf(Interpreters, commands[next].Name) >= 0)
                    yield return new Finding(
                        context.Locate(run.Instruction, commands[i].Words[0]),
                        $"{commands[next].Name} runs what {commands[i].Name} downloads without verifying it",
                        FetchFix);
            }
        }
    }

    static bool RunsDownload(ShellCommand command) =>
        Array.IndexOf(Interpreters, command.Name) >= 0 && command.Words.Any(static word => FetchedText().IsMatch(word));

    static IEnumerable<Finding> WorldWritable(RuleContext context)
    {
        foreach (var (run, commands) in context.Scripts())
        {
            string? mode = commands.Where(static command => command.Name == "chmod")
                .SelectMany(static command => command.Words)
                .FirstOrDefault(static word => WorldWritableMode().IsMatch(word));
            if (mode is not null)
                yield return new Finding(
                    context.Locate(run.Instruction, "chmod"),
                    $"chmod {mode} lets everyone write",
                    "Give the files to the user that needs them: chown, or COPY --chown");
        }
        foreach (var copy in context.Instructions("ADD", "COPY"))
        {
            if (copy.Flags.FirstOrDefault(static flag => flag.Name == "chmod" && WorldWritableMode().IsMatch(flag.Value ?? "")) is { } flag)
                yield return new Finding(
                    flag.Extent,
                    $"--chmod={flag.Value} lets everyone write",
                    "Give the files to the user that needs them: --chown");
        }
    }

    static bool HasCacheMount(DockerfileInstruction run, string folder) =>
        run.Flags.Any(
            flag =>
                flag.Name == "mount"
                    && flag.Value!.Contains("type=cache", StringComparison.Ordinal)
                    && flag.Value.Contains(folder, StringComparison.Ordinal));

    /// <summary>A stage, and the stages that it builds on.</summary>
    static IEnumerable<DockerfileStage> FamilyOf(RuleContext context, DockerfileStage stage)
    {
        yield return stage;
        // a stage can only build on an earlier one
        while (stage.Dependencies[0].Stage is { } parent)
        {
            stage = context.File.Stages[parent];
            yield return stage;
        }
    }

    [GeneratedRegex(
        @"(?<key>-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)"
        + @"|(?<url>\b[a-z]{2,10}://[^\s/:@""'$<>{}]{1,60}:[^\s/:@""'$<>{}]{3,100}@)"
        + @"|\b(AKIA|ASIA)[0-9A-Z]{16}\b"
        + @"|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{40}|\bglpat-[A-Za-z0-9_\-]{20}"
        + @"|\bxox[abprs]-[A-Za-z0-9\-]{10}|\bnpm_[A-Za-z0-9]{36}|\bsk_live_[A-Za-z0-9]{20}"
        + @"|\beyJ[A-Za-z0-9_\-]{10,1000}\.eyJ[A-Za-z0-9_\-]{10}|\bAIza[A-Za-z0-9_\-]{35}",
        RegexOptions.CultureInvariant)]
    private static partial Regex Secret();

    /// <summary>A mode that lets everyone write, without the sticky bit that protects files in /tmp.</summary>
    [GeneratedRegex(
        @"^(0*[0246]?[0-7][0-7][2367]|([^,]*,)?([ug]*[oa][ugoa]*[+=]|\+)[rxXs]*w[rwxXs]*(,.*)?)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex WorldWritableMode();

    [GeneratedRegex(@"(\$\(|`|<\()\s*(curl|wget)\s", RegexOptions.CultureInvariant)]
    private static partial Regex FetchedText();
}
