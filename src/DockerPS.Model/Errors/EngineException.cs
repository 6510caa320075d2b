namespace DockerPS;

/// <summary>What went wrong, from the user's point of view. Each value is a row of the error table.</summary>
public enum EngineError
{
    /// <summary>The named object does not exist.</summary>
    NotFound,

    /// <summary>The name or id prefix matches several objects.</summary>
    Ambiguous,

    /// <summary>The object is in use, its name is taken, or its state does not allow the operation.</summary>
    Conflict,

    /// <summary>The input is invalid.</summary>
    Invalid,

    /// <summary>The engine or registry refuses this user.</summary>
    AccessDenied,

    /// <summary>No engine answers at the address.</summary>
    Unavailable,

    /// <summary>The engine is too old for the request.</summary>
    ApiVersionTooLow,

    /// <summary>The engine reported a failure during its work.</summary>
    Failed,

    /// <summary>A file could not be parsed.</summary>
    Parse,

    /// <summary>The time limit was exceeded.</summary>
    Timeout,
}

/// <summary>The only exception that the engine client throws. The cmdlets turn it into an error record with a table.</summary>
/// <remarks>
/// It says what happened to which object and why, and does not mention commands: what a user can do about it depends on the cmdlets, so it
/// comes from the table of recommendations, which uses <see cref="Cause" />.
/// </remarks>
public sealed class EngineException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="error">The row of the error table.</param>
    /// <param name="subject">The object that it is about.</param>
    /// <param name="message">The message for the user, never JSON.</param>
    /// <param name="inner">The cause, if there is one; also the engine's own message, if it says more.</param>
    public EngineException(EngineError error, Subject subject, string message, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        Subject = subject;
    }

    /// <summary>The row of the error table.</summary>
    public EngineError Error { get; }

    /// <summary>The object that it is about.</summary>
    public Subject Subject { get; }

    /// <summary>Why it happened, if known.</summary>
    public EngineCause Cause { get; init; }

    /// <summary>
    /// The names of the objects that are part of the cause: the containers that use a volume, or the image without the program.
    /// </summary>
    public IReadOnlyList<string> Involved { get; init; } = [];

    /// <summary>
    /// What can be done about it outside this module: start an agent, update the engine. Null if there is nothing useful to say.
    /// </summary>
    public string? Advice { get; init; }

    /// <summary>
    /// A separate error id, if it is not the combination of kind and row: <c>PullFailed</c>, <c>ContainerCommandFailed</c>…
    /// </summary>
    public string? ErrorId { get; init; }

    /// <summary>
    /// More details for scripts, such as the <see cref="BuildFailure" /> of a build; null if the message says everything.
    /// </summary>
    public object? Detail { get; init; }

    /// <summary>The HTTP status code of the engine's response; null if there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The error for an object that does not exist: always the same sentence, whatever the engine says.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="inner">The engine's own message.</param>
    /// <param name="statusCode">The status of the engine's response.</param>
    public static EngineException Missing(Subject subject, Exception? inner = null, int? statusCode = null)
    {
        string noun = subject.Noun;
        return new EngineException(
            EngineError.NotFound,
            subject,
            $"{char.ToUpperInvariant(noun[0])}{noun[1..]} {subject.Name} does not exist.",
            inner)
        {
            StatusCode = statusCode,
        };
    }

    /// <summary>A copy that names the object as the user does.</summary>
    /// <param name="key">The name in the request, usually an id.</param>
    /// <param name="name">The user's name for it.</param>
    public EngineException Called(string key, string name)
    {
        if (key == name || (!Message.Contains(key, StringComparison.Ordinal) && Subject.Name != key))
            return this;
        var subject = Subject.Name == key ? Subject with { Name = name } : Subject;
        string[] involved = [.. Involved.Select(involved => involved == key ? name : involved)];
        return Copy(subject, Message.Replace(key, name, StringComparison.Ordinal), involved, InnerException ?? this);
    }

    /// <summary>The same error with another message, without inner exceptions, which may contain a secret.</summary>
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
