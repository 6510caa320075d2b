using System.IO.Pipes;
using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>Finds SSH agents on this machine and connects to them.</summary>
static class SshAgentSocket
{
    const string Variable = "SSH_AUTH_SOCK";

    /// <summary>The pipe of the Windows SSH agent.</summary>
    const string WindowsPipe = @"\\.\pipe\openssh-ssh-agent";

    const string PipePrefix = @"\\.\pipe\";

    /// <summary>Checks agents before anything is sent to an engine.</summary>
    /// <exception cref="EngineException">There is no such agent.</exception>
    public static async Task CheckAsync(IEnumerable<BuildSsh> agents, CancellationToken cancellationToken)
    {
        foreach (var agent in agents)
            await (await OpenAsync(agent, cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Connects to an agent.</summary>
    /// <exception cref="EngineException">There is no such agent.</exception>
    public static async Task<Stream> OpenAsync(BuildSsh agent, CancellationToken cancellationToken)
    {
        string path = agent.Path
            ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } known ? known
                : OperatingSystem.IsWindows() ? WindowsPipe
                : throw NoAgent(agent));
        try
        {
            return path.StartsWith(PipePrefix, StringComparison.OrdinalIgnoreCase)
                ? await OpenPipeAsync(path[PipePrefix.Length..], cancellationToken).ConfigureAwait(false)
                : await OpenSocketAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
            when (e is SocketException or IOException or TimeoutException or ArgumentException or UnauthorizedAccessException)
        {
            throw new EngineException(
                EngineError.Invalid,
                Subject(agent),
                $"No SSH agent answers at {path}: {(IsKey(path) ? "it is a file" : e.Message)}.",
                e)
            {
                Cause = IsKey(path) ? EngineCause.SshAgentIsFile : EngineCause.SshAgentMissing,
                Involved = [path],
            };
        }
    }

    static async Task<Stream> OpenSocketAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static async Task<Stream> OpenPipeAsync(string name, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            return pipe;
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    static bool IsKey(string path) => File.Exists(path) && new FileInfo(path).Length > 0;

    static EngineException NoAgent(BuildSsh agent) =>
        new(EngineError.Invalid, Subject(agent), $"There is no SSH agent for '{agent.Id}': the environment variable {Variable} is not set.")
        {
            Cause = EngineCause.SshAgentMissing,
        };

    static Subject Subject(BuildSsh agent) => new("SshAgent", agent.Id);
}
