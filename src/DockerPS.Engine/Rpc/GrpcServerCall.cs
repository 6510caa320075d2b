using System.Globalization;
using System.Text;

namespace DockerPS.Engine;

/// <summary>A call on an HTTP/2 stream: messages, each preceded by its length, and a status at the end.</summary>
/// <remarks>Source: gRPC over HTTP/2. Several tasks may send messages at once; only one at a time may read.</remarks>
sealed class GrpcServerCall : GrpcCall, IDisposable
{
    // has to fit into one frame with everything else
    const int MostStatusText = 8 * 1024;

    static readonly HeaderField[] Headers = [new(":status", "200"), new("content-type", "application/grpc")];

    readonly Http2Stream stream;
    readonly GrpcMessageStream messages;
    readonly SemaphoreSlim writing = new(1, 1);
    bool hasHeaders;
    bool isTorn;

    GrpcServerCall(Http2Stream stream, string method)
    {
        this.stream = stream;
        messages = new GrpcMessageStream(stream);
        Method = method;
    }

    /// <inheritdoc />
    public override string Method { get; }

    /// <summary>The call that begins a stream; null if the stream does not begin with one.</summary>
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
    public override IReadOnlyList<string> GetMetadata(string key) => stream.Fields.GetAll(key);

    /// <inheritdoc />
    public override ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken) =>
        messages.ReadAsync(cancellationToken);

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!hasHeaders)
                await stream.WriteAsync(Headers, isEnd: false, cancellationToken).ConfigureAwait(false);
            hasHeaders = true;
            isTorn = true;
            await messages.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            isTorn = false;
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Ends the call. If its last message was not sent completely, it can only be aborted.</summary>
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

    /// <summary>Percent-encodes everything except printable ASCII characters.</summary>
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
}
