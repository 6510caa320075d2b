using System.Management.Automation;
using System.Text.RegularExpressions;
using DockerPS.Formatting;

namespace DockerPS.Errors;

/// <summary>Turns the engine client's exceptions into error records. Error ids are created nowhere else.</summary>
static partial class ErrorTable
{
    /// <summary>Creates the record for an exception.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="target">What the user specified; null for the name in the exception.</param>
    /// <param name="prefix">The prefix that the module was imported with.</param>
    public static ErrorRecord ToRecord(EngineException exception, object? target = null, string prefix = "")
    {
        // a request identifies an object from the pipeline by its id
        if (target is ResourceReference reference)
            exception = exception.Called(reference.Text, reference.ToString());
        var record = new ErrorRecord(exception, IdOf(exception), CategoryOf(exception), ToTarget(exception, target));
        // an engine's message, or a name, may contain terminal control characters
        string message = VisibleText.OfLines(exception.Message);
        // a host shows the recommendation below the message
        if (Recommendations.For(exception) is { } advice)
            record.ErrorDetails = new ErrorDetails(message) { RecommendedAction = VisibleText.OfLines(Cmdlet().Replace(advice, $"$1{prefix}$2")) };
        else if (message != exception.Message)
            record.ErrorDetails = new ErrorDetails(message);
        return record;
    }

    /// <summary>What the user specified, unless it is an address, which may contain a password.</summary>
    static object? ToTarget(EngineException exception, object? target) =>
        target is null or Uri || (target is string text && text.Contains("://", StringComparison.Ordinal))
            ? exception.Subject.Name
            : target;

    [GeneratedRegex(@"\b([A-Z][a-z]+-)((?:Container|Image|Volume|Network|Docker|Build)[A-Za-z]*)\b")]
    private static partial Regex Cmdlet();

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
        EngineError.Conflict => IsTaken(exception) ? ErrorCategory.ResourceExists : ErrorCategory.InvalidOperation,
        EngineError.AccessDenied => ErrorCategory.PermissionDenied,
        EngineError.Unavailable => ErrorCategory.ConnectionError,
        EngineError.ApiVersionTooLow => ErrorCategory.NotImplemented,
        EngineError.Parse => ErrorCategory.ParserError,
        EngineError.Timeout => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.InvalidResult,
    };

    /// <summary>Whether the requested object already exists, or belongs to another.</summary>
    static bool IsTaken(EngineException conflict) => conflict.Cause switch
    {
        EngineCause.ContainerNameTaken or EngineCause.PortTaken or EngineCause.NetworkNameTaken
            or EngineCause.NetworkConnected or EngineCause.SubnetTaken
            or EngineCause.ContextExists or EngineCause.FileExists or EngineCause.FileKept => true,
        EngineCause.Unknown =>
            conflict.Message.Contains("already in use", StringComparison.OrdinalIgnoreCase)
                || conflict.Message.Contains("already exists", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
