namespace DockerPS.Engine;

/// <summary>The kinds of frames.</summary>
/// <remarks>Source: RFC 9113, section 6.</remarks>
enum Http2FrameType : byte
{
    /// <summary>A piece of what a stream carries.</summary>
    Data = 0,

    /// <summary>The beginning of a header block, which opens a stream or ends one.</summary>
    Headers = 1,

    /// <summary>Advice that nobody needs any more.</summary>
    Priority = 2,

    /// <summary>The end of a stream before its time.</summary>
    Reset = 3,

    /// <summary>What a side can do.</summary>
    Settings = 4,

    /// <summary>A stream that the server opens; a client can not.</summary>
    PushPromise = 5,

    /// <summary>The question whether the other side is there.</summary>
    Ping = 6,

    /// <summary>The end of the connection.</summary>
    GoAway = 7,

    /// <summary>Room for more.</summary>
    WindowUpdate = 8,

    /// <summary>More of a header block.</summary>
    Continuation = 9,
}

/// <summary>The flags of frames. Some have the same bit in frames of different kinds.</summary>
static class Http2Flags
{
    /// <summary>None.</summary>
    public const byte None = 0;

    /// <summary>Nothing follows on this stream.</summary>
    public const byte EndStream = 1;

    /// <summary>This answers settings, or a ping.</summary>
    public const byte Acknowledge = 1;

    /// <summary>The header block is complete.</summary>
    public const byte EndHeaders = 4;

    /// <summary>The payload has padding.</summary>
    public const byte Padded = 8;

    /// <summary>The payload begins with advice on priority.</summary>
    public const byte Priority = 32;
}

/// <summary>A frame.</summary>
/// <param name="Type">Its kind; kinds that are not known are to be ignored.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Stream">The stream; 0 for the connection.</param>
/// <param name="Payload">What it carries. It is good until the next frame is read.</param>
readonly record struct Http2Frame(Http2FrameType Type, byte Flags, int Stream, ReadOnlyMemory<byte> Payload)
{
    /// <summary>How long the head of a frame is.</summary>
    public const int HeadLength = 9;

    /// <summary>The largest payload when nobody says otherwise.</summary>
    public const int DefaultLimit = 16384;

    /// <summary>The largest payload that anybody may ask for.</summary>
    public const int GreatestLimit = (1 << 24) - 1;

    /// <summary>Whether nothing follows on this stream.</summary>
    public bool EndsStream => Has(Http2Flags.EndStream);

    /// <summary>The payload without its padding.</summary>
    /// <exception cref="Http2Exception">There is more padding than payload.</exception>
    public ReadOnlyMemory<byte> Content
    {
        get
        {
            if (!Has(Http2Flags.Padded))
                return Payload;
            if (Payload.IsEmpty)
                throw new Http2Exception(Http2Error.FrameSize, "a padded frame is empty");
            int padding = Payload.Span[0];
            return padding < Payload.Length ? Payload[1..^padding] : throw new Http2Exception(Http2Error.Protocol, "a frame has more padding than payload");
        }
    }

    /// <summary>Whether a flag is set.</summary>
    public bool Has(byte flag) => (Flags & flag) != 0;
}
