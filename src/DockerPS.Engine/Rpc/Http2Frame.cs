using System.Buffers.Binary;

namespace DockerPS.Engine;

/// <summary>The type of a frame.</summary>
/// <remarks>Source: RFC 9113, section 6.</remarks>
enum Http2FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    ResetStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>The flags of a frame; some bits have different meanings for different types.</summary>
[Flags]
enum Http2Flags : byte
{
    None = 0,
    EndStream = 0x1,
#pragma warning disable CA1069 // the types with one of the flags do not have the other
    Acknowledged = 0x1,
#pragma warning restore CA1069
    EndHeaders = 0x4,
    Padded = 0x8,
    Priority = 0x20,
}

/// <summary>The settings of one side of a connection.</summary>
/// <remarks>Source: RFC 9113, section 6.5.2.</remarks>
enum Http2Setting : ushort
{
    EnablePush = 2,
    MaximumStreams = 3,
    InitialWindow = 4,
    MaximumFrame = 5,
    MaximumHeaderList = 6,
}

/// <summary>The header of a frame.</summary>
readonly record struct Http2Frame(Http2FrameType Type, Http2Flags Flags, int StreamId, int Length)
{
    /// <summary>The number of octets in it.</summary>
    public const int HeaderLength = 9;

    /// <summary>The default size limit of frames, which is also the lowest limit allowed.</summary>
    public const int DefaultMaximum = 16 * 1024;

    /// <summary>The highest limit allowed.</summary>
    public const int GreatestMaximum = (1 << 24) - 1;

    /// <summary>The default window size: how much may be sent before the other side allows more.</summary>
    public const int DefaultWindow = 65_535;

    /// <summary>Whether it has a flag.</summary>
    public bool Has(Http2Flags flag) => (Flags & flag) != 0;

    /// <summary>Reads a header.</summary>
    public static Http2Frame Read(ReadOnlySpan<byte> octets) => new(
        (Http2FrameType)octets[3],
        (Http2Flags)octets[4],
        BinaryPrimitives.ReadInt32BigEndian(octets[5..]) & int.MaxValue,
        octets[0] << 16 | octets[1] << 8 | octets[2]);

    /// <summary>Writes the header, and returns the space for the payload.</summary>
    public Span<byte> Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, Length << 8 | (byte)Type);
        target[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(target[5..], StreamId);
        return target[HeaderLength..];
    }

    /// <summary>Refuses a frame that must belong to a stream, but does not.</summary>
    /// <exception cref="Http2Exception">The frame belongs to the connection.</exception>
    public void DemandStream()
    {
        if (StreamId == 0)
            throw Broken($"a frame of type {Type} belongs to no stream");
    }

    /// <summary>Refuses a frame that must belong to the connection, but does not.</summary>
    /// <exception cref="Http2Exception">The frame belongs to a stream.</exception>
    public void DemandConnection()
    {
        if (StreamId != 0)
            throw Broken($"a frame of type {Type} belongs to a stream");
    }

    /// <summary>Refuses a frame of any other length.</summary>
    /// <exception cref="Http2Exception">The frame has another length.</exception>
    public void DemandLength(int length)
    {
        if (Length != length)
            throw WrongLength();
    }

    /// <summary>The payload of the frame without its padding.</summary>
    /// <exception cref="Http2Exception">The padding is longer than the frame.</exception>
    public ReadOnlySpan<byte> WithoutPadding(ReadOnlySpan<byte> content)
    {
        if (!Has(Http2Flags.Padded))
            return content;
        if (content.IsEmpty)
            throw WrongLength();
        int padding = content[0];
        return padding < content.Length ? content[1..^padding] : throw Broken("a frame has more padding than bytes");
    }

    /// <summary>The error for a frame whose length its type does not allow.</summary>
    public Http2Exception WrongLength() => new(Http2Error.FrameSize, $"a frame of type {Type} has {Length} bytes");

    static Http2Exception Broken(string reason) => new(Http2Error.Protocol, reason);
}
