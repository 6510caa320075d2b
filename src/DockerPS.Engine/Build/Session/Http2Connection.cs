using System.Buffers;
using System.Buffers.Binary;

namespace DockerPS.Engine;

/// <summary>
/// The serving side of one HTTP/2 connection: reads the client's frames, holds the streams that it opens, and sends no more than the
/// client gives leave for. What a client can make this side remember is limited in every respect.
/// </summary>
/// <remarks>Source: RFC 9113.</remarks>
sealed class Http2Connection : IDisposable
{
    /// <summary>How many streams may be served at once; one that was given up counts as long as it is still served.</summary>
    public const int MaximumStreams = 100;

    /// <summary>How large the fields of a stream may be in all. BuildKit sends the patterns of a .dockerignore in them.</summary>
    public const int MaximumHeaderList = 1024 * 1024;

    /// <summary>How much may come that was not looked at yet.</summary>
    const int Window = 1024 * 1024;

    // larger ones would only make others wait
    const int MaximumFrameSent = 64 * 1024;

    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    readonly HpackDecoder decoder = new(listLimit: MaximumHeaderList);
    readonly Dictionary<int, Http2Stream> streams = [];
    readonly TaskCompletionSource isServed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Stream stream;
    readonly Func<Http2Stream, Task> serve;
    readonly Http2Input input;
    readonly Http2Output output;
    TaskCompletionSource? change;
    HeaderBlock? unfinished;
    int lastStreamId;
    long sendWindow = Http2Frame.DefaultWindow;
    long initialSendWindow = Http2Frame.DefaultWindow;
    int maximumFrame = Http2Frame.DefaultMaximum;
    int receiveWindow = Window;
    int taken;
    bool hasSettings;
    bool isGoingAway;

    /// <summary>Makes one.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="serve">Serves a stream, on a task of its own; throws nothing.</param>
    public Http2Connection(Stream stream, Func<Http2Stream, Task> serve)
    {
        this.stream = stream;
        this.serve = serve;
        input = new Http2Input(stream);
        output = new Http2Output(stream, Gate, Changed);
    }

    /// <summary>The lock that guards the connection and its streams.</summary>
    public object Gate { get; } = new();

    /// <summary>Serves until the client closes the connection, then closes it too.</summary>
    /// <exception cref="Http2Exception">The client does not keep to the protocol.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (Gate)
            Greet();
        var writing = Task.Run(() => output.RunAsync(ending.Token), CancellationToken.None);
        var reading = Task.Run(() => ReadAsync(ending.Token), CancellationToken.None);
        var first = await Task.WhenAny(reading, writing, isServed.Task).ConfigureAwait(false);
        var broken = first.Exception?.InnerException as Http2Exception;
        var serving = AbortStreams();
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

