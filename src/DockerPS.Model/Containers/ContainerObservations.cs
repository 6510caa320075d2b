namespace DockerPS;

/// <summary>A process in a container, as the engine's host sees it.</summary>
public sealed class ContainerProcess : EngineObject
{
    /// <summary>The name of the container.</summary>
    public string Container { get; init; } = "";

    /// <summary>The process id on the host; null if the columns do not include it.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The process id of the parent on the host.</summary>
    public int? ParentProcessId { get; init; }

    /// <summary>The user that it runs as on the host.</summary>
    public string? User { get; init; }

    /// <summary>When it started; null if the columns do not include it.</summary>
    public DateTime? Started { get; init; }

    /// <summary>The processor time used; null if the columns do not include it. A <see cref="TimeSpan" /> in PowerShell.</summary>
    public string? Time { get; init; }

    /// <summary>Its command line.</summary>
    public string Command { get; init; } = "";

    /// <summary>All columns that the engine returned, by title.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Its command line.</summary>
    public override string ToString() => Command;
}

/// <summary>A file or folder that a container has added, changed or deleted relative to its image.</summary>
public sealed class ContainerChange : EngineObject
{
    /// <summary>The name of the container.</summary>
    public string Container { get; init; } = "";

    /// <summary>What happened to it.</summary>
    public ContainerChangeKind Kind { get; init; }

    /// <summary>The path in the container.</summary>
    public string Path { get; init; } = "";

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}

/// <summary>The kinds of changes.</summary>
public enum ContainerChangeKind : long
{
    /// <summary>Its content or attributes changed.</summary>
    Modified = 0,

    /// <summary>It was added.</summary>
    Added = 1,

    /// <summary>It was deleted.</summary>
    Deleted = 2,
}

/// <summary>A published port of a container.</summary>
public sealed class PublishedPort : EngineObject
{
    /// <summary>The name of the container.</summary>
    public string Container { get; init; } = "";

    /// <summary>The port number inside the container.</summary>
    public int Port { get; init; }

    /// <summary>The protocol: <c>tcp</c>, <c>udp</c> or <c>sctp</c>.</summary>
    public string Protocol { get; init; } = "tcp";

    /// <summary>The port number on the host.</summary>
    public int HostPort { get; init; }

    /// <summary>The host address that it is published on.</summary>
    public string? HostAddress { get; init; }

    /// <summary>The address and port on the host.</summary>
    public override string ToString() =>
        HostAddress?.Contains(':', StringComparison.Ordinal) == true ? $"[{HostAddress}]:{HostPort}" : $"{HostAddress}:{HostPort}";
}
