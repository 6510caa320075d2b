using System.Text;

namespace DockerPS.Engine;

/// <summary>Reads the fields of a protobuf message one by one.</summary>
/// <remarks>Source: the wire format of protobuf: https://protobuf.dev/programming-guides/encoding/.</remarks>
ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    const int Varint = 0;
    const int Fixed64 = 1;
    const int Bytes = 2;
    const int Fixed32 = 5;
    const int LongestVarint = 10;

    ReadOnlySpan<byte> rest = message;

    /// <summary>The number of the field.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a numeric field.</summary>
    public ulong Number { get; private set; }

    /// <summary>The value of a field with a string, bytes or a message.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>The value as a string.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Data);

    /// <summary>The value as a signed number.</summary>
    public readonly long Signed => (long)Number;

    /// <summary>The number of bytes after the field.</summary>
    public readonly int Remaining => rest.Length;

    /// <summary>Advances to the next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">The message is invalid.</exception>
    public bool Next()
    {
        if (rest.IsEmpty)
            return false;
        ulong key = ReadVarint();
        Field = (int)(key >> 3);
        Number = 0;
        Data = default;
        switch ((int)(key & 7))
        {
            case Varint:
                Number = ReadVarint();
                break;
            case Fixed64:
                Take(sizeof(ulong));
                break;
            case Bytes:
                Data = Take(ReadVarint());
                break;
            case Fixed32:
                Take(sizeof(uint));
                break;
            default:
                throw new InvalidDataException($"a field has the unknown wire type {key & 7}");
        }
        return true;
    }

    ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length)
            throw new InvalidDataException("the message ends in the middle of a field");
        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    ulong ReadVarint()
    {
        ulong value = 0;
        for (int i = 0; i < LongestVarint && i < rest.Length; i++)
        {
            value |= (ulong)(rest[i] & 0x7f) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return value;
            }
        }
        throw new InvalidDataException("a number does not end");
    }
}
