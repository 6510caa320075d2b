using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>
/// The table of the rules for Dockerfiles. To add one, add an entry here, and the method that finds violations to the file of its source.
/// </summary>
/// <remarks>Source of the rules of <c>docker build --check</c>: docs.docker.com/reference/build-checks.</remarks>
public static partial class DockerfileRules
{
    /// <summary>The name of the finding for a file that cannot be parsed.</summary>
    internal const string ParseError = "ParseError";

    const string BestPractices = "https://docs.docker.com/build/building/best-practices/";
    const string Reference = "https://docs.docker.com/reference/dockerfile/";

    /// <summary>The rules, in the order of the table.</summary>
    internal static readonly IReadOnlyList<DockerfileRule> Table =
    [
        // what builders refuse although their parser accepts it
        Builder(
            "InvalidSubstitution",
            "Variables can be expanded",
            "Builders stop here when they build the stage.",
            Reference + "#environment-replacement",
            InvalidSubstitution),
        Builder(
            "InvalidBaseImage",
            "FROM has a stage or a valid image",
            "Builders stop here.",
            Reference + "#from",
            InvalidBaseImage),
        Builder(
            "InvalidExposedPort",
            "EXPOSE has ports from 0 to 65535, with tcp, udp or sctp",
            "Builders stop here when they build the stage.",
            Reference + "#expose",
            InvalidExposedPort),
        Builder(
            "InvalidStopSignal",
            "STOPSIGNAL is an existing signal",
            "Builders stop here when they build the stage.",
            Reference + "#stopsignal",
            InvalidStopSignal),
        Builder(
            "InvalidPlatform",
            "FROM --platform is a platform such as linux/amd64",
            "Builders stop here.",
            Reference + "#from",
            InvalidPlatform),
        Builder(
            "InvalidCopySource",
            "COPY and mounts use an earlier stage or an image, without variables, and COPY no URL",
            "Builders stop here: stages are copied from in order, names are read before variables are known, and only ADD downloads.",
            Reference + "#copy---from",
            InvalidCopySource),
        Builder(
            "InvalidCheckDirective",
            "The check directive has only skip, error or experimental",
            "Builders that know the directive refuse the whole file.",
            Reference + "#check",
            InvalidCheckDirective),

        // docker build --check
        Check(
            "StageNameCasing",
            "Stage names are lowercase",
            "Builders compare stage names in lowercase, and FROM finds only names that are written so.",
            StageNameCasing),
        Check("FromAsCasing", "AS has the casing of FROM", "Mixed casing makes a file harder to read.", FromAsCasing),
        Check(
            "NoEmptyContinuation",
            "Instructions have no empty continuation lines",
            "Future builders will end the instruction at the empty line, and refuse what follows.",
            NoEmptyContinuation),
        Check(
            "ConsistentInstructionCasing",
            "All instructions are uppercase, or all are lowercase",
            "Mixed casing makes a file harder to read.",
            ConsistentInstructionCasing) with { NeedsWholeFile = true },
        Check(
            "DuplicateStageName",
            "Stage names are unique",
            "The name means the last of the stages; the others are available only by number.",
            DuplicateStageName),
        Check(
            "ReservedStageName",
            "No stage is named scratch or context",
            "Both names mean something else to builders.",
            ReservedStageName),
        Check(
            "JSONArgsRecommended",
            "CMD and ENTRYPOINT are JSON arrays",
            "Otherwise a shell runs the program: it receives the stop signal, and does not pass it on.",
            JsonArgsRecommended),
        Check(
            "MaintainerDeprecated",
            "The author is a label, not MAINTAINER",
            "MAINTAINER is deprecated, and tools read labels.",
            MaintainerDeprecated),
        Check(
            "UndefinedArgInFrom",
            "FROM uses only variables that an ARG before it declares",
            "An unknown variable is empty, so the image is another one or none.",
            UndefinedArgInFrom),
        Check(
            "WorkdirRelativePath",
            "The first WORKDIR of a stage is absolute",
            "A relative path depends on the working directory of the base image, which can change with any version.",
            WorkdirRelativePath),
        Check("UndefinedVar", "Variables are set before they are used", "An unknown variable is empty.", UndefinedVar),
        Check(
            "MultipleInstructionsDisallowed",
            "A stage has one CMD, one ENTRYPOINT and one HEALTHCHECK",
            "Only the last one counts; the others are misleading.",
            MultipleInstructionsDisallowed),
        Check(
            "LegacyKeyValueFormat",
            "ENV and LABEL have the form key=value",
            "The form without an equals sign sets only one variable, and is confusing if the value contains white space.",
            LegacyKeyValueFormat),
        Check(
            "RedundantTargetPlatform",
            "FROM does not request the default platform",
            "The target platform is the default.",
            RedundantTargetPlatform),
        Check(
            "SecretsUsedInArgOrEnv",
            "Secrets are not in variables",
            "ARG and ENV stay in the image or its history, where everyone can read them.",
            SecretsUsedInArgOrEnv),
        Check(
            "InvalidDefaultArgInFrom",
            "The defaults of ARG give a valid base image",
            "Without build arguments, the build fails.",
            InvalidDefaultArgInFrom),
        Check(
            "FromPlatformFlagConstDisallowed",
            "FROM has no constant platform",
            "The file can be built only for that platform.",
            FromPlatformFlagConstDisallowed),
        Check(
            "CopyIgnoredFile",
            "COPY and ADD use no files that .dockerignore excludes",
            "The files are not sent to the builder, so the build fails.",
            CopyIgnoredFile),
        Check(
            "InvalidDefinitionDescription",
            "A comment right before ARG or FROM starts with the name that it describes",
            "Tools show it as the description of the argument or stage.",
            InvalidDefinitionDescription) with { IsExperimental = true },
        Check("ExposeProtoCasing", "The protocol of EXPOSE is lowercase", "Other casing works only by chance.", ExposeProtoCasing),
        Check(
            "ExposeInvalidFormat",
            "EXPOSE has only ports of the container",
            "Addresses and host ports are ignored today, and will be refused.",
            ExposeInvalidFormat),

        // best practices
        Review(
            "UnpinnedBaseImage",
            DockerfileSeverity.Warning,
            "Images have a tag other than latest, or a digest",
            "Tomorrow the name can mean another image, so builds are not repeatable.",
            BestPractices + "#pin-base-image-versions",
            UnpinnedBaseImage),
        Review(
            "RunsAsRoot",
            DockerfileSeverity.Warning,
            "The last stage does not run as root",
            "An attacker who takes over the program has all permissions in the container.",
            BestPractices + "#user",
            RunsAsRoot) with { NeedsWholeFile = true },
        Review(
            "MissingHealthCheck",
            DockerfileSeverity.Information,
            "An image that exposes ports has a HEALTHCHECK",
            "Without one, the engine knows only whether the process runs, not whether it works.",
            Reference + "#healthcheck",
            MissingHealthCheck) with { NeedsWholeFile = true },
        Review(
            "SecretInText",
            DockerfileSeverity.Warning,
            "The file contains no key or token",
            "Everyone who can read the file or the image can use it.",
            "https://docs.docker.com/build/building/secrets/",
            SecretInText),
        Review(
            "EntrypointIgnoresCommand",
            DockerfileSeverity.Warning,
            "An ENTRYPOINT in shell form has no CMD",
            "The shell form ignores arguments: both CMD and those that a user adds.",
            Reference + "#understand-how-cmd-and-entrypoint-interact",
            EntrypointIgnoresCommand) with { NeedsWholeFile = true },
        Review(
            "AddInsteadOfCopy",
            DockerfileSeverity.Information,
            "ADD is only for archives and URLs",
            "ADD unpacks archives and downloads URLs; COPY shows that neither is intended.",
            BestPractices + "#add-or-copy",
            AddInsteadOfCopy),
        Review(
            "AddWithoutChecksum",
            DockerfileSeverity.Information,
            "ADD of a URL has a checksum",
            "The content of the URL can change without notice.",
            Reference + "#add---checksum",
            AddWithoutChecksum),
        Review(
            "UnusedStage",
            DockerfileSeverity.Information,
            "Every stage except the last is used by another one",
            "An unused stage is built only as the target of a build.",
            null,
            UnusedStage) with { NeedsWholeFile = true },
        Review(
            "AptGetWithoutCleanUp",
            DockerfileSeverity.Warning,
            "The RUN that installs with apt-get also deletes the package lists",
            "They stay in the layer, where they become outdated.",
            BestPractices + "#apt-get",
            AptGetWithoutCleanUp),
        Review(
            "AptGetUpdateAlone",
            DockerfileSeverity.Warning,
            "apt-get update and install are in one RUN",
            "The layer with the package lists is cached, and a later install uses outdated ones.",
            BestPractices + "#apt-get",
            AptGetUpdateAlone),
        Review(
            "AptGetWithoutYes",
            DockerfileSeverity.Warning,
            "apt-get install has -y",
            "It prompts, nobody answers, and the build fails.",
            BestPractices + "#apt-get",
            AptGetWithoutYes),
        Review(
            "AptInsteadOfAptGet",
            DockerfileSeverity.Information,
            "Scripts use apt-get, not apt",
            "apt is an interactive tool: its options and output can change.",
            null,
            AptInsteadOfAptGet),
        Review(
            "PackageCacheKept",
            DockerfileSeverity.Information,
            "apk, dnf, yum, zypper and pip leave no cache in the layer",
            "The image is larger than necessary.",
            null,
            PackageCacheKept),
        Review(
            "SudoInRun",
            DockerfileSeverity.Warning,
            "RUN does not use sudo",
            "Steps run as root unless USER changes that, and sudo is one more program that can be misused.",
            BestPractices + "#user",
            SudoInRun),
        Review(
            "CdInRun",
            DockerfileSeverity.Information,
            "WORKDIR changes the directory, instead of cd",
            "cd has no effect after the RUN, and is harder to spot.",
            BestPractices + "#workdir",
            CdInRun),
        Review(
            "PipeWithoutPipefail",
            DockerfileSeverity.Warning,
            "A RUN with a pipe fails if any part of it fails",
            "A shell checks only the last command: the step succeeds although the first command failed.",
            BestPractices + "#using-pipes",
            PipeWithoutPipefail),
        Review(
            "PipeToShell",
            DockerfileSeverity.Warning,
            "Downloads are not piped into a shell",
            "Whoever controls the URL, or the network, can run anything in the build.",
            null,
            PipeToShell),
        Review(
            "WorldWritable",
            DockerfileSeverity.Information,
            "Files are not writable by everyone",
            "Any process in the container can change them.",
            null,
            WorldWritable),
    ];

