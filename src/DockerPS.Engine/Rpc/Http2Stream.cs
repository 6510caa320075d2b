using System.Buffers;

namespace DockerPS.Engine;

/// <summary>
/// A stream of a connection: initial header fields, bytes in both directions, and an end. Received data waits here until it is read, and
/// only then may the other side send more, so that a stream never holds more than its window.
/// </summary>
#pragma warning disable CA1001 // a cancellation source without a timer holds no resources
sealed class Http2Stream
#pragma warning restore CA1001
{
    /// <summary>How much may arrive before something is read.</summary>
    public const int Window = 256 * 1024;

    readonly Http2Connection connection;
    readonly CancellationTokenSource ended = new();
    byte[] buffer = [];
    int start;
    int count;
    int receiveWindow = Window;
    int taken;
    TaskCompletionSource? arrival;

    /// <summary>Creates one.</summary>
    /// <param name="connection">The connection, whose lock protects everything that changes here.</param>
    /// <param name="id">The stream number.</param>
    /// <param name="fields">The initial header fields.</param>
    /// <param name="sendWindow">The initial send window.</param>
    public Http2Stream(Http2Connection connection, int id, IReadOnlyList<HeaderField> fields, long sendWindow)
    {
        this.connection = connection;
        Id = id;
        Fields = fields;
        SendWindow = sendWindow;
        Ended = ended.Token;
    }

    /// <summary>The stream number.</summary>
    public int Id { get; }

    /// <summary>The initial header fields from the other side: empty until a response has arrived.</summary>
    public IReadOnlyList<HeaderField> Fields { get; private set; }

    /// <summary>The trailers, which arrive after the data of a response.</summary>
    public IReadOnlyList<HeaderField> Trailers { get; private set; } = [];

    /// <summary>Cancelled when the other side wants nothing more from it, or is gone.</summary>
    public CancellationToken Ended { get; }

    /// <summary>The task that serves it.</summary>
    public Task Serving { get; set; } = Task.CompletedTask;

    /// <summary>How much may be sent for now; negative if the other side has reduced the window.</summary>
    public long SendWindow { get; set; }

    /// <summary>Whether the other side has finished sending.</summary>
    public bool IsReceived { get; private set; }

    /// <summary>Whether nothing more can be sent.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Receives data; called with the connection's lock held.</summary>
    /// <param name="octets">The data.</param>
    /// <param name="frameLength">How much of the window it uses, including padding.</param>
    /// <param name="isEnd">Whether it is the last part.</param>
    /// <returns>The error; <see cref="Http2Error.None" /> if there is none.</returns>
    public Http2Error Receive(ReadOnlySpan<byte> octets, int frameLength, bool isEnd)
    {
        if (IsClosed)
            return Http2Error.None;
        if (IsReceived)
            return Http2Error.StreamClosed;
        if (frameLength > receiveWindow)
            return Http2Error.FlowControl;
        receiveWindow -= frameLength;
        IsReceived = isEnd;
        Store(octets);
        GiveLeave(frameLength - octets.Length);
        if (isEnd || !octets.IsEmpty)
            Wake();
        return Http2Error.None;
    }

    /// <summary>
    /// Receives the header fields of a response, the last of which come after its data; called with the connection's lock held.
    /// </summary>
    /// <returns>The error; <see cref="Http2Error.None" /> if there is none.</returns>
    public Http2Error ReceiveFields(IReadOnlyList<HeaderField> fields, bool isEnd)
    {
        if (IsClosed)
            return Http2Error.None;
        if (IsReceived)
            return Http2Error.StreamClosed;
        if (Fields.Count == 0)
            Fields = fields;
        else if (isEnd)
            Trailers = fields;
        else
            return Http2Error.Protocol;
        IsReceived = isEnd;
        Wake();
        return Http2Error.None;
    }

    /// <summary>Waits until a response has begun.</summary>
    public async Task<IReadOnlyList<HeaderField>> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrived;
            lock (connection.Gate)
            {
                if (Fields.Count > 0)
                    return Fields;
                arrived = Arrival(cancellationToken);
            }
            await arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads data that has arrived; 0 at the end. Only one caller at a time.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrived;
            lock (connection.Gate)
            {
                if (!IsClosed && count > 0 && !cancellationToken.IsCancellationRequested)
                    return Take(target.Span);
                if (!IsClosed && IsReceived && !cancellationToken.IsCancellationRequested)
                    return 0;
                arrived = Arrival(cancellationToken);
            }
            await arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends two buffers as one, in frames as large as possible; waits while the other side cannot accept more.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second, CancellationToken cancellationToken) =>
        connection.SendAsync(this, first, second, isEnd: false, cancellationToken);

    /// <summary>Signals that nothing more will be sent; data from the other side can still be read.</summary>
    public ValueTask EndAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(this, default, default, isEnd: true, cancellationToken);

    /// <summary>Sends header fields.</summary>
    /// <param name="fields">The fields, which together are no larger than a frame.</param>
    /// <param name="isEnd">Whether these are the last ones.</param>
    /// <param name="cancellationToken">Stops waiting for space.</param>
    public ValueTask WriteAsync(IEnumerable<HeaderField> fields, bool isEnd, CancellationToken cancellationToken) =>
        connection.SendAsync(this, fields, isEnd, cancellationToken);

    /// <summary>Ends it early, and tells the other side.</summary>
    public void Reset(Http2Error error) => connection.Reset(this, error);

    /// <summary>Ends sending and reading; called with the connection's lock held.</summary>
    public void Close()
    {
        IsClosed = true;
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        count = 0;
        Wake();
    }

    /// <summary>
    /// The same, because the other side wants nothing more: the handler should stop. Called with the connection's lock held.
    /// </summary>
    public void Abort()
    {
        if (IsClosed)
            return;
        Close();
        // not on this thread, which has frames to read and holds the lock
        _ = ended.CancelAsync();
    }

    void Store(ReadOnlySpan<byte> octets)
    {
        if (start + count + octets.Length > buffer.Length)
        {
            byte[] target = count + octets.Length > buffer.Length
                ? ArrayPool<byte>.Shared.Rent(Math.Max(count + octets.Length, buffer.Length * 2))
                : buffer;
            buffer.AsSpan(start, count).CopyTo(target);
            if (target != buffer && buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
            buffer = target;
            start = 0;
        }
        octets.CopyTo(buffer.AsSpan(start + count));
        count += octets.Length;
    }

    int Take(Span<byte> target)
    {
        int length = Math.Min(count, target.Length);
        buffer.AsSpan(start, length).CopyTo(target);
        count -= length;
        start = count == 0 ? 0 : start + length;
        GiveLeave(length);
        return length;
    }

    /// <summary>Allows the other side to send more, but not for every few bytes.</summary>
    void GiveLeave(int length)
    {
        taken += length;
        if (taken < Window / 2 || IsReceived)
            return;
        receiveWindow += taken;
        connection.SendWindowUpdate(Id, taken);
        taken = 0;
    }

    /// <summary>Completes when more has arrived; called with the connection's lock held.</summary>
    Task Arrival(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsClosed)
            throw new OperationCanceledException("The call has ended.", Ended);
        return (arrival ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    void Wake()
    {
        arrival?.TrySetResult();
        arrival = null;
    }
}
