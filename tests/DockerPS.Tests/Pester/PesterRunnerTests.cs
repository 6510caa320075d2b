namespace DockerPS.Tests.Pester;

/// <summary>
/// The runner itself. Its two samples give the same with Pester: <c>Invoke-Pester tests/DockerPS.Tests/Pester/Samples/Passing.ps1</c>.
/// </summary>
public sealed class PesterRunnerTests
{
    [Fact]
    public void PassesWhatPesterPasses() =>
        Assert.All(Run(Sample("Passing.ps1")), test => Assert.True(test.Failure is null, $"{test.FullName}: {test.Failure}"));

    [Fact]
    public void FailsWhatPesterFails() =>
        Assert.All(Run(Sample("Failing.ps1")), test => Assert.True(test.Failure is not null, test.FullName));

    [Fact]
    public void NamesTestsAsPesterDoes() =>
        Assert.Equal(
            ["data for a › is there in the block", "data for a › multiplies 1 to 2", "data for a › multiplies 2 to 4"],
            Run(Sample("Passing.ps1")).Select(test => test.FullName).Where(name => name.StartsWith("data for a", StringComparison.Ordinal)));

    [Fact]
    public void TellsTestsOfOneNameApart() =>
        Assert.Equal(["x › 1", "x › 1 (2)"], RunText("Describe x { It '<_>' -ForEach 1, '1' { } }").Select(test => test.FullName));

    [Fact]
    public void SaysWhereAFailureIs()
    {
        var test = Run(Sample("Failing.ps1"))[0];
        Assert.StartsWith("Should -Be 'b' but got @('a').", test.Failure, StringComparison.Ordinal);
        Assert.Contains("Failing.ps1: line 4", test.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Describe x { Mock Get-Date { } }", "Mock")]
    [InlineData("Describe x { BeforeDiscovery { } }", "BeforeDiscovery")]
    [InlineData("Describe x -Skip { }", "Skip")]
    [InlineData("Describe x { It y -Skip { } }", "Skip")]
    [InlineData("Describe x { It y { param($z) } }", "param()")]
    [InlineData("Describe x {", "Missing closing")]
    public void RefusesWhatItDoesNotKnow(string script, string reason)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => RunText(script));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 | Should -BeBetween 1", "BeBetween")]
    [InlineData("Set-ItResult -Skipped", "Set-ItResult")]
    public void FailsATestWithWhatItDoesNotKnow(string script, string reason)
    {
        var test = Assert.Single(RunText($"Describe x {{ It y {{ {script} }} }}"));
        Assert.Contains(reason, test.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void RunsAfterAllWhenBeforeAllHasFailed()
    {
        string mark = Path.GetTempFileName();
        RunText($"Describe x {{ BeforeAll {{ throw 'no' }}; AfterAll {{ [IO.File]::WriteAllText('{mark}', 'done') }}; It y {{ }} }}");
        Assert.Equal("done", File.ReadAllText(mark));
        File.Delete(mark);
    }

    [Fact]
    public void FailsWhenAfterAllDoes() => Assert.NotNull(Assert.Single(RunText("Describe x { AfterAll { throw 'no' }; It y { } }")).Failure);

    static string Sample(string name) => Repository.GetPath(Path.Combine("tests/DockerPS.Tests/Pester/Samples", name));

    static List<PesterIt> RunText(string script)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".ps1");
        File.WriteAllText(path, script);
        try
        {
            return Run(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    static List<PesterIt> Run(string path)
    {
        using var session = PesterFile.OpenSession();
        var file = PesterFile.Read(session, path);
        file.Run();
        return [.. file.Tests];
    }
}
