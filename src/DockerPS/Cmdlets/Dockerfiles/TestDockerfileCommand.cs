using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Cmdlets;

/// <summary>Checks Dockerfiles and reports problems.</summary>
/// <remarks>
/// <para>Applies all rules of docker build --check, under their names, further rules of good practice, and the checks that make a builder
/// reject a file. Returns an object for each finding: the rule, the severity, the location, what was found, why it matters and how to fix
/// it. A file without problems returns nothing. A file that cannot be parsed as a Dockerfile is also a finding (ParseError), so that a test
/// which expects no findings fails. No engine is needed.</para>
/// <para>Check directives in the file are honoured: # check=skip=RuleName,OtherRule;error=true at the beginning of the file, and #
/// check=skip=RuleName right before an instruction. The experimental rule InvalidDefinitionDescription is applied only if the file or -Rule
/// asks for it.</para>
/// <para>CopyIgnoredFile reads the .dockerignore file beside the Dockerfile, or in the folder given by -BuildContext.</para>
/// <para>-Fix makes only changes that leave the build result the same: the casing of keywords, stage names and protocols, empty lines
/// inside instructions, ENV and LABEL without an equals sign, and a platform that is the default. Everything else stays the same, byte for
/// byte. Remaining findings are returned.</para>
/// </remarks>
/// <docker>docker build --check</docker>
/// <example runnable="true">
/// <para>Checks a text, line by line.</para>
/// <code>'FROM busybox', 'CMD echo hello' | Test-Dockerfile</code>
/// </example>
/// <example runnable="true">
/// <para>Applies only two rules, one of them given by a wildcard.</para>
/// <code>Test-Dockerfile -Content 'FROM busybox AS Build' -Rule StageNameCasing, Unpinned*</code>
/// </example>
/// <example>
/// <para>Fails a Pester test if one of the Dockerfiles causes a warning.</para>
/// <code>Get-ChildItem -Recurse -Filter Dockerfile* | Test-Dockerfile | Where-Object Severity -GE Warning | Should -BeNullOrEmpty</code>
/// </example>
/// <example>
/// <para>Shows what could be fixed, then fixes it.</para>
/// <code>Test-Dockerfile ./src -Fix -WhatIf
/// Test-Dockerfile ./src -Fix</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "Dockerfile", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(DockerfileDiagnostic))]
public sealed class TestDockerfileCommand : DockerfileCmdlet
{
    const string DockerfileSet = "Dockerfile";

    DockerfileChecker? checker;

    /// <summary>Dockerfiles returned by ConvertFrom-Dockerfile.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DockerfileSet)]
    [Completions<NothingCompleter>]
    public Dockerfile[] Dockerfile { get; set; } = [];

    /// <summary>The only rules to apply; wildcards are allowed. If omitted, all rules except the experimental ones.</summary>
    [Parameter]
    [Completions<DockerfileRuleCompleter>]
    [SupportsWildcards]
    public string[] Rule { get; set; } = [];

    /// <summary>Rules to skip; wildcards are allowed.</summary>
    [Parameter]
    [Completions<DockerfileRuleCompleter>]
    [SupportsWildcards]
    public string[] ExcludeRule { get; set; } = [];

    /// <summary>The build context, whose .dockerignore applies. If omitted, the folder of the Dockerfile.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BuildContext { get; set; }

    /// <summary>Fixes what can be fixed without changing the build result, and returns the remaining findings.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Fix { get; set; }

    /// <inheritdoc />
    protected override Task BeginAsync()
    {
        checker = new DockerfileChecker(new DockerfileCheckOptions
        {
            Rules = Rule,
            ExcludedRules = ExcludeRule,
            ContextFolder = BuildContext is null ? null : FilePaths.ResolveLiteral(SessionState.Path, BuildContext),
        });
        return base.BeginAsync();
    }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        if (ParameterSetName != DockerfileSet)
        {
            await base.ProcessAsync();
            return;
        }
        foreach (var dockerfile in Dockerfile)
        {
            // PowerShell converts any hashtable to this type
            if (dockerfile.Text is null)
                throw new EngineException(
                    EngineError.Invalid,
                    new Subject("Dockerfile"),
                    "The object does not contain the text of a Dockerfile. Expected an object from ConvertFrom-Dockerfile.");
            WriteObject(checker!.Check(dockerfile.Text, dockerfile.Path), enumerateCollection: true);
        }
    }

    /// <inheritdoc />
    protected override void ProcessFile(string path)
    {
        if (Fix)
            FixFile(path);
        WriteObject(checker!.CheckFile(path, StoppingToken), enumerateCollection: true);
    }

    /// <inheritdoc />
    protected override void ProcessText(string text) => WriteObject(checker!.Check(text, path: null), enumerateCollection: true);

    void FixFile(string path)
    {
        var prepared = checker!.PrepareFix(path, StoppingToken);
        if (prepared.Count > 0 && ShouldProcess(prepared.Path, $"Fix {prepared.Count} {(prepared.Count == 1 ? "finding" : "findings")}"))
            prepared.Write();
    }
}
