namespace DockerPS.Engine;

/// <summary>A failed connection attempt, with a reason that the dialer knows better than the operating system.</summary>
/// <param name="reason">The reason, which continues "cannot reach the engine: ", without a full stop.</param>
/// <param name="inner">The cause.</param>
#pragma warning disable CA1032, CA1064 // never leaves the engine client
sealed class DialException(string reason, Exception? inner = null) : IOException(reason, inner)
{
    /// <summary>The cause, if known.</summary>
    public EngineCause Cause { get; init; }

    /// <summary>What can be done about it on that machine; null for the usual advice.</summary>
    public string? Advice { get; init; }
}
#pragma warning restore CA1032, CA1064
