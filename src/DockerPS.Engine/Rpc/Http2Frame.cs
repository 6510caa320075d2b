using System.Buffers.Binary;

namespace DockerPS.Engine;

/// <summary>What a frame is.</summary>
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

/// <summary>What a frame says beside its type; some bits mean different things on different types.</summary>
[Flags]
enum Http2Flags : byte
{
    None = 0,
    EndStream = 0x1,
#pragma warning disable CA1069 // the types that have the one have not the other
    Acknowledged = 0x1,
#pragma warning restore CA1069
    EndHeaders = 0x4,
    Padded = 0x8,
    Priority = 0x20,
}

/// <summary>What a side of a connection says of itself.</summary>
/// <remarks>Source: RFC 9113, section 6.5.2.</remarks>
enum Http2Setting : ushort
{
    EnablePush = 2,
    MaximumStreams = 3,
    InitialWindow = 4,
    MaximumFrame = 5,
    MaximumHeaderList = 6,
}

/// <summary>What stands before the octets of a frame.</summary>
readonly record struct Http2Frame(Http2FrameType Type, Http2Flags Flags, int StreamId, int Length)
{
    /// <summary>How many octets that is.</summary>
    public const int HeaderLength = 9;

    /// <summary>How large frames may be when nobody says otherwise, and the least that anybody may say.</summary>
    public const int DefaultMaximum = 16 * 1024;

    /// <summary>The most that a side may say.</summary>
    public const int GreatestMaximum = (1 << 24) - 1;

    /// <summary>How much may be sent before there is leave for more, when nobody says otherwise.</summary>
    public const int DefaultWindow = 65_535;

    /// <summary>Whether it has a flag.</summary>
    public bool Has(Http2Flags flag) => (Flags & flag) != 0;

    /// <summary>Reads one.</summary>
    public static Http2Frame Read(ReadOnlySpan<byte> octets) => new(
        (Http2FrameType)octets[3],
        (Http2Flags)octets[4],
        BinaryPrimitives.ReadInt32BigEndian(octets[5..]) & int.MaxValue,
        octets[0] << 16 | octets[1] << 8 | octets[2]);

    /// <summary>Writes it, and returns the room for what it holds.</summary>
    public Span<byte> Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, Length << 8 | (byte)Type);
        target[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(target[5..], StreamId);
        return target[HeaderLength..];
    }
}
