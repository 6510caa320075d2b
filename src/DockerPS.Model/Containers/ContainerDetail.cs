namespace DockerPS;

/// <summary>Everything that the engine knows about a container.</summary>
/// <remarks>Source: Engine API, <c>GET /containers/{id}/json</c>.</remarks>
public sealed class ContainerDetail : Container
{
    /// <summary>When its process last started; null if it never did.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>When its process last exited; null if it never did.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>The process id of its main process on the engine's host; null while it is not running.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Whether it was killed because it ran out of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Why it could not start, in the engine's words; null if it could.</summary>
    public string? StateError { get; init; }

    /// <summary>How often its restart policy has restarted it.</summary>
    public int RestartCount { get; init; }

    /// <summary>The last runs of its health check, oldest first.</summary>
    public IReadOnlyList<HealthCheckResult> HealthLog { get; init; } = [];

    /// <summary>The entrypoint, in parts; empty if its image has none.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The command, in parts: the arguments of the entrypoint, or the program itself if there is no entrypoint.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user that it runs as; empty for root.</summary>
    public string User { get; init; } = "";

    /// <summary>The working directory; empty for the root directory.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>The container's host name.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>Whether it has a terminal.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>Whether its standard input is kept open.</summary>
    public bool HasOpenInput { get; init; }

    /// <summary>The signal that stops it; null for the default, SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>How long it may take to stop; null for the default, 10 seconds. A <see cref="TimeSpan" /> in PowerShell.</summary>
    public string? StopTimeout { get; init; }

    /// <summary>
    /// When the engine restarts it: <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure</c> or <c>on-failure:3</c>.
    /// </summary>
    public string RestartPolicy { get; init; } = "no";

    /// <summary>The network that it was created with: a name, <c>host</c>, <c>none</c> or <c>container:ID</c>.</summary>
    public string NetworkMode { get; init; } = "";

    /// <summary>Whether it is removed when it exits.</summary>
    public bool RemoveAfter { get; init; }

    /// <summary>Whether it has extended privileges on the engine's host.</summary>
    public bool Privileged { get; init; }

    /// <summary>Whether its root file system is read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The memory limit in bytes; null for no limit.</summary>
    public long? Memory { get; init; }

    /// <summary>The number of processors that it may use, such as 1.5; null for no limit.</summary>
    public double? Cpu { get; init; }

    /// <summary>The log driver, such as <c>json-file</c>.</summary>
    public string LogDriver { get; init; } = "";

    /// <summary>The operating system that it runs on.</summary>
    public string Platform { get; init; } = "";
}

/// <summary>One run of a container's health check.</summary>
/// <param name="Start">When it ran.</param>
/// <param name="Duration">How long it took. A <see cref="TimeSpan" /> in PowerShell.</param>
/// <param name="ExitCode">0 for healthy, 1 for unhealthy; -1 if it timed out.</param>
/// <param name="Output">The output.</param>
public sealed record HealthCheckResult(DateTime? Start, string Duration, int ExitCode, string Output)
{
    /// <summary>The exit code and the output.</summary>
    public override string ToString() => $"exit code {ExitCode}: {Output}";
}
