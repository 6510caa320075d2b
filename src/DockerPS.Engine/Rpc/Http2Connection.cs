using System.Buffers.Binary;

namespace DockerPS.Engine;

/// <summary>
/// The common part of both sides of an HTTP/2 connection: reads the peer's frames, keeps the open streams, and sends no more than the peer
/// allows. Everything that a peer can make this side remember is limited.
/// </summary>
/// <remarks>Source: RFC 9113.</remarks>
abstract partial class Http2Connection : IDisposable
{
    /// <summary>How many streams may be served at once; an aborted one counts until its handler has returned.</summary>
    public const int MaximumStreams = 100;

    /// <summary>The limit for the total size of a stream's fields. BuildKit sends the patterns of a .dockerignore in them.</summary>
    public const int MaximumHeaderList = 1024 * 1024;

    /// <summary>How much may arrive before it is processed.</summary>
    const int Window = 1024 * 1024;

    // larger ones would only make others wait
    const int MaximumFrameSent = 64 * 1024;

    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    readonly TaskCompletionSource isServed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Stream stream;
    readonly Http2Input input;
    readonly Http2Output output;
    TaskCompletionSource? change;
    long sendWindow = Http2Frame.DefaultWindow;
    int maximumFrame = Http2Frame.DefaultMaximum;

    /// <summary>Creates one.</summary>
    /// <param name="stream">The connection.</param>
    private protected Http2Connection(Stream stream)
    {
        this.stream = stream;
        input = new Http2Input(stream);
        output = new Http2Output(stream, Gate, Changed);
    }

    /// <summary>The lock that protects the connection and its streams.</summary>
    public object Gate { get; } = new();

    /// <summary>Whether the connection has ended, and each stream with it.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The protocol violation of the peer that ended it; null if there was none.</summary>
    public Http2Exception? Failure { get; private set; }

    /// <summary>The open streams by number.</summary>
    private protected Dictionary<int, Http2Stream> Streams { get; } = [];

    /// <summary>The number of the stream that was opened last.</summary>
    private protected int LastStreamId { get; set; }

    /// <summary>How much may be sent on a new stream.</summary>
    private protected long InitialSendWindow { get; private set; } = Http2Frame.DefaultWindow;

    /// <summary>Whether no more streams may be opened.</summary>
    private protected bool IsGoingAway { get; private set; }

