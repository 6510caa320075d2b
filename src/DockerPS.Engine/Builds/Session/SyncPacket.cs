namespace DockerPS.Engine;

/// <summary>What a message of a file sync is.</summary>
/// <remarks>Source: github.com/tonistiigi/fsutil, types/wire.proto.</remarks>
enum SyncPacketType
{
    /// <summary>Something that the sender has; without it, the end of what it has.</summary>
    Stat = 0,

    /// <summary>The receiver wants the content of a file.</summary>
    Request = 1,

    /// <summary>A piece of a content; an empty one is its end.</summary>
    Data = 2,

    /// <summary>All that was wanted has come.</summary>
    Finish = 3,

    /// <summary>Why no more will come.</summary>
    Error = 4,
}

/// <summary>A message of a file sync.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Stat">What the sender has; null at the end, and in other messages.</param>
/// <param name="Id">The place of a file among all that the sender has, from 0.</param>
/// <param name="Data">The content, or the text of an error.</param>
readonly record struct SyncPacket(SyncPacketType Type, SyncStat? Stat, uint Id, ReadOnlyMemory<byte> Data)
{
    /// <summary>The most that comes before the content.</summary>
    public const int LongestHead = 16;

    /// <summary>The message that ends a sync well, or the list of what the sender has.</summary>
    public static ReadOnlyMemory<byte> Make(SyncPacketType type) => new ProtobufWriter().Number(1, (ulong)type).Written;

    /// <summary>The message for something that the sender has.</summary>
    public static ReadOnlyMemory<byte> Make(SyncStat stat) => new ProtobufWriter().Message(2, stat.Write()).Written;

    /// <summary>The message that asks for a content.</summary>
    public static ReadOnlyMemory<byte> MakeRequest(uint id) =>
        new ProtobufWriter().Number(1, (ulong)SyncPacketType.Request).Number(3, id).Written;

    /// <summary>The message for a failure.</summary>
    public static ReadOnlyMemory<byte> MakeError(string text) =>
        new ProtobufWriter().Number(1, (ulong)SyncPacketType.Error).Text(4, text).Written;

    /// <summary>
    /// The message for a piece of a content, made around the piece: it begins after <see cref="LongestHead" /> bytes of the buffer.
    /// </summary>
    public static ReadOnlyMemory<byte> MakeData(uint id, byte[] buffer, int length)
    {
        var head = new ProtobufWriter().Number(1, (ulong)SyncPacketType.Data).Number(3, id).BeginBytes(4, length).Written.Span;
        head.CopyTo(buffer.AsSpan(LongestHead - head.Length));
        return buffer.AsMemory(LongestHead - head.Length, head.Length + length);
    }

    /// <summary>The message for the end of a content.</summary>
    public static ReadOnlyMemory<byte> MakeEnd(uint id) => new ProtobufWriter().Number(1, (ulong)SyncPacketType.Data).Number(3, id).Written;

    /// <summary>Reads a message, whose bytes it goes on using.</summary>
    /// <exception cref="GrpcException">The bytes are no message.</exception>
    public static SyncPacket Read(ReadOnlyMemory<byte> message)
    {
        var packet = default(SyncPacket);
        GrpcMessages.Read(message, (field, reader) =>
        {
            switch (field)
            {
                case 1:
                    packet = packet with { Type = (SyncPacketType)reader.Number };
                    break;
                case 2:
                    packet = packet with
                    {
                        Stat = SyncStat.Read(message.Slice(message.Length - reader.Remaining - reader.Data.Length, reader.Data.Length)),
                    };
                    break;
                case 3:
                    packet = packet with { Id = (uint)reader.Number };
                    break;
                case 4:
                    packet = packet with
                    {
                        Data = message.Slice(message.Length - reader.Remaining - reader.Data.Length, reader.Data.Length),
                    };
                    break;
            }
        });
        return packet;
    }
}