    /// <summary>Sends two pieces on a stream as one.</summary>
    public async ValueTask SendAsync(Http2Stream to, ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second, CancellationToken cancellationToken)
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
                if (first.Length + second.Length == 0)
                    return;
                changed = Change();
            }
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends fields on a stream.</summary>
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
                    block.CopyTo(output.Add(new(Http2FrameType.Headers, Http2Flags.EndHeaders | (isEnd ? Http2Flags.EndStream : 0), to.Id, block.Length)));
                    if (!isEnd)
                        return;
                    // what the client would still send has no reader
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

    /// <summary>Ends a stream before its time.</summary>
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

    /// <summary>Lets the client send more, on a stream or, with 0, in all; called with the lock held.</summary>
    public void SendWindowUpdate(int streamId, int length) =>
        BinaryPrimitives.WriteInt32BigEndian(output.Add(new(Http2FrameType.WindowUpdate, Http2Flags.None, streamId, 4)), length);

    /// <inheritdoc />
    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
    }

    void Greet()
    {
        (Http2Setting Name, int Value)[] settings =
        [
            (Http2Setting.MaximumStreams, MaximumStreams),
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

    /// <summary>Says why the connection ends, and writes what there is to write, though a client that does not read is not waited for.</summary>
    async Task SayGoodbyeAsync(Http2Error error, Task writing, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            // else it reads nothing anyway
            if (output.HasRoom)
            {
                var target = output.Add(new(Http2FrameType.GoAway, Http2Flags.None, 0, 8));
                BinaryPrimitives.WriteInt32BigEndian(target, lastStreamId);
                BinaryPrimitives.WriteInt32BigEndian(target[4..], (int)error);
            }
            output.Complete();
        }
        await writing.WaitAsync(LastWords, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    List<Task> AbortStreams()
    {
        lock (Gate)
        {
            isGoingAway = true;
            foreach (var open in streams.Values)
                open.Abort();
            Changed();
            return [.. streams.Values.Select(static open => open.Serving)];
        }
    }

    async Task ReadAsync(CancellationToken cancellationToken)
    {
        await input.ReadPrefaceAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var (frame, content) = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            lock (Gate)
                Take(frame, content.Span);
        }
    }

    void Take(Http2Frame frame, ReadOnlySpan<byte> content)
    {
        if (!hasSettings && (frame.Type != Http2FrameType.Settings || frame.Has(Http2Flags.Acknowledged)))
            throw Broken("it does not begin with its settings");
        if (unfinished is not null && (frame.Type != Http2FrameType.Continuation || frame.StreamId != unfinished.StreamId))
            throw Broken("another frame comes in the middle of a header block");
        switch (frame.Type)
        {
            case Http2FrameType.Data:
                TakeData(frame, content);
                break;
            case Http2FrameType.Headers:
                TakeHeaders(frame, content);
                break;
            case Http2FrameType.Continuation:
                if (unfinished is null)
                    throw Broken("a header block goes on that did not begin");
                Continue(frame, content);
                break;
            case Http2FrameType.Priority:
                DemandStream(frame);
                DemandLength(frame, 5);
                break;
            case Http2FrameType.ResetStream:
                DemandStream(frame);
                DemandLength(frame, 4);
                Find(frame)?.Abort();
                Changed();
                break;
            case Http2FrameType.Settings:
                TakeSettings(frame, content);
                break;
            case Http2FrameType.PushPromise:
                throw Broken("clients promise nothing");
            case Http2FrameType.Ping:
                DemandConnection(frame);
                DemandLength(frame, 8);
                if (!frame.Has(Http2Flags.Acknowledged))
                    content.CopyTo(output.Add(new(Http2FrameType.Ping, Http2Flags.Acknowledged, 0, content.Length)));
                break;
            case Http2FrameType.GoAway:
                DemandConnection(frame);
                if (content.Length < 8)
                    throw WrongLength(frame);
                isGoingAway = true;
                EndWhenServed();
                break;
            case Http2FrameType.WindowUpdate:
                DemandLength(frame, 4);
                TakeWindowUpdate(frame, BinaryPrimitives.ReadInt32BigEndian(content) & int.MaxValue);
                break;
            default:
                // of a later time; to be passed over
                break;
        }
    }

    void TakeData(Http2Frame frame, ReadOnlySpan<byte> content)
    {
        DemandStream(frame);
        if (frame.Length > receiveWindow)
            throw new Http2Exception(Http2Error.FlowControl, "it sends more than there is room for");
        receiveWindow -= frame.Length;
        taken += frame.Length;
        // each stream has a window of its own, so that one which nobody reads does not stop the others
        if (taken >= Window / 2)
        {
            receiveWindow += taken;
            SendWindowUpdate(0, taken);
            taken = 0;
        }
        content = WithoutPadding(frame, content);
        if (Find(frame) is not { } to)
            return;
        var error = to.Receive(content, frame.Length, frame.Has(Http2Flags.EndStream));
        if (error != Http2Error.None)
            Reset(to, error);
    }

    void TakeHeaders(Http2Frame frame, ReadOnlySpan<byte> content)
    {
        DemandStream(frame);
        content = WithoutPadding(frame, content);
        if (frame.Has(Http2Flags.Priority))
        {
            if (content.Length < 5)
                throw WrongLength(frame);
            content = content[5..];
        }
        unfinished = new HeaderBlock(frame.StreamId, frame.Has(Http2Flags.EndStream));
        Continue(frame, content);
    }

    void Continue(Http2Frame frame, ReadOnlySpan<byte> content)
    {
        // empty frames cost as well, or they could come for ever
        unfinished!.Cost += Http2Frame.HeaderLength + content.Length;
        if (unfinished.Cost > MaximumHeaderList)
            throw new Http2Exception(Http2Error.EnhanceYourCalm, $"the headers of a call are larger than {MaximumHeaderList} bytes");
        if (!frame.Has(Http2Flags.EndHeaders))
        {
            unfinished.Octets.Write(content);
            return;
        }
        var block = unfinished;
        unfinished = null;
        if (block.Octets.WrittenCount > 0)
        {
            block.Octets.Write(content);
            content = block.Octets.WrittenSpan;
        }
        // also for a stream that is refused: later blocks refer to this one
        var fields = decoder.Decode(content);
        if (block.StreamId > lastStreamId)
            Open(block, fields);
        else
            Close(block);
    }

    void Open(HeaderBlock block, List<HeaderField> fields)
    {
        if (block.StreamId % 2 == 0)
            throw Broken($"it opens a stream {block.StreamId}");
        lastStreamId = block.StreamId;
        if (isGoingAway || streams.Count >= MaximumStreams)
        {
            AddReset(block.StreamId, Http2Error.RefusedStream);
            return;
        }
        var opened = new Http2Stream(this, block.StreamId, fields, initialSendWindow);
        if (block.IsEnd)
            opened.Receive([], 0, isEnd: true);
        streams.Add(opened.Id, opened);
        opened.Serving = Task.Run(() => ServeAsync(opened));
    }

    /// <summary>A second block on a stream is what comes after its data.</summary>
    void Close(HeaderBlock block)
    {
        if (block.StreamId % 2 == 0)
            throw Broken($"it opens a stream {block.StreamId}");
        if (!streams.TryGetValue(block.StreamId, out var closed))
            return;
        var error = block.IsEnd ? closed.Receive([], 0, isEnd: true) : Http2Error.Protocol;
        if (error != Http2Error.None)
            Reset(closed, error);
    }

    async Task ServeAsync(Http2Stream opened)
    {
        await serve(opened).ConfigureAwait(false);
        lock (Gate)
        {
            opened.Close();
            streams.Remove(opened.Id);
            EndWhenServed();
        }
    }

    void EndWhenServed()
    {
        if (isGoingAway && streams.Count == 0)
            isServed.TrySetResult();
    }

    void TakeSettings(Http2Frame frame, ReadOnlySpan<byte> content)
    {
        DemandConnection(frame);
        if (frame.Has(Http2Flags.Acknowledged))
        {
            DemandLength(frame, 0);
            return;
        }
        if (content.Length % 6 != 0)
            throw WrongLength(frame);
        for (; !content.IsEmpty; content = content[6..])
            Set((Http2Setting)BinaryPrimitives.ReadUInt16BigEndian(content), BinaryPrimitives.ReadUInt32BigEndian(content[2..]));
        hasSettings = true;
        output.Add(new(Http2FrameType.Settings, Http2Flags.Acknowledged, 0, 0));
        Changed();
    }

    void Set(Http2Setting name, uint value)
    {
        switch (name)
        {
            case Http2Setting.EnablePush when value > 1:
                throw Broken($"it sets pushing to {value}");
            case Http2Setting.MaximumFrame:
                if (value is < Http2Frame.DefaultMaximum or > Http2Frame.GreatestMaximum)
                    throw Broken($"it takes frames of {value} bytes");
                maximumFrame = (int)Math.Min(value, MaximumFrameSent);
                break;
            case Http2Setting.InitialWindow:
                if (value > int.MaxValue)
                    throw TooMuchLeave();
                foreach (var open in streams.Values)
                {
                    open.SendWindow += value - initialSendWindow;
                    if (open.SendWindow > int.MaxValue)
                        throw TooMuchLeave();
                }
                initialSendWindow = value;
                break;
            default:
                // of no use to this side, or of a later time
                break;
        }
    }

    void TakeWindowUpdate(Http2Frame frame, int length)
    {
        if (frame.StreamId == 0)
        {
            if (length == 0)
                throw Broken("it gives leave for nothing");
            sendWindow += length;
            if (sendWindow > int.MaxValue)
                throw TooMuchLeave();
        }
        else if (Find(frame) is { } open)
        {
            open.SendWindow += length;
            if (length == 0 || open.SendWindow > int.MaxValue)
                Reset(open, length == 0 ? Http2Error.Protocol : Http2Error.FlowControl);
        }
        Changed();
    }

    /// <summary>The stream of a frame; null when it has ended, since what was on the way then is nobody's fault.</summary>
    Http2Stream? Find(Http2Frame frame) => frame.StreamId > lastStreamId || frame.StreamId % 2 == 0
        ? throw Broken($"it speaks of a stream {frame.StreamId}, which it did not open")
        : streams.GetValueOrDefault(frame.StreamId);

    void AddReset(int streamId, Http2Error error) =>
        BinaryPrimitives.WriteInt32BigEndian(output.Add(new(Http2FrameType.ResetStream, Http2Flags.None, streamId, 4)), (int)error);

    /// <summary>Ends with the next change of what may be sent.</summary>
    Task Change() => (change ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    void Changed()
    {
        change?.TrySetResult();
        change = null;
    }

    static ReadOnlySpan<byte> WithoutPadding(Http2Frame frame, ReadOnlySpan<byte> content)
    {
        if (!frame.Has(Http2Flags.Padded))
            return content;
        if (content.IsEmpty)
            throw WrongLength(frame);
        int padding = content[0];
        return padding < content.Length ? content[1..^padding] : throw Broken("a frame has more padding than bytes");
    }

    static void ThrowIfClosed(Http2Stream stream)
    {
        if (stream.IsClosed)
            throw new OperationCanceledException("The call has ended.", stream.Ended);
    }

    static void DemandStream(Http2Frame frame)
    {
        if (frame.StreamId == 0)
            throw Broken($"a frame of type {frame.Type} belongs to no stream");
    }

    static void DemandConnection(Http2Frame frame)
    {
        if (frame.StreamId != 0)
            throw Broken($"a frame of type {frame.Type} belongs to a stream");
    }

    static void DemandLength(Http2Frame frame, int length)
    {
        if (frame.Length != length)
            throw WrongLength(frame);
    }

    static Http2Exception WrongLength(Http2Frame frame) => new(Http2Error.FrameSize, $"a frame of type {frame.Type} has {frame.Length} bytes");

    static Http2Exception TooMuchLeave() => new(Http2Error.FlowControl, "it gives leave for more than may be given");

    static Http2Exception Broken(string reason) => new(Http2Error.Protocol, reason);

    /// <summary>A header block that has begun.</summary>
    sealed class HeaderBlock(int streamId, bool isEnd)
    {
        public int StreamId => streamId;

        public bool IsEnd => isEnd;

        public ArrayBufferWriter<byte> Octets { get; } = new();

        public int Cost { get; set; }
    }
}
