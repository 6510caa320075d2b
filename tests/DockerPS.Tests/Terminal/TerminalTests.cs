namespace DockerPS.Tests;

/// <summary>Containers on a real terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    const string Image = "dockerps-test/busybox:latest";

    readonly string name = "t" + Guid.NewGuid().ToString("N")[..8];
    readonly TmuxTerminal terminal = new();
    readonly string settings;

    public TerminalTests()
    {
        Docker("run", "-d", "--name", name, Image, "sh", "-c", "trap 'exit 0' TERM; sleep 1000000 & wait");
        settings = terminal.ReadSettings();
    }

    public void Dispose()
    {
        terminal.Dispose();
        Programs.Run("docker", ["rm", "-f", name, name + "-run"]);
    }

    [Fact]
    public void A_shell_is_used_as_ones_own()
    {
        Start($"Enter-Container {name}");
        terminal.WaitFor("/ #");
        terminal.Enter("echo size $(stty size) ä");
        terminal.WaitFor("size 40 200 ä");
        terminal.Resize(120, 30);
        Thread.Sleep(1000);
        terminal.Enter("echo size $(stty size)");
        terminal.WaitFor("size 30 120");
        terminal.Enter("sleep 1000");
        Thread.Sleep(500);
        terminal.Press("C-c");
        terminal.Enter("echo interrupted $?");
        terminal.WaitFor("interrupted 130");
        terminal.Enter("exit 7");
        AssertEnded(7);
    }

    [Fact]
    public void A_full_screen_program_is_drawn_and_goes()
    {
        Start($"Enter-Container {name} -- vi /tmp/text");
        terminal.WaitFor("\n~\n~\n");
        terminal.Press("i");
        terminal.Enter("written in vi");
        terminal.Press("Escape");
        Thread.Sleep(500);
        terminal.Enter(":wq");
        AssertEnded(0);
        Assert.Contains("written in vi", Docker("exec", name, "cat", "/tmp/text"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_key_is_swallowed_after_the_end()
    {
        Start($"Enter-Container {name} -- sh -c 'sleep 1; echo over $((1+1))'");
        terminal.WaitFor("over 2");
        AssertEnded(0);
        terminal.Enter("echo every key $((1 + 1))");
        terminal.WaitFor("\nevery key 2");
    }

    [Theory]
    [InlineData("", "C-p", "C-q")]
    [InlineData(" -DetachKey 'ctrl-x,x'", "C-x", "x")]
    public void Detach_keys_leave_the_program_running(string parameter, params string[] keys)
    {
        Start($"Enter-Container {name}{parameter} -- sh -c 'echo ready $((1+1)); while :; do echo x >> /tmp/beat; sleep 0.2; done'");
        terminal.WaitFor("ready 2");
        terminal.Press(keys);
        AssertEnded(0);
        string Beats() => Docker("exec", name, "wc", "-l", "/tmp/beat");
        string before = Beats();
        Thread.Sleep(1000);
        Assert.NotEqual(before, Beats());
    }

    [Fact]
    public void A_killed_container_gives_the_terminal_back()
    {
        Start($"Enter-Container {name} -- sh -c 'printf \"\\033[?1049h\"; echo second $((1+1)); sleep 1000'");
        terminal.WaitFor("second 2");
        Docker("rm", "-f", name);
        AssertEnded(137);
        // the alternate screen is gone, although the program could not clean up
        Assert.DoesNotContain("second 2", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_engine_gives_the_terminal_back()
    {
        using var engine = new EngineProxy();
        Start($"Enter-Container {name} -Engine {engine.Address} -- sh -c 'echo ready $((1+1)); sleep 1000'");
        terminal.WaitFor("ready 2");
        engine.Dispose();
        terminal.WaitFor("Enter-Container:");
        AssertEnded(0);
    }

    [Fact]
    public void A_container_is_run_left_and_entered_again()
    {
        Start($"Invoke-Container {Image} -Name {name}-run -Interactive -RemoveAfter -- sh");
        terminal.WaitFor("/ #");
        terminal.Enter("echo size $(stty size)");
        terminal.WaitFor("size 40 200");
        terminal.Press("C-p", "C-q");
        AssertEnded(0);
        Start($"Enter-Container {name}-run -Attach");
        Thread.Sleep(3000);
        terminal.Enter("echo back $((1 + 1))");
        terminal.WaitFor("back 2");
        terminal.Enter("exit 9");
        AssertEnded(9);
        Assert.Empty(Docker("ps", "-aq", "--filter", $"name={name}-run"));
    }

    [Theory]
    [InlineData("Enter-Container nothing")]
    [InlineData("Invoke-Container nothing -Interactive")]
    public void A_redirected_session_has_no_terminal(string command)
    {
        var result = Programs.RunPowerShell($"Import-Module '{Repository.Manifest}'; {command} -ErrorVariable problem; $problem[0].FullyQualifiedErrorId");
        Assert.Contains("There is no terminal", result.Errors, StringComparison.Ordinal);
    }

    static string Docker(params string[] arguments)
    {
        var result = Programs.Run("docker", arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output;
    }

    void Start(string command)
    {
        terminal.Enter("clear");
        string script = $"Import-Module {Repository.Manifest}; {command}; exit $global:LASTEXITCODE".Replace("'", "'\\''", StringComparison.Ordinal);
        terminal.Enter($"{string.Join(' ', Programs.PowerShell)} -Command '{script}'; printf '\\nended %s\\n' $?");
    }

    void AssertEnded(int code)
    {
        terminal.WaitFor($"\nended {code}\n");
        Assert.Equal(settings, terminal.ReadSettings());
    }
}
