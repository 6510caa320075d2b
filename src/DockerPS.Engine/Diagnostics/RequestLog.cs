namespace DockerPS.Engine;

/// <summary>One request that was answered, as the verbose stream shows it. It holds no body and no header.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with the API version.</param>
/// <param name="Query">The query with its question mark, or nothing.</param>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="Elapsed">Until the headers of the answer came.</param>
public sealed record RequestLogEntry(string Method, string Path, string Query, int? Status, TimeSpan Elapsed);

/// <summary>Who wants to know of the requests that the current flow of calls makes.</summary>
public static class RequestLog
{
    static readonly AsyncLocal<Action<RequestLogEntry>?> Current = new();

    /// <summary>Sets who is told; it may be called on any thread. Null for nobody.</summary>
    public static void Observe(Action<RequestLogEntry>? observer) => Current.Value = observer;

    internal static Action<RequestLogEntry>? Observer => Current.Value;
}
