using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerPS.Completion;

/// <summary>The base of completers whose candidates are known beforehand.</summary>
public abstract class FixedCompleter(params string[] words) : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        words
            .Where(word => word.StartsWith(wordToComplete.Trim('"', '\''), StringComparison.OrdinalIgnoreCase))
            .Select(word => new Candidate(word, "").ToResult());
}

/// <summary>Offers the signals of Linux, the usual ones first.</summary>
public sealed class SignalCompleter() : FixedCompleter(
    "SIGTERM", "SIGINT", "SIGKILL", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGSTOP", "SIGCONT", "SIGWINCH", "SIGABRT", "SIGALRM", "SIGPIPE");

/// <summary>Offers the capabilities of Linux.</summary>
public sealed class CapabilityCompleter() : FixedCompleter(
    "ALL", "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER",
    "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE",
    "NET_BROADCAST", "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT", "SYS_MODULE", "SYS_NICE",
    "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "WAKE_ALARM");

/// <summary>Offers the restart policies.</summary>
public sealed class RestartPolicyCompleter() : FixedCompleter("no", "always", "unless-stopped", "on-failure");

/// <summary>Offers the usual security options.</summary>
public sealed class SecurityOptionCompleter() : FixedCompleter("no-new-privileges", "seccomp=unconfined", "apparmor=unconfined", "label=disable");

/// <summary>Offers the log drivers that every Linux engine has.</summary>
public sealed class LogDriverCompleter() : FixedCompleter("json-file", "local", "journald", "syslog", "gelf", "fluentd", "awslogs", "splunk", "none");

/// <summary>Offers the volume driver that every engine has.</summary>
public sealed class VolumeDriverCompleter() : FixedCompleter("local");

/// <summary>Offers the platforms that images are usually built for.</summary>
public sealed class PlatformCompleter() : FixedCompleter(
    "linux/amd64", "linux/arm64", "linux/arm/v7", "linux/arm/v6", "linux/386", "linux/ppc64le", "linux/s390x", "linux/riscv64", "windows/amd64");

/// <summary>Offers the namespaces that a container can share.</summary>
public sealed class NamespaceCompleter() : FixedCompleter("host", "private", "shareable", "none", "container:");

/// <summary>Offers the network drivers of engines.</summary>
public sealed class NetworkDriverCompleter() : FixedCompleter("bridge", "host", "overlay", "macvlan", "ipvlan", "none");

/// <summary>Offers what an engine's builder can do.</summary>
public sealed class BuildCacheTargetCompleter() : FixedCompleter("type=inline");

/// <summary>Offers the agent of the session.</summary>
public sealed class SshAgentCompleter() : FixedCompleter("default");

/// <summary>Offers the kinds of results.</summary>
public sealed class BuildExportCompleter() : FixedCompleter("type=local,dest=", "type=tar,dest=", "type=image");

/// <summary>Offers the types of entries of the build cache.</summary>
public sealed class BuildCacheTypeCompleter() : FixedCompleter("regular", "internal", "frontend", "source.local", "source.git.checkout", "exec.cachemount");
