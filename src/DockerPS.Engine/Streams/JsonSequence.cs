using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DockerPS.Engine;

/// <summary>
/// Reads consecutive JSON values, as sent by pull, push and build: each as soon as it is complete, wherever the network splits it, and
/// whatever white space is between them.
/// </summary>
static class JsonSequence
{
    const int FirstBuffer = 16 * 1024;

    /// <summary>The size limit of a value, far larger than any that an engine sends.</summary>
    public const int Most = 64 * 1024 * 1024;

    /// <summary>The values in a stream.</summary>
    /// <exception cref="JsonException">The data is not JSON, ends in the middle of a value, or contains an endless one.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Stream stream,
        JsonTypeInfo<T> type,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            int length = 0;
            while (true)
            {
                if (length == buffer.Length)
                    buffer = Grow(buffer);
                int read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                // only a closing brace can complete a value: a large one is not parsed again for each block
                bool mayComplete = read == 0 || buffer.AsSpan(length, read).Contains((byte)'}');
                length += read;
                int start = 0;
                while (mayComplete
                    && TryTake(buffer.AsSpan(start, length - start), type, isLast: read == 0, out var value, out int consumed))
                {
                    start += consumed;
                    yield return value;
                }
                if (read == 0)
                    yield break;
                if (start > 0)
                {
                    buffer.AsSpan(start, length - start).CopyTo(buffer);
                    length -= start;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= Most)
            throw new JsonException($"A value is larger than {Most >> 20} MB.");
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    static bool TryTake<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type, bool isLast, out T value, out int consumed)
    {
        value = default!;
        consumed = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        if (consumed < 0)
            return false;
        var rest = bytes[consumed..];
        var reader = new Utf8JsonReader(rest, isLast, default);
        if (!reader.Read() || !reader.TrySkip())
            return false;
        int end = (int)reader.BytesConsumed;
        value = JsonSerializer.Deserialize(rest[..end], type) ?? throw new JsonException("The value null was not expected here.");
        consumed += end;
        return true;
    }
}
