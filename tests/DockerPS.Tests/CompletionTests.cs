using System.Management.Automation;
using DockerPS.Testing;

namespace DockerPS.Tests;

/// <summary>What tab offers.</summary>
public sealed class CompletionTests(ModuleSession module) : IClassFixture<ModuleSession>, IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();

    public void Dispose() => engine.Dispose();

    IReadOnlyList<CompletionResult> Complete(string line) => module.Session.Complete(line.Replace("ENGINE", engine.Address, StringComparison.Ordinal));

    void OfferContainers(params string[] names) => engine.On("GET", "/containers/json", FakeAnswer.Json(
        $"[{string.Join(',', names.Select(static (name, i) => $$"""{"Id":"{{i + 1:D64}}","Names":["/{{name}}"],"Image":"app:1","State":"running","Status":"Up 2 hours"}"""))}]"));

    [Fact]
    public void Names_of_the_engine_that_the_line_names()
    {
        OfferContainers("web", "worker", "db");

        var found = Complete("Stop-Container -Engine ENGINE w");

        Assert.Equal(["web", "worker"], found.Select(static item => item.CompletionText));
        Assert.Equal("app:1, Up 2 hours", found[0].ToolTip);
    }

    [Fact]
    public void Names_after_a_comma_and_inside_a_quote()
    {
        OfferContainers("web", "worker");

        Assert.Equal("worker", Assert.Single(Complete("Stop-Container -Engine ENGINE -Container web, wo")).CompletionText);
        Assert.Equal("worker", Assert.Single(Complete("Stop-Container -Engine ENGINE -Container 'wo")).CompletionText.Trim('\''));
    }

    [Fact]
    public void What_needs_quotes_is_quoted()
    {
        engine.On("GET", "/volumes", FakeAnswer.Json("""{"Volumes":[{"Name":"it's $mine","Driver":"local","Mountpoint":"/x","Scope":"local"}]}"""));

        Assert.Equal("'it''s $mine'", Assert.Single(Complete("Get-Volume -Engine ENGINE it")).CompletionText);
    }

    [Fact]
    public void Images_and_what_builds_left()
    {
        engine.On("GET", "/images/json", FakeAnswer.Json("""[{"Id":"sha256:0123456789abcdef","RepoTags":["team/app:1","team/app:2"],"Size":2000000,"Created":1}]"""));
        engine.On("GET", "/system/df", FakeAnswer.Json("""{"BuildCache":[{"ID":"abc123","Type":"regular","Size":1000,"Description":"mount / from exec"}]}"""));

        foreach (string line in (string[])["Export-Image -Engine ENGINE te", "Get-ImageHistory -Engine ENGINE te", "Install-Image -Engine ENGINE te", "Get-Image -Engine ENGINE -Since te", "Get-Image -Engine ENGINE -Before te"])
            Assert.Equal(["team/app:1", "team/app:2"], Complete(line).Select(static item => item.CompletionText));
        var entry = Assert.Single(Complete("Get-BuildCache -Engine ENGINE a"));
        Assert.Equal(("abc123", "regular, 1kB, mount / from exec"), (entry.CompletionText, entry.ToolTip));
    }

    [Fact]
    public void Nothing_and_no_error_without_an_engine()
    {
        Assert.DoesNotContain(Complete("Stop-Container -Engine unix:///nowhere/engine.sock w"), static item => item.ResultType == CompletionResultType.ParameterValue);
        Assert.Empty(module.Session.Run("$Error").As<object>());
    }

    [Fact]
    public void Nothing_from_an_engine_that_does_not_answer_in_time()
    {
        // it never answers: that there is a result at all shows the limit
        engine.On("GET", "/containers/json", FakeAnswer.Never());

        Assert.DoesNotContain(Complete("Stop-Container -Engine ENGINE w"), static item => item.ResultType == CompletionResultType.ParameterValue);
    }

    [Theory]
    [InlineData("Send-ContainerSignal x -Signal SIGH", "SIGHUP")]
    [InlineData("New-Container x -CapabilityAdd NET_A", "NET_ADMIN")]
    [InlineData("New-Container x -RestartPolicy un", "unless-stopped")]
    [InlineData("New-Container x -LogDriver jou", "journald")]
    [InlineData("New-Container x -Platform linux/arm6", "linux/arm64")]
    [InlineData("New-Container x -IpcMode sh", "shareable")]
    [InlineData("Get-Container -Status Run", "Running")]
    [InlineData("Export-Image x -Compression Gz", "Gzip")]
    [InlineData("Remove-Image x -Platform linux/arm6", "linux/arm64")]
    [InlineData("Get-BuildCache -Type exec", "exec.cachemount")]
    public void What_is_finite_is_offered(string line, string expected) =>
        Assert.Contains(expected, Complete(line).Select(static item => item.CompletionText.Trim('\'')));
}
