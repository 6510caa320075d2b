namespace DockerPS;

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

/// <summary>The one exception that leaves the engine client. The cmdlets turn it into an error record by one table.</summary>
/// <remarks>
/// It says what happened to which thing and why, and names no command: what a user can do about it depends on the cmdlets, so it is told by
/// the table of recommendations, which reads <see cref="Cause" />.
/// </remarks>
public sealed class EngineException : Exception
{
    /// <summary>Creates one.</summary>
    /// <param name="error">The row of the error table.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="message">The sentence for the user, never JSON.</param>
    /// <param name="inner">The cause, if there is one: also the engine's own sentence, where it says more.</param>
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

    /// <summary>Why it happened, where that is known.</summary>
    public EngineCause Cause { get; init; }

    /// <summary>The names of what has a part in the cause: the containers that use a volume, the image that has no such program.</summary>
    public IReadOnlyList<string> Involved { get; init; } = [];

    /// <summary>
    /// What can be done about it outside of this module: start an agent, update the engine. Null when there is nothing useful to say.
    /// </summary>
    public string? Advice { get; init; }

    /// <summary>An error id of its own, where kind and row do not make it: <c>PullFailed</c>, <c>ContainerCommandFailed</c>…</summary>
    public string? ErrorId { get; init; }

    /// <summary>What more is known, for scripts: a <see cref="BuildFailure" /> of a build; null where the message is all.</summary>
    public object? Detail { get; init; }

    /// <summary>The HTTP status code of the engine's answer; null when there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The error for a thing that does not exist: one sentence, whatever the engine says.</summary>
    /// <param name="subject">The thing.</param>
    /// <param name="inner">The engine's own sentence.</param>
    /// <param name="statusCode">The status of the engine's answer.</param>
    public static EngineException Missing(Subject subject, Exception? inner = null, int? statusCode = null) =>
        new(EngineError.NotFound, subject, $"There is no {subject.Noun} {subject.Name}.", inner) { StatusCode = statusCode };

    /// <summary>The same error with the thing called as the user calls it.</summary>
    /// <param name="key">What a request called it: an id, mostly.</param>
    /// <param name="name">What the user calls it.</param>
    public EngineException Called(string key, string name)
    {
        if (key == name || (!Message.Contains(key, StringComparison.Ordinal) && Subject.Name != key))
            return this;
        var subject = Subject.Name == key ? Subject with { Name = name } : Subject;
        string[] involved = [.. Involved.Select(involved => involved == key ? name : involved)];
        return Copy(subject, Message.Replace(key, name, StringComparison.Ordinal), involved, InnerException ?? this);
    }

    /// <summary>The same error in other words, without the exceptions behind it, which may hold a secret.</summary>
    /// <param name="message">The message.</param>
    public EngineException Saying(string message) => Copy(Subject, message, Involved, inner: null);

    EngineException Copy(Subject subject, string message, IReadOnlyList<string> involved, Exception? inner) =>
        new(Error, subject, message, inner)
        {
            Cause = Cause,
            Involved = involved,
            Advice = Advice,
            ErrorId = ErrorId,
            Detail = Detail,
            StatusCode = StatusCode,
        };
}
