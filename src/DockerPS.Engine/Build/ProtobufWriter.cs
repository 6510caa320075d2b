using System.Buffers;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Writes a protobuf message field by field.</summary>
/// <remarks>Source: the wire format of protobuf: https://protobuf.dev/programming-guides/encoding/.</remarks>
sealed class ProtobufWriter
{
    readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>How long the message is so far.</summary>
    public int Length => buffer.WrittenCount;

    /// <summary>The message so far.</summary>
    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    /// <summary>A number, a truth or a value of an enumeration.</summary>
    public ProtobufWriter Number(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    /// <summary>Bytes.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        BytesHead(field, value.Length);
        buffer.Write(value);
        return this;
    }

    /// <summary>What comes before bytes that are sent behind the message.</summary>
    public ProtobufWriter BytesHead(int field, int length)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)length);
        return this;
    }

    /// <summary>A text.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message within the message.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.Written);

    /// <summary>The message as it stands.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Forgets what was written, for the next message.</summary>
    public ProtobufWriter Clear()
    {
        buffer.ResetWrittenCount();
        return this;
    }

    void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Add((byte)(value | 0x80));
        Add((byte)value);
    }

    void Add(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }
}