    /// <summary>All rules.</summary>
    public static IReadOnlyList<DockerfileRuleInfo> All { get; } = [.. Table.Select(static rule => rule.Info)];

    /// <summary>The names of the rules that match names or patterns with <c>*</c> and <c>?</c>.</summary>
    /// <exception cref="EngineException">One matches no rule.</exception>
    internal static HashSet<string> Select(IReadOnlyList<string> patterns)
    {
        var selected = new HashSet<string>(StringComparer.Ordinal);
        foreach (string pattern in patterns)
        {
            int before = selected.Count;
            var matching = All.Where(rule => FileSystemName.MatchesSimpleExpression(pattern, rule.Name))
                .Select(static rule => rule.Name)
                .ToList();
            selected.UnionWith(matching);
            if (matching.Count == 0)
            {
                string hint = Nearest.Hint(pattern, All.Select(static rule => rule.Name));
                throw new EngineException(
                    EngineError.Invalid,
                    new Subject("DockerfileRule", pattern),
                    $"There is no rule '{pattern}'{hint}; expected one such as {All[4].Name} or {All[^1].Name}.");
            }
        }
        return selected;
    }

    static DockerfileRule Builder(string name, string summary, string reason, string help, Func<RuleContext, IEnumerable<Finding>> find) =>
        new(new DockerfileRuleInfo(name, DockerfileSeverity.Error, DockerfileRuleSource.Builder, summary, reason, new Uri(help)), find);

    static DockerfileRule Check(string name, string summary, string reason, Func<RuleContext, IEnumerable<Finding>> find) =>
        new(
            new DockerfileRuleInfo(name, DockerfileSeverity.Warning, DockerfileRuleSource.BuildCheck, summary, reason, CheckHelp(name)),
            find);

    static DockerfileRule Review(
        string name,
        DockerfileSeverity severity,
        string summary,
        string reason,
        string? help,
        Func<RuleContext, IEnumerable<Finding>> find) =>
        new(
            new DockerfileRuleInfo(name, severity, DockerfileRuleSource.Review, summary, reason, help is null ? null : new Uri(help)),
            find);

    static Uri CheckHelp(string name) =>
        new($"https://docs.docker.com/reference/build-checks/{WordBegin().Replace(name, "-").ToLowerInvariant()}/");

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordBegin();
}
