using System.Diagnostics;

namespace DockerPS.Tests.Pipeline;

public sealed class PumpTests : IDisposable
{
    static readonly TimeSpan Prompt = TimeSpan.FromSeconds(2);

    readonly PowerShellSession session = new(Repository.Manifest, TestCmdlets);

    static string TestCmdlets => Repository.GetPath($"tests/TestCmdlets/bin/{Repository.Configuration}/net8.0/DockerPS.TestCmdlets.dll");

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("wait in begin")]
    [InlineData("wait in process")]
    [InlineData("wait in end")]
    [InlineData("produce")]
    public void A_stop_ends_the_cmdlet_at_once(string behaviour)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var clock = Stopwatch.StartNew();

        var result = session.Run("param($behaviour) Test-Pump $behaviour", [behaviour], stop.Token);

        Assert.True(result.WasStopped);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Prompt);
    }

    [Fact]
    public void A_cmdlet_downstream_that_has_had_enough_ends_the_producer()
    {
        var clock = Stopwatch.StartNew();

        var result = session.Run("foreach ($i in 1) { Test-Pump produce | ForEach-Object { if ($_ -eq 2) { $_; break } } }");

        Assert.Equal(2, Assert.Single(result.Output).BaseObject);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Prompt);
    }

    [Fact]
    public void Work_comes_back_to_the_pipeline_thread() =>
        Assert.Equal(true, Assert.Single(session.Run("Test-Pump thread").Output).BaseObject);

    [Fact]
    public void Objects_keep_their_order() =>
        Assert.Equal(
            Enumerable.Range(1, 100),
            session.Run("1..100 | Test-Pump echo").Output.Select(static output => (int)output.BaseObject));

    [Theory]
    [InlineData("-Confirm:$false", true)]
    [InlineData("-WhatIf", false)]
    public void ShouldProcess_works_after_an_await(string switches, bool expected) =>
        Assert.Equal(expected, Assert.Single(session.Run($"Test-Pump 'should process' {switches}").Output).BaseObject);

    [Fact]
    public void A_terminating_error_keeps_its_id_and_target()
    {
        var failure = Assert.Single(session.Run("Test-Pump terminate").Errors);

        Assert.Equal("PumpEnded,DockerPS.TestCmdlets.TestPumpCommand", failure.FullyQualifiedErrorId);
        Assert.Equal("it", failure.TargetObject);
    }

    [Fact]
    public void An_exception_comes_out_as_itself() =>
        Assert.Equal("thrown", Assert.Single(session.Run("Test-Pump throw").Errors).Exception.Message);

    [Fact]
    public void What_a_progress_callback_throws_ends_the_cmdlet()
    {
        var clock = Stopwatch.StartNew();

        var failure = Assert.Single(session.Run("Test-Pump 'progress throws'").Errors);

        Assert.Contains("in the progress", failure.Exception.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Prompt);
    }

    [Fact]
    public void What_is_posted_last_still_arrives() =>
        Assert.Equal("posted", Assert.Single(session.Run("Test-Pump post -Verbose").Verbose));

    [Fact]
    public void A_thousand_runs_leave_nothing_behind()
    {
        session.Run("foreach ($i in 1..50) { 1, 2 | Test-Pump echo }");
        int handles = Process.GetCurrentProcess().HandleCount;
        int threads = Process.GetCurrentProcess().Threads.Count;

        session.Run("foreach ($i in 1..1000) { 1, 2 | Test-Pump echo; try { Test-Pump terminate } catch { } }");

        Assert.Equal(0, Assert.Single(session.Run("Test-Pump count").Output).BaseObject);
        Assert.InRange(Process.GetCurrentProcess().HandleCount - handles, int.MinValue, 50);
        Assert.InRange(Process.GetCurrentProcess().Threads.Count - threads, int.MinValue, 20);
    }
}
