using System.Diagnostics;

namespace DockerPS.Engine.Tests;

/// <summary>What happens to a pull whose engine stops, or is killed, in the middle of it; on a separate engine.</summary>
public sealed class EngineRestartTests : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    readonly StallingRegistry registry = new();
    readonly TemporaryFolder folder = new();

    string Address => "unix://" + folder.File("docker.sock");

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task A_pull_whose_engine_ends_is_an_error_and_can_be_begun_anew_on_the_next(string signal)
    {
        var name = ImageName.Parse($"{registry.Address}/app:1");
        using var client = Engines.Connect(Address);
        using (await StartEngineAsync(client))
        {
            var error = await Assert.ThrowsAsync<EngineException>(
                () => PullAsync(client, name, () => EndEngine(signal), CancellationToken.None));

            Assert.Equal(("EngineConnectionLost", name.ToString()), (error.ErrorId, error.Subject.Name));
            Assert.Equal($"The connection to the engine at {Address} was lost while it pulled {name}: it was closed before the end of the answer.", error.Message);
            Assert.Contains("pull it again", error.Advice, StringComparison.Ordinal);
        }

        using (await StartEngineAsync(client))
        {
            var missing = await Assert.ThrowsAsync<EngineException>(() => client.Images.GetAsync(name.ToString(), CancellationToken.None));
            Assert.Equal(EngineError.NotFound, missing.Error);
            using var stopping = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(client, name, stopping.Cancel, stopping.Token));
        }
    }

    public void Dispose()
    {
        registry.Dispose();
        folder.Dispose();
    }

    /// <summary>Pulls, and runs an action while the layer is being transferred.</summary>
    static Task PullAsync(EngineClient client, ImageName name, Action halfway, CancellationToken cancellationToken)
    {
        bool done = false;
        var progress = new Progress(status =>
        {
            if (done || status is not { Activity: "Downloading", Current: > 0 })
                return;
            done = true;
            halfway();
        });
        return client.Images.PullAsync(name, null, null, progress, cancellationToken).WaitAsync(Limit, CancellationToken.None);
    }

    void EndEngine(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, File.ReadAllText(folder.File("pid")).Trim()]);
        kill.WaitForExit();
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
