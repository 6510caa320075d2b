namespace DockerPS;

/// <summary>How a command in a container went.</summary>
public sealed class ContainerCommandResult : EngineObject
{
    /// <summary>The name of the container, or its id where it had no other name.</summary>
    public required string Container { get; init; }

    /// <summary>The code that it ended with; 0 for success.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What it wrote to standard output, with lines separated by a line feed.</summary>
    public string StandardOutput { get; init; } = "";

    /// <summary>What it wrote to standard error, with lines separated by a line feed.</summary>
    public string StandardError { get; init; } = "";

    /// <summary>From the start until the exit code was known. A <see cref="TimeSpan" /> in PowerShell.</summary>
    public string Duration { get; init; } = "00:00:00";

    /// <summary>Its standard output.</summary>
    public override string ToString() => StandardOutput;
}
