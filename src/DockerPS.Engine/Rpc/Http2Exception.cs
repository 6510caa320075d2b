namespace DockerPS.Engine;

/// <summary>Why a connection or a stream ends.</summary>
/// <remarks>Source: RFC 9113, section 7.</remarks>
enum Http2Error
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The other side violates the protocol.</summary>
    Protocol = 1,

    /// <summary>An internal error on this side.</summary>
    Internal = 2,

    /// <summary>More was sent than the window allows.</summary>
    FlowControl = 3,

    /// <summary>Data arrived for a stream that has ended.</summary>
    StreamClosed = 5,

    /// <summary>The length of a frame is invalid.</summary>
    FrameSize = 6,

    /// <summary>A stream is refused before it was processed.</summary>
    RefusedStream = 7,

    /// <summary>The stream is no longer needed.</summary>
    Cancel = 8,

    /// <summary>A header block cannot be decoded.</summary>
    Compression = 9,

    /// <summary>The other side causes too much load.</summary>
    EnhanceYourCalm = 11,
}

/// <summary>The other side of a connection does something that ends it.</summary>
/// <param name="error">The error code to send.</param>
/// <param name="message">What it did.</param>
sealed class Http2Exception(Http2Error error, string message) : Exception(message)
{
    /// <summary>The error code to send.</summary>
    public Http2Error Error => error;
}
