using System.Diagnostics;

namespace DockerPS.Engine.Tests;

/// <summary>What becomes of a pull whose engine ends, or is killed, in the middle of it; on an engine of its own.</summary>
public sealed class EngineRestartTests : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    readonly StallingRegistry registry = new();
    readonly TemporaryFolder folder = new();

    string Address => "unix://" + folder.File("docker.sock");

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task A_pull_whose_engine_ends_is_an_error_and_the_next_one_finds_the_new_engine(string signal)
    {
        var name = ImageName.Parse($"{registry.Address}/app:1");
        using var client = Engines.Connect(Address);
        EngineException error;
        using (await StartEngineAsync(client))
        {
            var pull = client.Images.PullAsync(name, null, null, new Progress(status => End(status, signal)), CancellationToken.None);
            error = await Assert.ThrowsAsync<EngineException>(() => pull.WaitAsync(Limit));
        }

        Assert.Contains(error.ErrorId, (string?[])["EngineConnectionLost", "PullFailed"]);
        Assert.False(string.IsNullOrEmpty(error.Message));

        using (await StartEngineAsync(client))
        {
            var missing = await Assert.ThrowsAsync<EngineException>(() => client.Images.GetAsync(name.ToString(), CancellationToken.None));
            Assert.Equal(EngineError.NotFound, missing.Error);
            Assert.Fail($"{signal}: {error.ErrorId} {error.Message} | {error.Advice}");
        }
    }

    public void Dispose()
    {
        registry.Dispose();
        folder.Dispose();
    }

    /// <summary>Ends the engine when the layer is on its way.</summary>
    void End(TransferStatus status, string signal)
    {
        if (status is { Activity: "Downloading", Current: > 0 })
            Process.Start("kill", ["-" + signal, File.ReadAllText(folder.File("pid")).Trim()]).WaitForExit();
    }

    async Task<GuardedProcess> StartEngineAsync(EngineClient client)
    {
        string cleanup = $"grep -o '{folder.Path}[^ ]*' /proc/mounts | sort -r | xargs -r umount -l 2>/dev/null; rm -rf '{folder.Path}/pid' '{folder.Path}/exec'";
        var engine = new GuardedProcess(
            folder.File("log"),
            cleanup,
            "dockerd",
            "--data-root", folder.File("data"),
            "--exec-root", folder.File("exec"),
            "--pidfile", folder.File("pid"),
            "--host", Address,
            "--iptables=false", "--ip-forward=false", "--ip-masq=false");
        await engine.WaitUntilAsync(() => Engines.AnswersAsync(client), Limit);
        return engine;
    }
}
