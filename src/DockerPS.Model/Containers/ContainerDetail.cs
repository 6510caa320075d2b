namespace DockerPS;

/// <summary>All that the engine knows of a container.</summary>
/// <remarks>Source: Engine API, <c>GET /containers/{id}/json</c>.</remarks>
public sealed class ContainerDetail : Container
{
    /// <summary>When its process last started; null when it never did.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>When its process last ended; null when it never did.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>The process id of its first process on the engine's host; null while it does not run.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Whether it was ended for using too much memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Why it could not start, in the engine's words; null when it could.</summary>
    public string? StateError { get; init; }

    /// <summary>How often its restart policy has started it again.</summary>
    public int RestartCount { get; init; }

    /// <summary>The last runs of its health check, oldest first.</summary>
    public IReadOnlyList<HealthCheckResult> HealthLog { get; init; } = [];

    /// <summary>The program that it runs, in parts; empty when its image names none.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The command, in parts: arguments of the entrypoint, or the program itself where there is none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user that it runs as; empty for root.</summary>
    public string User { get; init; } = "";

    /// <summary>The folder that it runs in; empty for the root.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Its host name.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>Whether it has a terminal.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>Whether its standard input stays open.</summary>
    public bool HasOpenInput { get; init; }

    /// <summary>The signal that stops it; null for the default, SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>How long it may take to stop; null for the default, 10 seconds. A <see cref="TimeSpan" /> in PowerShell.</summary>
    public string? StopTimeout { get; init; }

    /// <summary>
    /// When the engine starts it again: <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure</c> or <c>on-failure:3</c>.
    /// </summary>
    public string RestartPolicy { get; init; } = "no";

    /// <summary>The network it was made with: a name, <c>host</c>, <c>none</c> or <c>container:ID</c>.</summary>
    public string NetworkMode { get; init; } = "";

    /// <summary>Whether it is removed when it ends.</summary>
    public bool RemoveAfter { get; init; }

    /// <summary>Whether it has the privileges of the engine's host.</summary>
    public bool Privileged { get; init; }

    /// <summary>Whether its root file system cannot be written to.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The most memory it may use, in bytes; null for no limit.</summary>
    public long? Memory { get; init; }

    /// <summary>The most processors it may use, such as 1.5; null for no limit.</summary>
    public double? Cpu { get; init; }

    /// <summary>The driver that keeps its log, such as <c>json-file</c>.</summary>
    public string LogDriver { get; init; } = "";

    /// <summary>The operating system that it runs on.</summary>
    public string Platform { get; init; } = "";
}

/// <summary>One run of a container's health check.</summary>
/// <param name="Start">When it ran.</param>
/// <param name="Duration">How long it took. A <see cref="TimeSpan" /> in PowerShell.</param>
/// <param name="ExitCode">0 for healthy, 1 for unhealthy; -1 when it took too long.</param>
/// <param name="Output">What it wrote.</param>
public sealed record HealthCheckResult(DateTime? Start, string Duration, int ExitCode, string Output)
{
    /// <summary>The exit code, and what it wrote.</summary>
    public override string ToString() => $"exit code {ExitCode}: {Output}";
}
