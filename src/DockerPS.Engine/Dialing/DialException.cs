namespace DockerPS.Engine;

/// <summary>A connection that did not come about, for a reason that the dialer knows better than the operating system.</summary>
/// <param name="reason">The reason, as it goes on from "cannot reach the engine: ", without a full stop.</param>
/// <param name="inner">The cause.</param>
#pragma warning disable CA1032, CA1064 // it never leaves the engine client
sealed class DialException(string reason, Exception? inner = null) : IOException(reason, inner)
{
    /// <summary>Why, where that is known.</summary>
    public EngineCause Cause { get; init; }

    /// <summary>What can be done about it on that machine; null for the usual advice.</summary>
    public string? Advice { get; init; }
}
#pragma warning restore CA1032, CA1064
