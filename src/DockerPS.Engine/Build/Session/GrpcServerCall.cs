using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DockerPS.Engine;

/// <summary>A call on a stream of an HTTP/2 connection: messages, each with its length before it, and a status at the end.</summary>
/// <remarks>Source: gRPC over HTTP/2. Messages may be sent by several tasks at once; one at a time may read.</remarks>
sealed class GrpcServerCall : GrpcCall, IDisposable
{
    /// <summary>How large a message may be.</summary>
    public const int MaximumMessage = 16 * 1024 * 1024;

    const int PrefixLength = 5;

    // what is said to come is believed only so far
    const int FirstPiece = 64 * 1024;

    // with all else it has to fit into one frame
    const int MostStatusText = 8 * 1024;

    static readonly HeaderField[] Headers = [new(":status", "200"), new("content-type", "application/grpc")];

    readonly Http2Stream stream;
    readonly SemaphoreSlim writing = new(1, 1);
    readonly byte[] readPrefix = new byte[PrefixLength];
    readonly byte[] writePrefix = new byte[PrefixLength];
    bool hasHeaders;
    bool isTorn;

    GrpcServerCall(Http2Stream stream, string method)
    {
        this.stream = stream;
        Method = method;
    }

    /// <inheritdoc />
    public override string Method { get; }

    /// <summary>The call that a stream begins with; null when it begins with none.</summary>
    public static GrpcServerCall? Begin(Http2Stream stream)
    {
        string? method = null;
        string? path = null;
        foreach (var (name, value) in stream.Fields)
        {
            if (name == ":method" && method is null)
                method = value;
            else if (name == ":path" && path is null)
                path = value;
            else if (name is ":method" or ":path" || name.AsSpan().ContainsAnyInRange('A', 'Z'))
                return null;
        }
        return method == "POST" && path is not null ? new GrpcServerCall(stream, path) : null;
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> GetMetadata(string key) => [.. stream.Fields.Where(field => field.Name == key).Select(static field => field.Value)];

    /// <inheritdoc />
    public override async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        int count = await FillAsync(readPrefix, cancellationToken).ConfigureAwait(false);
        if (count == 0)
            return null;
        if (count < PrefixLength)
            throw CutShort();
        if (readPrefix[0] != 0)
            throw new GrpcException(GrpcStatus.Unimplemented, "a message is compressed, which this side does not understand");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(readPrefix.AsSpan(1));
        if (length > MaximumMessage)
            throw new GrpcException(GrpcStatus.ResourceExhausted, $"a message has {length} bytes, more than the {MaximumMessage} that may be");
        byte[] message = [];
        for (int read = 0; read < length;)
        {
            Array.Resize(ref message, (int)Math.Min(length, Math.Max(FirstPiece, read * 2)));
            if (await FillAsync(message.AsMemory(read), cancellationToken).ConfigureAwait(false) < message.Length - read)
                throw CutShort();
            read = message.Length;
        }
        return message;
    }

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!hasHeaders)
                await stream.WriteAsync(Headers, isEnd: false, cancellationToken).ConfigureAwait(false);
            hasHeaders = true;
            BinaryPrimitives.WriteInt32BigEndian(writePrefix.AsSpan(1), message.Length);
            isTorn = true;
            await stream.WriteAsync(writePrefix, message, cancellationToken).ConfigureAwait(false);
            isTorn = false;
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Ends the call. One whose last message was not sent to its end can only be given up.</summary>
    public async Task EndAsync(GrpcStatus status, string message)
    {
        if (isTorn)
        {
            stream.Reset(Http2Error.Cancel);
            return;
        }
        var fields = new List<HeaderField>();
        if (!hasHeaders)
            fields.AddRange(Headers);
        fields.Add(new("grpc-status", ((int)status).ToString(CultureInfo.InvariantCulture)));
        if (message.Length > 0)
            fields.Add(new("grpc-message", Escape(message)));
        await stream.WriteAsync(fields, isEnd: true, stream.Ended).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => writing.Dispose();

    /// <summary>Percent-encodes what is no printable ASCII character.</summary>
    static string Escape(string message)
    {
        var text = new StringBuilder();
        Span<byte> octets = stackalloc byte[4];
        foreach (var rune in message.EnumerateRunes())
        {
            if (text.Length > MostStatusText)
                break;
            if (rune.Value is >= ' ' and <= '~' and not '%')
            {
                text.Append((char)rune.Value);
                continue;
            }
            foreach (byte octet in octets[..rune.EncodeToUtf8(octets)])
                text.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    async ValueTask<int> FillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int count = 0;
        while (count < target.Length)
        {
            int read = await stream.ReadAsync(target[count..], cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            count += read;
        }
        return count;
    }

    static GrpcException CutShort() => new(GrpcStatus.Internal, "the call ends in the middle of a message");
}
