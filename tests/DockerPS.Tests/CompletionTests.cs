using System.Management.Automation;
using DockerPS.Testing;

namespace DockerPS.Tests;

/// <summary>Tab completion.</summary>
public sealed class CompletionTests(ModuleSession module) : IClassFixture<ModuleSession>, IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();

    public void Dispose() => engine.Dispose();

    IReadOnlyList<CompletionResult> Complete(string line) =>
        module.Session.Complete(line.Replace("ENGINE", engine.Address, StringComparison.Ordinal));

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

    [Theory]
    [InlineData("Stop-Container -Engine ENGINE ", "paused,running")]
    [InlineData("Start-Container -Engine ENGINE ", "created,exited")]
    [InlineData("Suspend-Container -Engine ENGINE ", "running")]
    [InlineData("Resume-Container -Engine ENGINE ", "paused")]
    [InlineData("Enter-Container -Engine ENGINE ", "running")]
    [InlineData("Invoke-ContainerCommand -Engine ENGINE ", "running")]
    [InlineData("Remove-Container -Engine ENGINE ", "created,exited,paused,running")]
    public void Containers_that_the_cmdlet_can_do_something_to(string line, string expected)
    {
        string[] states = ["created", "running", "paused", "exited"];
        engine.On("GET", "/containers/json", FakeAnswer.Json(
            $"[{string.Join(',', states.Select(static (state, i) => $$"""{"Id":"{{i + 1:D64}}","Names":["/{{state}}"],"Image":"app:1","State":"{{state}}","Status":"x"}"""))}]"));

        Assert.Equal(expected, string.Join(',', Complete(line).Select(static item => item.CompletionText)));
    }

    [Theory]
    [InlineData("Stop-Container -Engine ENGINE web, ", "worker")]
    [InlineData("Stop-Container -Engine ENGINE ork", "worker")]
    [InlineData("Stop-Container -Engine ENGINE 000", "000000000000,000000000000")]
    public void Neither_what_the_line_has_already_nor_only_beginnings(string line, string expected)
    {
        OfferContainers("web", "worker");

        Assert.Equal(expected, string.Join(',', Complete(line).Select(static item => item.CompletionText)));
    }

    [Fact]
    public void Volumes_to_mount_and_containers_to_copy_from()
    {
        engine.On("GET", "/volumes", FakeAnswer.Json("""{"Volumes":[{"Name":"pgdata","Driver":"local","Mountpoint":"/x","Scope":"local"}]}"""));
        OfferContainers("web");

        Assert.Equal("web:", Complete("Copy-ContainerItem -Engine ENGINE we")[0].CompletionText);
        Assert.Equal("container:web", Assert.Single(Complete("New-Container x -Engine ENGINE -PidMode container:w")).CompletionText);
        Assert.Equal(
            ["host", "container:"],
            Complete("New-Container x -Engine ENGINE -PidMode ").Select(static item => item.CompletionText).Order().Reverse());
    }

    [Fact]
    public void Stages_and_arguments_of_the_Dockerfile()
    {
        string folder = Directory.CreateTempSubdirectory("dockerps-tab").FullName;
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), "ARG VERSION=3\nFROM alpine:$VERSION AS build\nARG CONFIGURATION\nFROM build\n");
        try
        {
            Assert.Equal(["build", "stage-1"], Complete($"Invoke-ImageBuild {folder} -Target ").Select(static item => item.CompletionText));
            Assert.Equal("VERSION=", Assert.Single(Complete($"Invoke-ImageBuild {folder} -BuildArgument VER")).CompletionText);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
        Assert.DoesNotContain(
            Complete("Stop-Container -Engine unix:///nowhere/engine.sock w"),
            static item => item.ResultType == CompletionResultType.ParameterValue);
        Assert.Empty(module.Session.Run("$Error").As<object>());
    }

    [Fact]
    public void Nothing_from_an_engine_that_does_not_answer_in_time()
    {
        // it never answers: that there is a result at all proves the time limit
        engine.On("GET", "/containers/json", FakeAnswer.Never());

        Assert.DoesNotContain(
            Complete("Stop-Container -Engine ENGINE w"),
            static item => item.ResultType == CompletionResultType.ParameterValue);
    }

    [Theory]
    [InlineData("Send-ContainerSignal x -Signal SIGH", "SIGHUP")]
    [InlineData("Send-ContainerSignal x -Signal KI", "KILL")]
    [InlineData("New-Container x -CapabilityAdd NET_A", "NET_ADMIN")]
    [InlineData("New-Container x -CapabilityAdd CAP_NET_A", "CAP_NET_ADMIN")]
    [InlineData("New-Container x -RestartPolicy on-failure:", "on-failure:3")]
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
