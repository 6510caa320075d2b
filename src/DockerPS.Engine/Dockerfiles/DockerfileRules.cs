using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>
/// The table of the rules that Dockerfiles are checked by. To add one, write an entry, and the method that finds what breaks it into the
/// file of its kind.
/// </summary>
/// <remarks>Source of those of <c>docker build --check</c>: docs.docker.com/reference/build-checks.</remarks>
public static partial class DockerfileRules
{
    /// <summary>The name under which a file that cannot be read at all is told.</summary>
    internal const string ParseError = "ParseError";

    const string BestPractices = "https://docs.docker.com/build/building/best-practices/";
    const string Reference = "https://docs.docker.com/reference/dockerfile/";

    /// <summary>The rules in the order of this table.</summary>
    internal static readonly IReadOnlyList<DockerfileRule> Table =
    [
        // what a builder refuses though its parser does not
        Builder(
            "InvalidSubstitution",
            "Variables are written so that a builder can fill them in",
            "A builder stops here as soon as the stage is built.",
            Reference + "#environment-replacement",
            InvalidSubstitution),
        Builder(
            "InvalidExposedPort",
            "EXPOSE names ports from 0 to 65535, with tcp, udp or sctp",
            "A builder stops here as soon as the stage is built.",
            Reference + "#expose",
            InvalidExposedPort),
        Builder(
            "InvalidStopSignal",
            "STOPSIGNAL is a signal that there is",
            "A builder stops here as soon as the stage is built.",
            Reference + "#stopsignal",
            InvalidStopSignal),
        Builder(
            "InvalidPlatform",
            "FROM --platform is a platform such as linux/amd64",
            "A builder stops here.",
            Reference + "#from",
            InvalidPlatform),
        Builder(
            "InvalidCopySource",
            "COPY and mounts take from an earlier stage or an image, without variables, and COPY from no address",
            "A builder stops here: a stage must be there before it can be copied from, names are read before variables are known, and only ADD fetches.",
            Reference + "#copy---from",
            InvalidCopySource),
        Builder(
            "InvalidCheckDirective",
            "The check directive says skip, error or experimental",
            "A builder that knows the directive refuses the whole file.",
            Reference + "#check",
            InvalidCheckDirective),

        // docker build --check
        Check("StageNameCasing", "Names of stages are in lower case", "Builders compare the names of stages in lower case, and FROM finds only what is written so.", StageNameCasing),
        Check("FromAsCasing", "AS is written as FROM is", "Mixed letters make a file harder to read.", FromAsCasing),
        Check("NoEmptyContinuation", "No empty lines stand inside an instruction", "A future builder will end the instruction at the empty line, and refuse what follows.", NoEmptyContinuation),
        Check(
            "ConsistentInstructionCasing",
            "All instructions are written in capitals, or none",
            "Mixed letters make a file harder to read.",
            ConsistentInstructionCasing),
        Check("DuplicateStageName", "Each stage has a name of its own", "The name means the last of them, and the others can only be reached by number.", DuplicateStageName),
        Check(
            "ReservedStageName",
            "No stage is called scratch or context",
            "Both names mean something else to a builder.",
            ReservedStageName),
        Check("JSONArgsRecommended", "CMD and ENTRYPOINT are JSON arrays", "A shell stands between the engine and the program: it is the one that gets the signal to stop, and it does not pass it on.", JsonArgsRecommended),
        Check(
            "MaintainerDeprecated",
            "A label names the author, not MAINTAINER",
            "MAINTAINER is deprecated, and tools look for labels.",
            MaintainerDeprecated),
        Check("UndefinedArgInFrom", "FROM uses variables that an ARG before it declares", "An unknown variable is empty, and the image another one or none.", UndefinedArgInFrom),
        Check("WorkdirRelativePath", "The first WORKDIR of a stage is absolute", "A relative one is below the base image's working directory, which may change with the next version of it.", WorkdirRelativePath),
        Check("UndefinedVar", "Variables are set before they are used", "An unknown variable is empty.", UndefinedVar),
        Check(
            "MultipleInstructionsDisallowed",
            "A stage has one CMD, one ENTRYPOINT and one HEALTHCHECK",
            "Only the last one counts; the others mislead.",
            MultipleInstructionsDisallowed),
        Check("LegacyKeyValueFormat", "ENV and LABEL are written with an equals sign", "The form without one takes a single variable, and is confusing with white space in the value.", LegacyKeyValueFormat),
        Check(
            "RedundantTargetPlatform",
            "FROM does not ask for the platform that it has anyway",
            "The target platform is the default.",
            RedundantTargetPlatform),
        Check("SecretsUsedInArgOrEnv", "No secret is a variable", "ARG and ENV stay in the image or its history, for everybody who has it.", SecretsUsedInArgOrEnv),
        Check(
            "InvalidDefaultArgInFrom",
            "The defaults of ARG make a valid name of the base image",
            "Without build arguments the file cannot be built.",
            InvalidDefaultArgInFrom),
        Check(
            "FromPlatformFlagConstDisallowed",
            "FROM does not fix a platform",
            "The file can be built for that platform only.",
            FromPlatformFlagConstDisallowed),
        Check(
            "CopyIgnoredFile",
            "COPY and ADD take nothing that .dockerignore leaves out",
            "The files do not come to the builder, and the build fails.",
            CopyIgnoredFile),
        Check(
            "InvalidDefinitionDescription",
            "A comment right before ARG or FROM begins with the name that it describes",
            "Tools show it as the description of the argument or stage.",
            InvalidDefinitionDescription) with { IsExperimental = true },
        Check("ExposeProtoCasing", "The protocol of EXPOSE is in lower case", "Other letters work by chance only.", ExposeProtoCasing),
        Check("ExposeInvalidFormat", "EXPOSE names ports of the container only", "Addresses and ports of the host are ignored today, and will be refused.", ExposeInvalidFormat),

        // what careful reviewers look for
        Review(
            "UnpinnedBaseImage",
            DockerfileSeverity.Warning,
            "Images that are built on or copied from have a tag other than latest, or a digest",
            "Another image comes with the same name tomorrow, and builds cannot be repeated.",
            BestPractices + "#pin-base-image-versions",
            UnpinnedBaseImage),
        Review(
            "RunsAsRoot",
            DockerfileSeverity.Warning,
            "The last stage ends with a user other than root",
            "What breaks out of the program has all rights in the container.",
            BestPractices + "#user",
            RunsAsRoot),
        Review(
            "MissingHealthCheck",
            DockerfileSeverity.Information,
            "An image that serves ports has a HEALTHCHECK",
            "Without one the engine knows only whether the process runs, not whether it works.",
            Reference + "#healthcheck",
            MissingHealthCheck),
        Review(
            "SecretInText",
            DockerfileSeverity.Warning,
            "No key or token stands in the file",
            "Everybody who can read the file or the image has it.",
            "https://docs.docker.com/build/building/secrets/",
            SecretInText),
        Review(
            "EntrypointIgnoresCommand",
            DockerfileSeverity.Warning,
            "An ENTRYPOINT in the shell form has no CMD beside it",
            "The shell form passes no arguments on: CMD, and what a user writes behind the image, is ignored.",
            Reference + "#understand-how-cmd-and-entrypoint-interact",
            EntrypointIgnoresCommand),
        Review(
            "AddInsteadOfCopy",
            DockerfileSeverity.Information,
            "COPY takes plain files, and ADD only archives and addresses",
            "ADD unpacks archives and fetches addresses; where neither is meant, COPY says so.",
            BestPractices + "#add-or-copy",
            AddInsteadOfCopy),
        Review(
            "AddWithoutChecksum",
            DockerfileSeverity.Information,
            "ADD of an address has a checksum",
            "What the address gives may change, and nobody notices.",
            Reference + "#add---checksum",
            AddWithoutChecksum),
        Review(
            "UnusedStage",
            DockerfileSeverity.Information,
            "Every stage but the last is used by another",
            "Unless it is the target of a build, it is never built.",
            null,
            UnusedStage),
        Review(
            "AptGetWithoutCleanUp",
            DockerfileSeverity.Warning,
            "The RUN that installs with apt-get also deletes the package lists",
            "They stay in the layer, and grow old there.",
            BestPractices + "#apt-get",
            AptGetWithoutCleanUp),
        Review(
            "AptGetUpdateAlone",
            DockerfileSeverity.Warning,
            "apt-get update and install stand in one RUN",
            "The layer with the lists is cached, and a later install uses old ones.",
            BestPractices + "#apt-get",
            AptGetUpdateAlone),
        Review(
            "AptGetWithoutYes",
            DockerfileSeverity.Warning,
            "apt-get install has -y",
            "It asks, nobody answers, and the build fails.",
            BestPractices + "#apt-get",
            AptGetWithoutYes),
        Review(
            "AptInsteadOfAptGet",
            DockerfileSeverity.Information,
            "Scripts use apt-get, not apt",
            "apt is made for people: its options and output change.",
            null,
            AptInsteadOfAptGet),
        Review(
            "PackageCacheKept",
            DockerfileSeverity.Information,
            "apk, dnf, yum, zypper and pip leave no cache in the layer",
            "The image is larger for nothing.",
            null,
            PackageCacheKept),
        Review("SudoInRun", DockerfileSeverity.Warning, "RUN does without sudo", "Steps run as root until a USER says otherwise; sudo is one more program that can be misused.", BestPractices + "#user", SudoInRun),
        Review(
            "CdInRun",
            DockerfileSeverity.Information,
            "WORKDIR changes the directory, not cd",
            "cd is forgotten at the end of the RUN, and is harder to find.",
            BestPractices + "#workdir",
            CdInRun),
        Review(
            "PipeWithoutPipefail",
            DockerfileSeverity.Warning,
            "A RUN with a pipe fails when any part of it does",
            "A shell looks at the last command only: the step succeeds though the first one failed.",
            BestPractices + "#using-pipes",
            PipeWithoutPipefail),
        Review(
            "PipeToShell",
            DockerfileSeverity.Warning,
            "Nothing from the network goes straight into a shell",
            "Whoever controls the address, or the way to it, runs what he likes in the build.",
            null,
            PipeToShell),
        Review(
            "WorldWritable",
            DockerfileSeverity.Information,
            "Nothing is made writable for everybody",
            "Any process in the container may change it.",
            null,
            WorldWritable),
    ];

    /// <summary>What there are for rules.</summary>
    public static IReadOnlyList<DockerfileRuleInfo> All { get; } = [.. Table.Select(static rule => rule.Info)];

    /// <summary>The names of the rules that names or patterns with <c>*</c> and <c>?</c> mean.</summary>
    /// <exception cref="EngineException">One means no rule.</exception>
    internal static HashSet<string> Select(IReadOnlyList<string> patterns)
    {
        var selected = new HashSet<string>(StringComparer.Ordinal);
        foreach (string pattern in patterns)
        {
            int before = selected.Count;
            var fitting = All.Where(rule => FileSystemName.MatchesSimpleExpression(pattern, rule.Name))
                .Select(static rule => rule.Name)
                .ToList();
            selected.UnionWith(fitting);
            if (fitting.Count == 0)
                throw new EngineException(EngineError.Invalid, new Subject("DockerfileRule", pattern), $"There is no rule '{pattern}'{Nearest.Hint(pattern, All.Select(static rule => rule.Name))}; expected one such as {All[4].Name} or {All[^1].Name}.");
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

    static Uri CheckHelp(string name) => new($"https://docs.docker.com/reference/build-checks/{WordBegin().Replace(name, "-").ToLowerInvariant()}/");

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordBegin();
}
