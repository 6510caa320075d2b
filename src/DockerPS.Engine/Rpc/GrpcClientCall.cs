using System.Diagnostics;
using System.Globalization;

namespace DockerPS.Engine;

/// <summary>A call of a gRPC method, from the caller's point of view.</summary>
sealed class GrpcClientCall : GrpcCall, IDisposable
{
    readonly GrpcChannel channel;
    readonly Http2Stream stream;
    readonly GrpcMessageStream messages;
    readonly SemaphoreSlim writing = new(1, 1);
    readonly long start = Stopwatch.GetTimestamp();
    readonly Action<RequestLogEntry>? observer = RequestLog.Observer;
    bool isAnswered;

    /// <param name="channel">The channel.</param>
    /// <param name="method">The path of the method.</param>
    /// <param name="stream">The HTTP/2 stream.</param>
    public GrpcClientCall(GrpcChannel channel, string method, Http2Stream stream)
    {
        this.channel = channel;
        Method = method;
        this.stream = stream;
        messages = new GrpcMessageStream(stream);
    }

    /// <inheritdoc />
    public override string Method { get; }

    /// <inheritdoc />
    public override IReadOnlyList<string> GetMetadata(string key) => stream.Fields.GetAll(key);

    /// <inheritdoc />
    /// <exception cref="IOException">The connection broke, or the other side accepts no more.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await messages.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw channel.Explain(e);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Signals that nothing more will be sent.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await stream.EndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw channel.Explain(e);
        }
    }

    /// <inheritdoc />
    /// <exception cref="GrpcException">The call failed.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public override async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var fields = await stream.ReadFieldsAsync(cancellationToken).ConfigureAwait(false);
            CheckAnswer(fields);
            if (await messages.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
                return message;
            CheckStatus(stream.Trailers.Count > 0 ? stream.Trailers : fields);
            return null;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw channel.Explain(e);
        }
    }

    /// <summary>Ends the call; if it has not completed, it is cancelled.</summary>
    public void Dispose()
    {
        Observe(null);
        channel.Release(stream);
    }

    void CheckAnswer(IReadOnlyList<HeaderField> fields)
    {
        if (isAnswered)
            return;
        string status = fields.Find(":status") ?? "";
        Observe(int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : null);
        if (status != "200" || fields.Find("content-type")?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
            throw new GrpcException(GrpcStatus.Unimplemented, $"the server that answers {Method} is not a gRPC server (status {status})");
    }

    static void CheckStatus(IReadOnlyList<HeaderField> fields)
    {
        string? status = fields.Find("grpc-status");
        if (status == "0")
            return;
        string message = fields.Find("grpc-message") is { Length: > 0 } told
            ? Uri.UnescapeDataString(told)
            : $"the call ended with status {status ?? "unknown"}";
        throw new GrpcException(
            int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? (GrpcStatus)code : GrpcStatus.Unknown,
            message);
    }

    void Observe(int? status)
    {
        if (isAnswered)
            return;
        isAnswered = true;
        observer?.Invoke(new RequestLogEntry("POST", Method, "", status, Stopwatch.GetElapsedTime(start)));
    }
}
