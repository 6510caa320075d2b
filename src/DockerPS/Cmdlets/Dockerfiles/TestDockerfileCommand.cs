using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Cmdlets;

/// <summary>Checks Dockerfiles and reports problems.</summary>
/// <remarks>
/// <para>Checks by all rules of docker build --check, under their names, by those that a careful reviewer has, and by what a builder
/// refuses. Returns an object for each finding: the rule, how bad it is, where it stands, what is found, why it matters and what to do;
/// nothing for a file in which all is well. A file that cannot be read as a Dockerfile is a finding, too (ParseError), so that a test
/// which expects nothing fails. No engine is needed.</para>
/// <para>What the file says about checks is honoured: # check=skip=RuleName,OtherRule;error=true at its beginning, and #
/// check=skip=RuleName right before an instruction. The experimental rule InvalidDefinitionDescription is applied where the file or -Rule
/// asks for it.</para>
/// <para>CopyIgnoredFile reads the file .dockerignore beside the Dockerfile, or in the folder that -BuildContext names.</para>
/// <para>-Fix changes the file where the same is built afterwards: the letters of keywords, of stage names and of protocols, empty lines
/// inside instructions, ENV and LABEL without an equals sign, and a platform that is the default. All else stays byte for byte. What is
/// left is returned.</para>
/// </remarks>
/// <docker>docker build --check</docker>
/// <example runnable="true">
/// <para>Checks a text, line by line.</para>
/// <code>'FROM busybox', 'CMD echo hello' | Test-Dockerfile</code>
/// </example>
/// <example runnable="true">
/// <para>Checks by two rules only, with a wildcard in one of them.</para>
/// <code>Test-Dockerfile -Content 'FROM busybox AS Build' -Rule StageNameCasing, Unpinned*</code>
/// </example>
/// <example>
/// <para>Fails a Pester test when there is a warning in one of the Dockerfiles.</para>
/// <code>Get-ChildItem -Recurse -Filter Dockerfile* | Test-Dockerfile | Where-Object Severity -GE Warning | Should -BeNullOrEmpty</code>
/// </example>
/// <example>
/// <para>Shows what could be fixed, and fixes it.</para>
/// <code>Test-Dockerfile ./src -Fix -WhatIf
/// Test-Dockerfile ./src -Fix</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "Dockerfile", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(DockerfileDiagnostic))]
public sealed class TestDockerfileCommand : DockerfileCmdlet
{
    const string DockerfileSet = "Dockerfile";

    DockerfileChecker? checker;

    /// <summary>Dockerfiles that ConvertFrom-Dockerfile has read.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DockerfileSet)]
    public Dockerfile[] Dockerfile { get; set; } = [];

    /// <summary>The only rules to apply; wildcards are allowed. All but the experimental ones when left out.</summary>
    [Parameter]
    [Completions<DockerfileRuleCompleter>]
    [SupportsWildcards]
    public string[] Rule { get; set; } = [];

    /// <summary>Rules that are not applied; wildcards are allowed.</summary>
    [Parameter]
    [Completions<DockerfileRuleCompleter>]
    [SupportsWildcards]
    public string[] ExcludeRule { get; set; } = [];

    /// <summary>The folder that is built from, whose .dockerignore counts; the one in which the Dockerfile lies when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BuildContext { get; set; }

    /// <summary>Fixes what can be fixed without changing what is built, and returns what is left.</summary>
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
            // PowerShell makes one of any hashtable
            if (dockerfile.Text is null)
                throw new EngineException(EngineError.Invalid, new Subject("Dockerfile"), "The object has no text of a Dockerfile. Expected what ConvertFrom-Dockerfile returns.");
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
