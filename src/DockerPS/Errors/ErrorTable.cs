using System.Management.Automation;
using DockerPS.Engine;
using DockerPS.Formatting;

namespace DockerPS.Errors;

/// <summary>Turns the engine's exceptions into error records. It is the whole table: no other place makes an error id.</summary>
static class ErrorTable
{
    /// <summary>The record for an exception.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="target">What the user named; null for the name in the exception.</param>
    public static ErrorRecord ToRecord(EngineException exception, object? target = null)
    {
        var record = new ErrorRecord(exception, IdOf(exception), CategoryOf(exception), target ?? exception.Subject.Name);
        // the words of an engine, or a name, may hold what a terminal would obey
        string message = VisibleText.OfLines(exception.Message);
        // a host shows the recommendation below the message: what stands in the message already is not said twice
        if (exception.Advice is { } advice)
            record.ErrorDetails = new ErrorDetails(message) { RecommendedAction = exception.Message.Contains(advice, StringComparison.Ordinal) ? "" : VisibleText.OfLines(advice) };
        else if (message != exception.Message)
            record.ErrorDetails = new ErrorDetails(message);
        return record;
    }

    static string IdOf(EngineException exception)
    {
        string kind = exception.Subject.Kind;
        return exception.ErrorId ?? exception.Error switch
        {
            EngineError.NotFound => kind + "NotFound",
            EngineError.Ambiguous => kind + "Ambiguous",
            EngineError.Conflict => kind + "Conflict",
            EngineError.Invalid => "Invalid" + kind,
            EngineError.AccessDenied => "AccessDenied",
            EngineError.Unavailable => "EngineUnavailable",
            EngineError.ApiVersionTooLow => "ApiVersionTooLow",
            EngineError.Parse => kind + "ParseError",
            EngineError.Timeout => kind + "Timeout",
            _ => kind + "Failed",
        };
    }

    static ErrorCategory CategoryOf(EngineException exception) => exception.Error switch
    {
        EngineError.NotFound => ErrorCategory.ObjectNotFound,
        EngineError.Ambiguous or EngineError.Invalid => ErrorCategory.InvalidArgument,
        EngineError.Conflict => exception.Message.Contains("already in use", StringComparison.OrdinalIgnoreCase) || exception.Message.Contains("already exists", StringComparison.OrdinalIgnoreCase)
            ? ErrorCategory.ResourceExists
            : ErrorCategory.InvalidOperation,
        EngineError.AccessDenied => ErrorCategory.PermissionDenied,
        EngineError.Unavailable => ErrorCategory.ConnectionError,
        EngineError.ApiVersionTooLow => ErrorCategory.NotImplemented,
        EngineError.Parse => ErrorCategory.ParserError,
        EngineError.Timeout => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.InvalidResult,
    };
}
