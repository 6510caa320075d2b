namespace DockerPS.Engine;

/// <summary>The types of messages in a file sync.</summary>
/// <remarks>Source: github.com/tonistiigi/fsutil, types/wire.proto.</remarks>
enum SyncPacketType
{
    /// <summary>An item on the sender's side; without one, the end of the list.</summary>
    Stat = 0,

    /// <summary>The receiver requests the content of a file.</summary>
    Request = 1,

    /// <summary>A part of a file's content; an empty one marks its end.</summary>
    Data = 2,

    /// <summary>Everything requested has arrived.</summary>
    Finish = 3,

    /// <summary>The error that ends the sync.</summary>
    Error = 4,
}

/// <summary>A message in a file sync.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Stat">The sender's item; null at the end of the list, and in other messages.</param>
/// <param name="Id">The index of a file in the sender's list, starting at 0.</param>
/// <param name="Data">The content, or the text of an error.</param>
readonly record struct SyncPacket(SyncPacketType Type, SyncStat? Stat, uint Id, ReadOnlyMemory<byte> Data)
{
    /// <summary>The maximum length of everything before the content.</summary>
    public const int LongestHead = 16;

    /// <summary>The message that ends a sync successfully, or the end of the sender's list.</summary>
    public static ReadOnlyMemory<byte> Make(SyncPacketType type) => new ProtobufWriter().Number(1, (ulong)type).Written;

    /// <summary>The message for an item of the sender.</summary>
    public static ReadOnlyMemory<byte> Make(SyncStat stat) => new ProtobufWriter().Message(2, stat.Write()).Written;

    /// <summary>The message that requests a content.</summary>
    public static ReadOnlyMemory<byte> MakeRequest(uint id) =>
        new ProtobufWriter().Number(1, (ulong)SyncPacketType.Request).Number(3, id).Written;

    /// <summary>The message for an error.</summary>
    public static ReadOnlyMemory<byte> MakeError(string text) =>
        new ProtobufWriter().Number(1, (ulong)SyncPacketType.Error).Text(4, text).Written;

    /// <summary>
    /// The message for a part of a content, built around the part, which begins <see cref="LongestHead" /> bytes into the buffer.
    /// </summary>
    public static ReadOnlyMemory<byte> MakeData(uint id, byte[] buffer, int length)
    {
        var head = new ProtobufWriter().Number(1, (ulong)SyncPacketType.Data).Number(3, id).BeginBytes(4, length).Written.Span;
        head.CopyTo(buffer.AsSpan(LongestHead - head.Length));
        return buffer.AsMemory(LongestHead - head.Length, head.Length + length);
    }

    /// <summary>The message for the end of a content.</summary>
    public static ReadOnlyMemory<byte> MakeEnd(uint id) => new ProtobufWriter().Number(1, (ulong)SyncPacketType.Data).Number(3, id).Written;

    /// <summary>Parses a message; the result keeps using its bytes.</summary>
    /// <exception cref="GrpcException">The message is invalid.</exception>
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