    /// <summary>Runs until the peer closes the connection, then closes it as well.</summary>
    /// <exception cref="Http2Exception">The peer violates the protocol.</exception>
    /// <exception cref="OperationCanceledException">The connection was stopped.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (Gate)
            Greet(Settings);
        var writing = Task.Run(() => WriteAsync(ending.Token), CancellationToken.None);
        var reading = Task.Run(() => ReadAsync(ending.Token), CancellationToken.None);
        var first = await Task.WhenAny(reading, writing, isServed.Task).ConfigureAwait(false);
        var broken = first.Exception?.InnerException as Http2Exception;
        var serving = AbortStreams(broken);
        if (broken is not null || first == isServed.Task)
            await SayGoodbyeAsync(broken?.Error ?? Http2Error.None, writing, cancellationToken).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(serving).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (broken is not null)
            throw broken;
        if (first.Exception?.InnerException is { } failure and not (IOException or ObjectDisposedException))
            throw failure;
    }

    /// <summary>Sends two buffers on a stream as one.</summary>
    /// <param name="to">The stream.</param>
    /// <param name="first">The first buffer.</param>
    /// <param name="second">The second buffer.</param>
    /// <param name="isEnd">Whether nothing more will be sent on the stream.</param>
    /// <param name="cancellationToken">Stops waiting for space.</param>
    public async ValueTask SendAsync(
        Http2Stream to,
        ReadOnlyMemory<byte> first,
        ReadOnlyMemory<byte> second,
        bool isEnd,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (Gate)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ThrowIfClosed(to);
                while (first.Length + second.Length > 0 && output.HasRoom)
                {
                    int length = (int)Math.Min(Math.Min(first.Length + second.Length, maximumFrame), Math.Min(sendWindow, to.SendWindow));
                    if (length <= 0)
                        break;
                    sendWindow -= length;
                    to.SendWindow -= length;
                    var target = output.Add(new(Http2FrameType.Data, Http2Flags.None, to.Id, length));
                    int ofFirst = Math.Min(first.Length, length);
                    first.Span[..ofFirst].CopyTo(target);
                    second.Span[..(length - ofFirst)].CopyTo(target[ofFirst..]);
                    first = first[ofFirst..];
                    second = second[(length - ofFirst)..];
                }
                if (first.Length + second.Length == 0 && (!isEnd || output.HasRoom))
                {
                    if (isEnd)
                        output.Add(new(Http2FrameType.Data, Http2Flags.EndStream, to.Id, 0));
                    return;
                }
                changed = Change();
            }
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the fields that begin or end a response.</summary>
    public async ValueTask SendAsync(Http2Stream to, IEnumerable<HeaderField> fields, bool isEnd, CancellationToken cancellationToken)
    {
        byte[] block = HpackEncoder.Encode(fields);
        while (true)
        {
            Task changed;
            lock (Gate)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ThrowIfClosed(to);
                if (output.HasRoom)
                {
                    AddHeaders(to.Id, block, isEnd);
                    if (!isEnd)
                        return;
                    // nobody reads what the client would still send
                    if (!to.IsReceived)
                        AddReset(to.Id, Http2Error.None);
                    to.Close();
                    return;
                }
                changed = Change();
            }
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a stream early.</summary>
    public void Reset(Http2Stream which, Http2Error error)
    {
        lock (Gate)
        {
            if (which.IsClosed)
                return;
            which.Abort();
            AddReset(which.Id, error);
        }
    }

    /// <summary>Lets the peer send more, on a stream or, with 0, in total; called with the lock held.</summary>
    public void SendWindowUpdate(int streamId, int length) =>
        BinaryPrimitives.WriteInt32BigEndian(output.Add(new(Http2FrameType.WindowUpdate, Http2Flags.None, streamId, 4)), length);

    /// <inheritdoc />
    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
    }

    /// <summary>This side's settings beside its limits.</summary>
    private protected abstract (Http2Setting Name, int Value) Settings { get; }

    /// <summary>Reads everything before the first frame.</summary>
    private protected virtual ValueTask BeginReadingAsync(Http2Input input, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Writes everything before the first frame.</summary>
    private protected virtual ValueTask BeginWritingAsync(Stream stream, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Handles a header block; called with the lock held.</summary>
    private protected abstract void TakeFields(int streamId, List<HeaderField> fields, bool isEnd);

    /// <summary>Handles the peer's request to end a stream; called with the lock held.</summary>
    private protected virtual void TakeReset(Http2Stream which) => which.Abort();

    /// <summary>Sends a header block; called with the lock held.</summary>
    private protected void AddHeaders(int streamId, byte[] block, bool isEnd) =>
        block.CopyTo(
            output.Add(new(Http2FrameType.Headers, Http2Flags.EndHeaders | (isEnd ? Http2Flags.EndStream : 0), streamId, block.Length)));

    /// <summary>Forgets a stream that has ended; called with the lock held.</summary>
    private protected void Remove(Http2Stream which)
    {
        which.Close();
        Streams.Remove(which.Id);
        EndWhenServed();
    }

    async Task WriteAsync(CancellationToken cancellationToken)
    {
        await BeginWritingAsync(stream, cancellationToken).ConfigureAwait(false);
        await output.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    void Greet((Http2Setting Name, int Value) own)
    {
        (Http2Setting Name, int Value)[] settings =
        [
            own,
            (Http2Setting.InitialWindow, Http2Stream.Window),
            (Http2Setting.MaximumHeaderList, MaximumHeaderList),
        ];
        var target = output.Add(new(Http2FrameType.Settings, Http2Flags.None, 0, settings.Length * 6));
        foreach (var (name, value) in settings)
        {
            BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)name);
            BinaryPrimitives.WriteInt32BigEndian(target[2..], value);
            target = target[6..];
        }
        SendWindowUpdate(0, Window - Http2Frame.DefaultWindow);
    }

    /// <summary>
    /// Reports why the connection ends, and writes the remaining frames, but does not wait for a peer that does not read.
    /// </summary>
    async Task SayGoodbyeAsync(Http2Error error, Task writing, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            // otherwise it does not read anything anyway
            if (output.HasRoom)
            {
                var target = output.Add(new(Http2FrameType.GoAway, Http2Flags.None, 0, 8));
                BinaryPrimitives.WriteInt32BigEndian(target, LastStreamId);
                BinaryPrimitives.WriteInt32BigEndian(target[4..], (int)error);
            }
            output.Complete();
        }
        await writing.WaitAsync(LastWords, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    List<Task> AbortStreams(Http2Exception? broken)
    {
        lock (Gate)
        {
            HasEnded = true;
            Failure = broken;
            IsGoingAway = true;
            foreach (var open in Streams.Values)
                open.Abort();
            Changed();
            return [.. Streams.Values.Select(static open => open.Serving)];
        }
    }

    private protected void AddReset(int streamId, Http2Error error) =>
        BinaryPrimitives.WriteInt32BigEndian(output.Add(new(Http2FrameType.ResetStream, Http2Flags.None, streamId, 4)), (int)error);

    /// <summary>Completes at the next change of what may be sent.</summary>
    Task Change() => (change ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Wakes everyone who waits to send; called with the lock held.</summary>
    private protected void Changed()
    {
        change?.TrySetResult();
        change = null;
    }

    static void ThrowIfClosed(Http2Stream stream)
    {
        if (stream.IsClosed)
            throw new OperationCanceledException("The call has ended.", stream.Ended);
    }
}
