using System.Diagnostics;

namespace DockerPS.Engine.Tests;

/// <summary>
/// A server that lives no longer than the tests: a shell holds it and ends it when its own input ends, which also happens when the tests
/// are killed. Its output goes to a file.
/// </summary>
sealed class GuardedProcess : IDisposable
{
    const string Script = """
        log=$1; cleanup=$2; shift 2
        "$@" >"$log" 2>&1 </dev/null &
        server=$!
        read -r end
        kill $server 2>/dev/null
        ( sleep 20; kill -9 $server 2>/dev/null ) & killer=$!
        wait $server 2>/dev/null
        kill $killer 2>/dev/null
        eval "$cleanup"
        """;

    static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(40);

    readonly Process shell;
    readonly string log;
    readonly string program;

    /// <summary>Starts the server.</summary>
    /// <param name="log">The file for its output.</param>
    /// <param name="cleanup">What the shell does when the server has ended.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public GuardedProcess(string log, string cleanup, string program, params string[] arguments)
    {
        this.log = log;
        this.program = program;
        string[] line = ["-c", Script, "guard", log, cleanup, program, .. arguments];
        shell = Process.Start(new ProcessStartInfo("/bin/sh", line) { RedirectStandardInput = true })!;
    }

    /// <summary>Waits until the server is ready; reports its output if it never is.</summary>
    public async Task WaitUntilAsync(Func<Task<bool>> isReady, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (!await isReady())
        {
            if (watch.Elapsed > limit || shell.HasExited)
                throw new InvalidOperationException($"{program} did not start. It needs root, and the packages docker.io, openssh-server, openssh-client and podman (apt-get install). It wrote:\n{(File.Exists(log) ? File.ReadAllText(log) : "nothing")}");
            await Task.Delay(50);
        }
    }

    public void Dispose()
    {
        shell.StandardInput.Close();
        if (!shell.WaitForExit(EndLimit))
            shell.Kill(entireProcessTree: true);
        shell.Dispose();
    }
}
