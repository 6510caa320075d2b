namespace DockerPS.Engine;

/// <summary>Why a connection or a stream ends.</summary>
/// <remarks>Source: RFC 9113, section 7.</remarks>
enum Http2Error
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The other side does not keep to the protocol.</summary>
    Protocol = 1,

    /// <summary>This side has failed.</summary>
    Internal = 2,

    /// <summary>More was sent than there was room for.</summary>
    FlowControl = 3,

    /// <summary>Something came for a stream that has ended.</summary>
    StreamClosed = 5,

    /// <summary>A frame has a length that it cannot have.</summary>
    FrameSize = 6,

    /// <summary>A stream is refused before anything was done for it.</summary>
    RefusedStream = 7,

    /// <summary>Nobody waits for the stream any more.</summary>
    Cancel = 8,

    /// <summary>A header block cannot be decoded.</summary>
    Compression = 9,

    /// <summary>The other side asks for more than is good.</summary>
    EnhanceYourCalm = 11,
}

/// <summary>The other side of a connection does what ends it.</summary>
/// <param name="error">What to tell it.</param>
/// <param name="message">What it did.</param>
sealed class Http2Exception(Http2Error error, string message) : Exception(message)
{
    /// <summary>What to tell it.</summary>
    public Http2Error Error => error;
}
