namespace DockerPS.Engine;

/// <summary>What went wrong, as the user has to understand it. Each value is a row of the error table.</summary>
public enum EngineError
{
    /// <summary>The thing that was named does not exist.</summary>
    NotFound,

    /// <summary>The name or id prefix fits several things.</summary>
    Ambiguous,

    /// <summary>The thing is in use, its name is taken, or its state does not allow it.</summary>
    Conflict,

    /// <summary>The input is not what is expected.</summary>
    Invalid,

    /// <summary>The engine or registry refuses this user.</summary>
    AccessDenied,

    /// <summary>No engine answers at the address.</summary>
    Unavailable,

    /// <summary>The engine is too old for what was asked.</summary>
    ApiVersionTooLow,

    /// <summary>The engine reported a failure in the middle of its work.</summary>
    Failed,

    /// <summary>A file could not be understood.</summary>
    Parse,

    /// <summary>It took longer than it may.</summary>
    Timeout,
}

/// <summary>The thing that a request is about: its kind, which gives an error its id, and what the user called it.</summary>
/// <param name="Kind">The kind in the singular, as it stands in an error id: <c>Container</c>, <c>Image</c>, <c>Volume</c>…</param>
/// <param name="Name">What the user named; null when nothing was named.</param>
public sealed record Subject(string Kind, string? Name = null)
{
    /// <summary>A container.</summary>
    public static Subject Container(string name) => new("Container", name);

    /// <summary>An image.</summary>
    public static Subject Image(string name) => new("Image", name);

    /// <summary>A volume.</summary>
    public static Subject Volume(string name) => new("Volume", name);

    /// <summary>The engine itself.</summary>
    public static Subject Engine { get; } = new("Engine");
}

/// <summary>The one exception that leaves the engine client. The cmdlets turn it into an error record by one table.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="error">The row of the error table.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="message">The sentence for the user: the engine's own words where it said something, never JSON.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public EngineException(EngineError error, Subject subject, string message, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        Subject = subject;
    }

    /// <summary>The row of the error table.</summary>
    public EngineError Error { get; }

    /// <summary>What it is about.</summary>
    public Subject Subject { get; }

    /// <summary>What the user can do about it; null when there is nothing useful to say.</summary>
    public string? Advice { get; init; }

    /// <summary>An error id of its own, where kind and row do not make it: <c>PullFailed</c>, <c>ContainerCommandFailed</c>…</summary>
    public string? ErrorId { get; init; }

    /// <summary>What more is known, for scripts: a <see cref="BuildFailure" /> of a build; null where the message is all.</summary>
    public object? Detail { get; init; }

    /// <summary>The HTTP status code of the engine's answer; null when there was none.</summary>
    public int? StatusCode { get; init; }
}
