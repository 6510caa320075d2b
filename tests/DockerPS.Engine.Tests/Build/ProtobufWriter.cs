using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>Writes protobuf messages as BuildKit does.</summary>
sealed class ProtobufWriter
{
    readonly MemoryStream buffer = new();

    public ProtobufWriter Number(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)value.Length);
        buffer.Write(value);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.ToArray());

    public ProtobufWriter Fixed(int field, ulong value, bool isLong)
    {
        Varint((ulong)field << 3 | (isLong ? 1u : 5u));
        buffer.Write(BitConverter.GetBytes(value).AsSpan(0, isLong ? 8 : 4));
        return this;
    }

    public ProtobufWriter Moment(int field, DateTimeOffset moment) => Message(field, new ProtobufWriter()
        .Number(1, (ulong)moment.ToUnixTimeSeconds())
        .Number(2, (ulong)(moment.Ticks % TimeSpan.TicksPerSecond * 100)));

    public byte[] ToArray() => buffer.ToArray();

    void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            buffer.WriteByte((byte)(value | 0x80));
        buffer.WriteByte((byte)value);
    }
}
