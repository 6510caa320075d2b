using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DockerPS.Engine;

/// <summary>A call of gRPC on the server's side: messages both ways, then a status.</summary>
/// <remarks>Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.</remarks>
sealed class GrpcCall(Http2Stream stream) : IDisposable
{
    /// <summary>How large a message may be where they are large; that of gRPC itself.</summary>
    public const int GreatestLimit = 4 * 1024 * 1024;

    /// <summary>How long the head of a message is.</summary>
    public const int HeadLength = 5;

    const int DefaultLimit = 256 * 1024;
    const int FirstRoom = 4096;
    const int MostStatusText = 4096;

    static readonly HeaderField[] Head = [new(":status", "200"), new("content-type", "application/grpc")];

    readonly SemaphoreSlim turn = new(1, 1);
    readonly byte[] head = new byte[HeadLength];
    byte[] message = [];
    bool hasBegun;

    /// <summary>The method: <c>/grpc.health.v1.Health/Check</c>.</summary>
    public string Method => stream.Headers.FirstOrDefault(static header => header.Name == ":path").Value ?? "";

    /// <summary>How large a message may be.</summary>
    public int Limit { get; set; } = DefaultLimit;

    /// <summary>Cancelled when the other side has given up the call, or the connection ends.</summary>
    public CancellationToken Ended => stream.Ended;

    /// <summary>The values of a piece of metadata.</summary>
    public IReadOnlyList<string> Metadata(string name)
    {
        bool isEscaped = Values($"{name}-encoded").FirstOrDefault() is "1" or "true";
        return [.. Values(name).Select(value => isEscaped ? Uri.UnescapeDataString(value.Replace('+', ' ')) : value)];
    }

    /// <summary>The next message, which is good until the one after it is read; null at the end.</summary>
    /// <exception cref="GrpcException">It is too large, or compressed.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        int count = await FillAsync(head, cancellationToken).ConfigureAwait(false);
        if (count == 0)
            return null;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(1));
        if (count < HeadLength)
            throw new GrpcException(GrpcStatus.InvalidArgument, "a message ends in its head");
        if (head[0] != 0)
            throw new GrpcException(GrpcStatus.Unimplemented, "messages can not be compressed");
        if (length > Limit)
            throw new GrpcException(GrpcStatus.ResourceExhausted, $"a message of {length} bytes came, where {Limit} are allowed");
        return await FillMessageAsync((int)length, cancellationToken).ConfigureAwait(false)
            ? message.AsMemory(0, (int)length)
            : throw new GrpcException(GrpcStatus.InvalidArgument, "a message ends in the middle");
    }

    /// <summary>The only message of the other side.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadOnlyMessageAsync() =>
        await ReadAsync(Ended).ConfigureAwait(false) ?? throw new GrpcException(GrpcStatus.InvalidArgument, "the call has no message");

    /// <summary>Sends a message.</summary>
    public ValueTask WriteAsync(ProtobufWriter content)
    {
        byte[] framed = new byte[HeadLength + content.Length];
        WriteHead(framed, content.Length);
        content.Written.CopyTo(framed.AsSpan(HeadLength));
        return WriteFramedAsync(framed);
    }

    /// <summary>Sends one message or several, each with its head. Many may call it at once.</summary>
    public async ValueTask WriteFramedAsync(ReadOnlyMemory<byte> messages)
    {
        await turn.WaitAsync(Ended).ConfigureAwait(false);
        try
        {
            if (!hasBegun)
                await stream.WriteHeadersAsync(Head, isLast: false).ConfigureAwait(false);
            hasBegun = true;
            await stream.WriteAsync(messages).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes the head of a message.</summary>
    public static void WriteHead(Span<byte> destination, int length)
    {
        destination[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], length);
    }

    /// <summary>Ends the call.</summary>
    public ValueTask EndAsync(GrpcStatus status, string? text)
    {
        var fields = new List<HeaderField>(hasBegun ? [] : Head) { new("grpc-status", ((int)status).ToString(CultureInfo.InvariantCulture)) };
        if (text is not null)
            fields.Add(new("grpc-message", Uri.EscapeDataString(text.Length > MostStatusText ? text[..MostStatusText] : text)));
        return stream.WriteHeadersAsync(fields, isLast: true);
    }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    /// <summary>Reads a message. A promise of much is not believed before much has come.</summary>
    async ValueTask<bool> FillMessageAsync(int length, CancellationToken cancellationToken)
    {
        for (int done = 0; done < length;)
        {
            if (message.Length == done)
                Array.Resize(ref message, Math.Min(length, Math.Max(FirstRoom, 2 * done)));
            int wanted = Math.Min(length, message.Length) - done;
            if (await FillAsync(message.AsMemory(done, wanted), cancellationToken).ConfigureAwait(false) < wanted)
                return false;
            done += wanted;
        }
        return true;
    }

    IEnumerable<string> Values(string name) =>
        stream.Headers.Where(header => header.Name == name).Select(static header => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(header.Value)));

    async ValueTask<int> FillAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int done = 0;
        while (done < destination.Length)
        {
            int count = await stream.ReadAsync(destination[done..], cancellationToken).ConfigureAwait(false);
            if (count == 0)
                break;
            done += count;
        }
        return done;
    }
}
