namespace DockerPS;

/// <summary>The result of a command in a container.</summary>
public sealed class ContainerCommandResult : EngineObject
{
    /// <summary>The name of the container, or its id if it has no other name.</summary>
    public required string Container { get; init; }

    /// <summary>The exit code; 0 for success.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The standard output, with lines separated by a line feed.</summary>
    public string StandardOutput { get; init; } = "";

    /// <summary>The standard error, with lines separated by a line feed.</summary>
    public string StandardError { get; init; } = "";

    /// <summary>The time from the start until the exit code was known. A <see cref="TimeSpan" /> in PowerShell.</summary>
    public string Duration { get; init; } = "00:00:00";

    /// <summary>The standard output.</summary>
    public override string ToString() => StandardOutput;
}
