using System.Net;
using System.Net.Sockets;

namespace DockerPS.Engine.Tests;

/// <summary>A private sshd on the loopback address, and a way to run ssh that does not touch the user's files.</summary>
public sealed class SshServer : IAsyncLifetime
{
    static readonly Dictionary<string, string> NoVariables = [];

    readonly TemporaryFolder folder = new();
    GuardedProcess? process;

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>An ssh that knows the server and has the right key.</summary>
    public string Program { get; private set; } = "";

    public async Task InitializeAsync()
    {
        MakeKey("host");
        MakeKey("client");
        MakeKey("stranger");
        Port = Engines.FindPort();
        folder.Write("known_hosts", $"[127.0.0.1]:{Port} {File.ReadAllText(folder.File("host.pub"))}");
        folder.Write("sshd_config", $"""
            ListenAddress 127.0.0.1
            Port {Port}
            HostKey {folder.File("host")}
            AuthorizedKeysFile {folder.File("client.pub")}
            PidFile none
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            PasswordAuthentication yes
            """);
        Program = MakeProgram("known", "client", "known_hosts");
        Directory.CreateDirectory("/run/sshd");
        process = new GuardedProcess(
            folder.File("log"),
            $"rm -rf '{folder.Path}'",
            "/usr/sbin/sshd",
            "-D",
            "-e",
            "-f",
            folder.File("sshd_config"));
        await process.WaitUntilAsync(CanConnectAsync, TimeSpan.FromSeconds(20));
    }

    public Task DisposeAsync()
    {
        process?.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>An ssh that does not know the server.</summary>
    public string MakeProgramThatKnowsNobody() => MakeProgram("nobody", "client", "empty");

    /// <summary>An ssh whose key the server does not know, so that it would have to ask for a password.</summary>
    public string MakeProgramOfStranger() => MakeProgram("stranger", "stranger", "known_hosts");

    /// <summary>The address of an engine on the other side.</summary>
    public string AddressOf(string socket = "") => $"ssh://{Environment.UserName}@127.0.0.1:{Port}{socket}";

    /// <summary>The processes that run this server's ssh.</summary>
    internal IReadOnlyList<int> FindProcesses() =>
        [.. Command.TryRun(
            "pgrep",
            NoVariables,
            "-f",
            "ssh -F " + folder.Path).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    string MakeProgram(string name, string key, string knownHosts)
    {
        string config = folder.Write(name + ".config", $"""
            IdentityFile {folder.File(key)}
            IdentitiesOnly yes
            UserKnownHostsFile {folder.File(knownHosts)}
            GlobalKnownHostsFile /dev/null
            """);
        string program = folder.Write(name, $"#!/bin/sh\nexec ssh -F {config} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return program;
    }

    void MakeKey(string name) => Command.Run("ssh-keygen", NoVariables, "-q", "-t", "ed25519", "-N", "", "-f", folder.File(name));

    async Task<bool> CanConnectAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
