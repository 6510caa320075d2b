using System.Buffers;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Writes the fields of a protobuf message one by one.</summary>
/// <remarks>Source: the wire format of protobuf: https://protobuf.dev/programming-guides/encoding/.</remarks>
sealed class ProtobufWriter
{
    const int Varint = 0;
    const int Delimited = 2;

    readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>The message so far.</summary>
    public ReadOnlyMemory<byte> Written => buffer.WrittenMemory;

    /// <summary>Writes a number.</summary>
    public ProtobufWriter Number(int field, ulong value)
    {
        Write((ulong)field << 3 | Varint);
        Write(value);
        return this;
    }

    /// <summary>Writes bytes.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        BeginBytes(field, value.Length);
        buffer.Write(value);
        return this;
    }

    /// <summary>Writes the prefix of bytes that are appended to the message in another way.</summary>
    public ProtobufWriter BeginBytes(int field, int length)
    {
        Write((ulong)field << 3 | Delimited);
        Write((ulong)length);
        return this;
    }

    /// <summary>Writes a string.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a nested message.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.buffer.WrittenSpan);

    /// <summary>The message as a separate array.</summary>
    public byte[] ToArray() => buffer.WrittenSpan.ToArray();

    void Write(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Write((byte)(value | 0x80));
        Write((byte)value);
    }

    void Write(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }
}
