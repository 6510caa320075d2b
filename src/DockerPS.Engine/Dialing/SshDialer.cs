using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace DockerPS.Engine;

/// <summary>
/// Connects over ssh like the docker command: runs the machine's <c>ssh</c> with its keys, agent and configuration, and <c>docker system
/// dial-stdio</c> on the other machine. It never prompts on the terminal, since a cmdlet cannot wait for an answer there.
/// </summary>
public sealed class SshDialer : Dialer
{
    readonly string[] arguments;
    readonly string? program;

    internal SshDialer(EngineAddress address, string? program = null)
    {
        this.program = program;
        arguments = ArgumentsFor(address);
    }

    /// <summary>Whether the user has a graphical program for password prompts; ssh then uses that, and never the terminal.</summary>
    static bool HasAskProgram => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("SSH_ASKPASS"));

    /// <summary>Each connection needs a process and a login.</summary>
    public override int MaximumConnections => 6;

    /// <summary>The time for logging in is part of the first answer, and ssh itself has half a minute to connect.</summary>
    public override TimeSpan DefaultTimeout => TimeSpan.FromSeconds(45);

    /// <inheritdoc />
    public override ValueTask<Stream> DialAsync(CancellationToken cancellationToken) => new(Dial(cancellationToken));

    /// <inheritdoc />
    public override Stream Dial(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(program ?? FindProgram(), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        if (HasAskProgram)
            start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        try
        {
            return new ProcessStream(Process.Start(start)!, "ssh");
        }
        catch (Win32Exception e)
        {
            throw new DialException($"ssh cannot be started: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public override ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        ((ProcessStream)stream).CloseWrite();
        return ValueTask.CompletedTask;
    }

    /// <summary>The same arguments as docker's, and one that forbids prompts if nothing could answer them.</summary>
    internal static string[] ArgumentsFor(EngineAddress address)
    {
        var arguments = new List<string>();
        if (address.User is { } user)
            arguments.AddRange(["-l", user]);
        if (address.Port > 0)
            arguments.AddRange(["-p", address.Port.ToString(CultureInfo.InvariantCulture)]);
        arguments.AddRange(["-o", "ConnectTimeout=30", "-T"]);
        if (!HasAskProgram)
            arguments.AddRange(["-o", "BatchMode=yes"]);
        arguments.AddRange(["--", address.Host, "docker"]);
        if (address.Path.Length > 0)
            arguments.Add(Quote("--host=unix://" + address.Path));
        arguments.AddRange(["system", "dial-stdio"]);
        return [.. arguments];
    }

    /// <summary>Quotes a word for the shell on the other machine.</summary>
    static string Quote(string word) =>
        word.All(static c => char.IsAsciiLetterOrDigit(c) || "/:._-=+@%".Contains(c, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    static string FindProgram() => Programs.Find("ssh")
        ?? throw new DialException("there is no ssh command on this machine") { Cause = EngineCause.SshMissing };
}
