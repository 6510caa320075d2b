namespace DockerPS.Engine;

/// <summary>A completed request, as shown on the verbose stream, without body and headers.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with the API version.</param>
/// <param name="Query">The query with its question mark, or nothing.</param>
/// <param name="Status">The HTTP status; null if there was no answer.</param>
/// <param name="Elapsed">The time until the headers of the response arrived.</param>
public sealed record RequestLogEntry(string Method, string Path, string Query, int? Status, TimeSpan Elapsed);

/// <summary>The observer of the requests in the current flow of calls.</summary>
public static class RequestLog
{
    static readonly AsyncLocal<Action<RequestLogEntry>?> Current = new();

    /// <summary>Sets the observer, which may be called on any thread; null for none.</summary>
    public static void Observe(Action<RequestLogEntry>? observer) => Current.Value = observer;

    internal static Action<RequestLogEntry>? Observer => Current.Value;
}
