using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerPS.Completion;

/// <summary>Base class of completers with a fixed list of words, offered in that order.</summary>
public abstract class FixedCompleter(params string[] words) : IArgumentCompleter
{
    /// <summary>An optional prefix of each word: <c>SIG</c>.</summary>
    private protected virtual string OptionalPrefix => "";

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var others = new CompletionLine(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters).OtherWords;
        string start = wordToComplete.Trim('"', '\'');
        return words
            .Select(word => Array.Find(SpellingsOf(word), spelling => spelling.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            .OfType<string>()
            .Where(word => !others.Contains(word))
            .Select(static word => new Candidate(word).ToResult());
    }

    string[] SpellingsOf(string word) => OptionalPrefix.Length == 0 ? [word]
        : word.StartsWith(OptionalPrefix, StringComparison.Ordinal) ? [word, word[OptionalPrefix.Length..]]
        : [word, OptionalPrefix + word];
}

/// <summary>Offers nothing where PowerShell's default, file names, would make no sense.</summary>
public sealed class NothingCompleter() : FixedCompleter();

/// <summary>Completes Linux signals, the most common first.</summary>
public sealed class SignalCompleter() : FixedCompleter(
    "SIGTERM", "SIGINT", "SIGKILL", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGSTOP", "SIGCONT", "SIGWINCH", "SIGABRT", "SIGALRM", "SIGPIPE")
{
    private protected override string OptionalPrefix => "SIG";
}

/// <summary>Completes Linux capabilities.</summary>
public sealed class CapabilityCompleter() : FixedCompleter(
    "ALL", "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN", "DAC_OVERRIDE",
    "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD",
    "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYSLOG", "SYS_ADMIN",
    "SYS_BOOT", "SYS_CHROOT", "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME",
    "SYS_TTY_CONFIG", "WAKE_ALARM")
{
    private protected override string OptionalPrefix => "CAP_";
}

/// <summary>Completes restart policies.</summary>
public sealed class RestartPolicyCompleter() : FixedCompleter(
    "no",
    "always",
    "unless-stopped",
    "on-failure",
    "on-failure:3",
    "on-failure:10");

/// <summary>Completes common security options.</summary>
public sealed class SecurityOptionCompleter() : FixedCompleter(
    "no-new-privileges", "seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined", "label=disable");

/// <summary>Completes common image platforms.</summary>
public sealed class PlatformCompleter() : FixedCompleter(
    "linux/amd64", "linux/arm64", "linux/arm/v7", "linux/arm/v6", "linux/386", "linux/ppc64le", "linux/s390x", "linux/riscv64", "windows/amd64");

/// <summary>Completes the cache types that an engine's builder supports.</summary>
public sealed class BuildCacheTargetCompleter() : FixedCompleter("type=inline");

/// <summary>Completes the SSH agent of the session.</summary>
public sealed class SshAgentCompleter() : FixedCompleter("default");

/// <summary>Completes types of build output.</summary>
public sealed class BuildExportCompleter() : FixedCompleter("type=local,dest=", "type=tar,dest=", "type=image");

/// <summary>Completes types of build cache entries.</summary>
public sealed class BuildCacheTypeCompleter() : FixedCompleter(
    "regular",
    "internal",
    "frontend",
    "source.local",
    "source.git.checkout",
    "exec.cachemount");

/// <summary>Completes Linux process limits.</summary>
public sealed class UlimitCompleter() : FixedCompleter(
    "nofile=", "nproc=", "core=", "memlock=", "stack=", "cpu=", "data=", "fsize=", "locks=", "msgqueue=", "nice=", "rss=", "rtprio=", "rttime=",
    "sigpending=");

/// <summary>Completes common kernel parameters that can be set per container.</summary>
public sealed class SysctlCompleter() : FixedCompleter(
    "net.core.somaxconn=", "net.ipv4.ip_forward=", "net.ipv4.ip_local_port_range=", "net.ipv4.ip_unprivileged_port_start=",
    "net.ipv4.tcp_syncookies=", "net.ipv4.tcp_keepalive_time=", "net.ipv6.conf.all.disable_ipv6=", "kernel.msgmax=", "kernel.sem=",
    "kernel.shmall=", "kernel.shmmax=", "fs.mqueue.msg_max=");

/// <summary>Completes common sizes.</summary>
public sealed class SizeCompleter() : FixedCompleter("64m", "128m", "256m", "512m", "1g", "2g", "4g", "8g");

/// <summary>Completes common durations.</summary>
public sealed class DurationCompleter() : FixedCompleter("5s", "10s", "30s", "1m", "5m", "1h");

/// <summary>Completes common ages.</summary>
public sealed class MomentCompleter() : FixedCompleter("10m", "1h", "24h", "168h");

/// <summary>Completes common users of a container.</summary>
public sealed class UserCompleter() : FixedCompleter("root", "nobody", "1000:1000");

/// <summary>Completes GPU requests.</summary>
public sealed class GpuCompleter() : FixedCompleter("all", "1", "device=0", "capabilities=utility");

/// <summary>Completes isolation technologies.</summary>
public sealed class IsolationCompleter() : FixedCompleter("default", "process", "hyperv");
