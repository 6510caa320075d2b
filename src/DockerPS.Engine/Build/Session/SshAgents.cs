using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>
/// The ssh agents that a build may use: those of this machine, and for keys one of its own, which ends with the build. ssh itself reads the keys,
/// so that every kind works that it knows.
/// </summary>
sealed class SshAgents : IAsyncDisposable
{
    const string SocketVariable = "SSH_AUTH_SOCK";
    const string WindowsAgent = @"\\.\pipe\openssh-ssh-agent";
    const string PipePrefix = @"\\.\pipe\";

    /// <summary>How long the machine's own programs may take.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    readonly Dictionary<string, Func<CancellationToken, Task<Stream>>> open = new(StringComparer.Ordinal);
    readonly List<Process> processes = [];
    readonly List<string> folders = [];

    SshAgents() { }

    /// <summary>Opens connections to them, by what the steps call them.</summary>
    public IReadOnlyDictionary<string, Func<CancellationToken, Task<Stream>>> Open => open;

    /// <summary>Finds the agents, and starts those for keys.</summary>
    /// <exception cref="EngineException">One is not there, or a key can not be read.</exception>
    public static async Task<SshAgents> StartAsync(IEnumerable<BuildSsh> wanted, CancellationToken cancellationToken)
    {
        var agents = new SshAgents();
        try
        {
            foreach (var one in wanted)
            {
                string address = await agents.FindAsync(one, cancellationToken).ConfigureAwait(false);
                if (!agents.open.TryAdd(one.Id, stop => ConnectAsync(address, stop)))
                    throw Invalid(one, "is given twice");
            }
            return agents;
        }
        catch
        {
            await agents.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill();
            await process.WaitForExitAsync().ConfigureAwait(false);
            process.Dispose();
        }
        foreach (string folder in folders)
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>The address of the agent that is meant.</summary>
    async Task<string> FindAsync(BuildSsh wanted, CancellationToken cancellationToken)
    {
        if (wanted.Paths.Count == 0)
        {
            return Environment.GetEnvironmentVariable(SocketVariable) is { Length: > 0 } socket ? socket
                : OperatingSystem.IsWindows() ? WindowsAgent
                : throw new EngineException(EngineError.Invalid, new Subject("Ssh", wanted.Id), $"No ssh agent runs in this session: {SocketVariable} is not set.") { Advice = "Start one ('ssh-agent', then 'ssh-add'), or name a key: -Ssh default=~/.ssh/id_ed25519." };
        }
        if (wanted.Paths.Any(static path => path.StartsWith(PipePrefix, StringComparison.OrdinalIgnoreCase) || IsSocket(path)))
            return wanted.Paths.Count == 1 ? wanted.Paths[0] : throw Invalid(wanted, "names an agent's socket and something else; expected one socket, or keys");
        foreach (string path in wanted.Paths)
        {
            if (!File.Exists(path))
                throw new EngineException(EngineError.NotFound, new Subject("Ssh", wanted.Id), $"There is neither a key nor an agent's socket at {path}.");
        }
        return OperatingSystem.IsWindows()
            ? throw Invalid(wanted, "names keys, which the agent of Windows has to be given with 'ssh-add'")
            : await StartForKeysAsync(wanted, cancellationToken).ConfigureAwait(false);
    }

    async Task<string> StartForKeysAsync(BuildSsh wanted, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("dockerps-ssh").FullName;
        folders.Add(folder);
        string socket = Path.Combine(folder, "agent");
        var agent = Start(wanted, "ssh-agent", socket, "-D", "-a", socket);
        processes.Add(agent);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            while (!File.Exists(socket) && !agent.HasExited)
                await Task.Delay(10, limit.Token).ConfigureAwait(false);
            using var adding = Start(wanted, "ssh-add", socket, ["-q", "--", .. wanted.Paths]);
            string problem = await adding.StandardError.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await adding.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            if (adding.ExitCode != 0)
                throw Invalid(wanted, $"names a key that ssh-add does not take: {problem.Trim().TrimEnd('.')}. A key with a passphrase has to be in an agent");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Invalid(wanted, $"has keys that ssh-agent did not take within {Limit.TotalSeconds:0} seconds");
        }
        return socket;
    }

    static Process Start(BuildSsh wanted, string program, string socket, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[SocketVariable] = socket;
        // nobody could answer a question: one is refused, unless the user has a program for it
        start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("SSH_ASKPASS")))
            start.Environment["SSH_ASKPASS"] = "/bin/false";
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw Invalid(wanted, $"names keys, for which this machine has no {program}: {e.Message}");
        }
    }

    static bool IsSocket(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return false;
        // a socket is neither a file nor anything that can be put into a tar
        return new FileInfo(path).Length == 0 && new ContextEntry("x", path, ContextEntryKind.Empty, DateTime.UtcNow).ToTarEntry() is null;
    }

    static async Task<Stream> ConnectAsync(string address, CancellationToken cancellationToken)
    {
        if (address.StartsWith(PipePrefix, StringComparison.OrdinalIgnoreCase))
        {
            var pipe = new NamedPipeClientStream(".", address[PipePrefix.Length..], PipeDirection.InOut, PipeOptions.Asynchronous);
            await pipe.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return pipe;
        }
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(address), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new EngineException(EngineError.Failed, new Subject("Ssh", address), $"The ssh agent at {address} can not be reached: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static EngineException Invalid(BuildSsh wanted, string problem) => new(EngineError.Invalid, new Subject("Ssh", wanted.Id), $"-Ssh {wanted.Id} {problem}.");
}
