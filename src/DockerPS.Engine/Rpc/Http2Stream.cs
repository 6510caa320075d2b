using System.Buffers;

namespace DockerPS.Engine;

/// <summary>
/// A stream of a connection: the fields it began with, bytes both ways, and an end. What has come waits here until it is read, and the
/// other side gets leave to send more only then, so that a stream never holds more than its window.
/// </summary>
#pragma warning disable CA1001 // a source of cancellation that has no timer holds nothing
sealed class Http2Stream
#pragma warning restore CA1001
{
    /// <summary>How much may come before something is read.</summary>
    public const int Window = 256 * 1024;

    readonly Http2Connection connection;
    readonly CancellationTokenSource ended = new();
    byte[] buffer = [];
    int start;
    int count;
    int receiveWindow = Window;
    int taken;
    TaskCompletionSource? arrival;

    /// <summary>Makes one.</summary>
    /// <param name="connection">Where it belongs; its lock guards all that changes here.</param>
    /// <param name="id">Its number.</param>
    /// <param name="fields">What it began with.</param>
    /// <param name="sendWindow">How much may be sent for now.</param>
    public Http2Stream(Http2Connection connection, int id, IReadOnlyList<HeaderField> fields, long sendWindow)
    {
        this.connection = connection;
        Id = id;
        Fields = fields;
        SendWindow = sendWindow;
        Ended = ended.Token;
    }

    /// <summary>Its number.</summary>
    public int Id { get; }

    /// <summary>What the peer's side of it began with: nothing before an answer has come.</summary>
    public IReadOnlyList<HeaderField> Fields { get; private set; }

    /// <summary>What came after the data of an answer.</summary>
    public IReadOnlyList<HeaderField> Trailers { get; private set; } = [];

    /// <summary>Cancelled when the other side wants nothing more of it, or is gone.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Whoever serves it.</summary>
    public Task Serving { get; set; } = Task.CompletedTask;

    /// <summary>How much may be sent for now; less than nothing when the other side has taken leave back.</summary>
    public long SendWindow { get; set; }

    /// <summary>Whether the other side has sent all that it wants to send.</summary>
    public bool IsReceived { get; private set; }

    /// <summary>Whether nothing can be sent any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Takes what came; called with the connection's lock held.</summary>
    /// <param name="octets">What came.</param>
    /// <param name="frameLength">How much of the window it costs, padding and all.</param>
    /// <param name="isEnd">Whether it is the last.</param>
    /// <returns>What is wrong with it; <see cref="Http2Error.None" /> when nothing is.</returns>
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

    /// <summary>Takes the fields of an answer, of which the last come after its data; called with the connection's lock held.</summary>
    /// <returns>What is wrong with them; <see cref="Http2Error.None" /> when nothing is.</returns>
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

    /// <summary>Waits until an answer has begun.</summary>
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

    /// <summary>Reads what has come; 0 at the end. One at a time.</summary>
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

    /// <summary>Sends two pieces as one, in frames as large as may be; waits as long as the other side takes no more.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second, CancellationToken cancellationToken) =>
        connection.SendAsync(this, first, second, isEnd: false, cancellationToken);

    /// <summary>Says that nothing more will be sent; what the other side sends can still be read.</summary>
    public ValueTask EndAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(this, default, default, isEnd: true, cancellationToken);

    /// <summary>Sends fields.</summary>
    /// <param name="fields">Together no larger than a frame.</param>
    /// <param name="isEnd">Whether this is the last that is sent.</param>
    /// <param name="cancellationToken">Stops waiting for room.</param>
    public ValueTask WriteAsync(IEnumerable<HeaderField> fields, bool isEnd, CancellationToken cancellationToken) =>
        connection.SendAsync(this, fields, isEnd, cancellationToken);

    /// <summary>Ends it before its time, and says so to the other side.</summary>
    public void Reset(Http2Error error) => connection.Reset(this, error);

    /// <summary>Nothing is sent any more and nothing is read; called with the connection's lock held.</summary>
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
    /// The same, because the other side wants nothing more: whoever serves is to stop. Called with the connection's lock held.
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

    /// <summary>Lets the other side send more, though not for every few bytes.</summary>
    void GiveLeave(int length)
    {
        taken += length;
        if (taken < Window / 2 || IsReceived)
            return;
        receiveWindow += taken;
        connection.SendWindowUpdate(Id, taken);
        taken = 0;
    }

    /// <summary>Ends when more has come; called with the connection's lock held.</summary>
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
