using System.Management.Automation;
using DockerPS.Host;

namespace DockerPS.Tests;

/// <summary>The host that stands in for pwsh.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("'fine'", 0)]
    [InlineData("throw 'oh dear'", 1)]
    [InlineData("& sh -c 'exit 4'; 'fine'", 0)]
    [InlineData("& sh -c 'exit 4'; exit 0", 0)]
    [InlineData("param([int]$Number) exit 0", 1)]
    public void EndsWithTheCodeOfTheScript(string script, int code) => Assert.Equal(code, RunFile(script, "-Number", "none").ExitCode);

    [Fact]
    public void BindsArgumentsAsPwshDoes()
    {
        var result = RunFile("param($First, $Second, [switch]$Third, [switch]$Fourth) \"$First|$Second|$Third|$Fourth\"", "a 'b", "-Second:c d", "-Third", "-Fourth:$false");
        Assert.Equal("a 'b|c d|True|False\n", result.Output);
    }

    [Fact]
    public void WritesErrorsWhereErrorsGo()
    {
        var result = RunFile("'out'; [Console]::Error.WriteLine('direct'); Get-Nothing; throw 'oh dear'");
        Assert.Equal("out\n", result.Output);
        Assert.Contains("direct\nGet-Nothing:", result.Errors, StringComparison.Ordinal);
        Assert.Contains("oh dear", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void RunsWhatIsTypedLineByLine()
    {
        var result = Programs.RunHost("function f {\n'in f'\n}\nf\nthrow 'oh dear'\n'still here'\nexit 5\n'not here'\n");
        Assert.Equal("in f\nstill here\n", result.Output);
        Assert.Equal(5, result.ExitCode);
    }

    [Fact]
    public void AsksAsPowerShellDoes()
    {
        using var session = new PowerShellSession();
        session.Terminal.Answer("?");
        session.Terminal.Answer("a");
        string text = session.Render(
            """
            function Remove-It { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param([Parameter(ValueFromPipeline)]$Name) process {
                if ($PSCmdlet.ShouldProcess($Name)) { "removed $Name" } } }
            'a', 'b' | Remove-It
            """);
        Assert.Contains("[Y] Yes  [A] Yes to All  [N] No  [L] No to All  [S] Suspend  [?] Help (default is \"Y\"): a", text, StringComparison.Ordinal);
        Assert.EndsWith("removed a\nremoved b\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AsksForCredentialsAndMissingParameters()
    {
        using var session = new PowerShellSession();
        foreach (string answer in new[] { "joe", "secret", "1", "2", "" })
            session.Terminal.Answer(answer);
        var result = session.Run("function f { param([Parameter(Mandatory)][pscredential]$C, [Parameter(Mandatory)][int[]]$N) $C.UserName; $C.GetNetworkCredential().Password; $N } f");
        Assert.Equal(["joe", "secret", "1", "2"], result.Check().Output.Select(item => item.ToString()));
    }

    [Fact]
    public async Task StopsAPipelineAtOnce()
    {
        using var session = new PowerShellSession();
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => session.Run("try { while ($true) { } } finally { $global:cleaned = $true }", [], stop.Token));
        await Task.Delay(300);
        await stop.CancelAsync();
        Assert.True((await running.WaitAsync(TimeSpan.FromSeconds(5))).WasStopped);
        Assert.True(session.Run("$cleaned").As<bool>().Single());
    }

    [Fact]
    public void ReturnsEveryStream()
    {
        using var session = new PowerShellSession();
        var result = session.Run(
            """
            function f { [CmdletBinding()] param()
                $PSCmdlet.WriteVerbose('v'); $PSCmdlet.WriteWarning('w'); $PSCmdlet.WriteDebug('d')
                $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'activity', 'status'))
                $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([Exception]::new('e'), 'Id', 'NotSpecified', $null)); 'o' }
            $DebugPreference = 'Continue'; f -Verbose; throw 'end'
            """);
        Assert.Equal(["o"], result.As<string>());
        Assert.Equal(["v"], result.Verbose);
        Assert.Equal(["w"], result.Warnings);
        Assert.Equal(["d"], result.Debug);
        Assert.Equal("activity", Assert.Single(result.Progress).Activity);
        Assert.Equal("Id,f", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal("end", result.Failure?.ToString());
        Assert.Throws<InvalidOperationException>(result.Check);
    }

    [Fact]
    public void CompletesAndReadsHelp()
    {
        using var session = new PowerShellSession(modules: Repository.Manifest);
        Assert.Contains(session.Complete("Get-Contai"), match => match.CompletionText == "Get-Container" && match.ResultType == CompletionResultType.Command);
        Assert.Contains("Get-Container", session.Render("Get-Help Get-Container"), StringComparison.Ordinal);
    }

    static ProgramResult RunFile(string script, params string[] arguments)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".ps1");
        File.WriteAllText(path, script);
        try
        {
            return Programs.RunHost("", ["-NoProfile", "-File", path, .. arguments]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
