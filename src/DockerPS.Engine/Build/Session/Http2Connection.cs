using System.Buffers.Binary;
using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>
/// The server's side of an HTTP/2 connection. It takes from the other side no more than it can hold, ends the connection when the other side
/// does not keep to the protocol, and ends all at once when it is cancelled.
/// </summary>
/// <remarks>Source: RFC 9113.</remarks>
/// <param name="stream">The connection; it is closed at the end.</param>
/// <param name="serve">Serves a stream. It is not to throw.</param>
sealed class Http2Connection(Stream stream, Func<Http2Stream, Task> serve) : IDisposable
{
    /// <summary>How much may come on a stream before it is read.</summary>
    public const int StreamWindow = 1024 * 1024;

    /// <summary>How much may come on all streams before it is read.</summary>
    public const int ConnectionWindow = 4 * 1024 * 1024;

    /// <summary>How many streams may be open at once.</summary>
    public const int MostStreams = 100;

    /// <summary>How large a header block may be, as it comes and as it is decoded: a step that copies many files names them all there.</summary>
    public const int MostHeaders = 4 * 1024 * 1024;

    const int MostContinuations = 1024;

    /// <summary>How long the other side may take to hear why the connection ends.</summary>
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    readonly Http2Reader reader = new(stream);
    readonly Http2Writer writer = new(stream);
    readonly Http2SendWindow window = new();
    readonly HpackDecoder decoder = new(listLimit: MostHeaders);
    readonly CancellationTokenSource closing = new();
    readonly object gate = new();
    readonly Dictionary<int, Http2Stream> streams = [];
    readonly MemoryStream block = new();
    readonly HashSet<Task> serving = [];
    int frameLimit = Http2Frame.DefaultLimit;
    int room = ConnectionWindow;
    int untold;
    int last;
    int continuations;
    (int Id, bool EndsStream)? begun;
    bool isLeaving;

    /// <summary>Serves until the other side closes the connection, breaks the protocol, or the token is cancelled.</summary>
    /// <returns>What the other side did to break the protocol; null when it did nothing of the kind.</returns>
    public async Task<Http2Exception?> RunAsync(CancellationToken cancellationToken)
    {
        using var stopping = cancellationToken.UnsafeRegister(static connection => ((Http2Connection)connection!).Close(), this);
        try
        {
            await WriteSettingsAsync().ConfigureAwait(false);
            await reader.ReadPrefaceAsync(closing.Token).ConfigureAwait(false);
            while (await reader.ReadAsync(closing.Token).ConfigureAwait(false) is { } frame)
                await HandleAsync(frame).ConfigureAwait(false);
            return null;
        }
        catch (Http2Exception e)
        {
            await TellErrorAsync(e).ConfigureAwait(false);
            return e;
        }
        catch (Exception e) when (IsEnd(e))
        {
            return null;
        }
        finally
        {
            Close();
            await EndStreamsAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whether an exception says that the connection has ended.</summary>
    public static bool IsEnd(Exception e) => e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or DialException;

    /// <summary>Sends a piece of data, and returns how much of it.</summary>
    public async ValueTask<int> SendDataAsync(Http2Stream sender, ReadOnlyMemory<byte> data)
    {
        int count = await window.TakeAsync(sender.Id, Math.Min(data.Length, Http2Writer.MostGathered), sender.Ended).ConfigureAwait(false);
        if (count == 0)
            throw new OperationCanceledException(sender.Ended);
        try
        {
            await writer.WriteDataAsync(sender.Id, data[..count], frameLimit, sender.Ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            window.Add(0, count);
            throw;
        }
        return count;
    }

    /// <summary>Sends headers.</summary>
    public ValueTask SendHeadersAsync(Http2Stream sender, byte[] fields, bool isLast) => writer.WriteHeadersAsync(sender.Id, fields, isLast, frameLimit, sender.Ended);

    /// <summary>Tells the other side, now and then, that what it sent has been read.</summary>
    public async ValueTask GiveRoomAsync(Http2Stream? reading, int count)
    {
        int connectionRoom = 0;
        int streamRoom = 0;
        lock (gate)
        {
            untold += count;
            if (untold >= ConnectionWindow / 2)
            {
                (connectionRoom, untold) = (untold, 0);
                room += connectionRoom;
            }
            if (reading is { IsComplete: false })
            {
                reading.Untold += count;
                if (reading.Untold >= StreamWindow / 2)
                {
                    (streamRoom, reading.Untold) = (reading.Untold, 0);
                    reading.Room += streamRoom;
                }
            }
        }
        if (connectionRoom > 0)
            await WriteNumberAsync(Http2FrameType.WindowUpdate, 0, connectionRoom).ConfigureAwait(false);
        if (streamRoom > 0)
            await WriteNumberAsync(Http2FrameType.WindowUpdate, reading!.Id, streamRoom).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Close();
        writer.Dispose();
        closing.Dispose();
        block.Dispose();
    }

    void Close()
    {
        try
        {
            closing.Cancel();
            stream.Dispose();
        }
        catch (Exception e) when (IsEnd(e))
        {
            // it was closed already
        }
    }

    ValueTask WriteSettingsAsync()
    {
        byte[] settings = new byte[18];
        Write(0, 3, MostStreams);
        Write(6, 4, StreamWindow);
        Write(12, 6, MostHeaders);
        return WriteAsync();

        async ValueTask WriteAsync()
        {
            await writer.WriteAsync(Http2FrameType.Settings, Http2Flags.None, 0, settings, closing.Token).ConfigureAwait(false);
            await WriteNumberAsync(Http2FrameType.WindowUpdate, 0, ConnectionWindow - Http2SendWindow.Default).ConfigureAwait(false);
        }

        void Write(int offset, ushort setting, uint value)
        {
            BinaryPrimitives.WriteUInt16BigEndian(settings.AsSpan(offset), setting);
            BinaryPrimitives.WriteUInt32BigEndian(settings.AsSpan(offset + 2), value);
        }
    }

    ValueTask WriteNumberAsync(Http2FrameType type, int id, int number)
    {
        byte[] payload = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return writer.WriteAsync(type, Http2Flags.None, id, payload, closing.Token);
    }

    /// <summary>Says why the connection ends, to one who may not listen any more.</summary>
    async Task TellErrorAsync(Http2Exception error)
    {
        byte[] payload = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, last);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4), (int)error.Error);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        limit.CancelAfter(LastWords);
        using var giving = limit.Token.UnsafeRegister(static connection => ((Http2Connection)connection!).Close(), this);
        try
        {
            await writer.WriteAsync(Http2FrameType.GoAway, Http2Flags.None, 0, payload, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // then it does not hear it
        }
    }

    async Task EndStreamsAsync()
    {
        Http2Stream[] open;
        Task[] rest;
        lock (gate)
        {
            open = [.. streams.Values];
            rest = [.. serving];
        }
        foreach (var one in open)
            one.Abort();
        await Task.WhenAll(rest).ConfigureAwait(false);
    }

    async ValueTask HandleAsync(Http2Frame frame)
    {
        if (begun is not null && frame.Type != Http2FrameType.Continuation)
            throw new Http2Exception(Http2Error.Protocol, "a header block is interrupted by another frame");
        switch (frame.Type)
        {
            case Http2FrameType.Data:
                await TakeDataAsync(frame).ConfigureAwait(false);
                break;
            case Http2FrameType.Headers:
                await BeginHeadersAsync(frame).ConfigureAwait(false);
                break;
            case Http2FrameType.Continuation:
                await ContinueHeadersAsync(frame).ConfigureAwait(false);
                break;
            case Http2FrameType.Priority:
                RequireStream(frame);
                RequireLength(frame, 5);
                break;
            case Http2FrameType.Reset:
                RequireKnown(frame);
                RequireLength(frame, 4);
                Find(frame.Stream)?.Abort();
                break;
            case Http2FrameType.Settings:
                await TakeSettingsAsync(frame).ConfigureAwait(false);
                break;
            case Http2FrameType.PushPromise:
                throw new Http2Exception(Http2Error.Protocol, "a client can not open streams for its server");
            case Http2FrameType.Ping:
                RequireConnection(frame);
                RequireLength(frame, 8);
                if (!frame.Has(Http2Flags.Acknowledge))
                    await writer.WriteAsync(Http2FrameType.Ping, Http2Flags.Acknowledge, 0, frame.Payload, closing.Token).ConfigureAwait(false);
                break;
            case Http2FrameType.GoAway:
                RequireConnection(frame);
                // calls that are under way are served to their end
                isLeaving = true;
                break;
            case Http2FrameType.WindowUpdate:
                TakeRoom(frame);
                break;
        }
    }

    async ValueTask TakeDataAsync(Http2Frame frame)
    {
        RequireKnown(frame);
        var content = frame.Content;
        int length = frame.Payload.Length;
        var target = Find(frame.Stream);
        lock (gate)
        {
            room -= length;
            if (target is not null)
                target.Room -= length;
            if (room < 0 || target is { Room: < 0 })
                throw new Http2Exception(Http2Error.FlowControl, "more came than there was room for");
        }
        if (target is { IsComplete: true })
            throw new Http2Exception(Http2Error.StreamClosed, "data came after the end of its stream");
        if (target is null || !content.IsEmpty && !target.Inbox.Add(content.Span))
            await GiveRoomAsync(null, length).ConfigureAwait(false);
        else if (length > content.Length)
            await GiveRoomAsync(target, length - content.Length).ConfigureAwait(false);
        if (frame.EndsStream)
            target?.Complete();
    }

    ValueTask BeginHeadersAsync(Http2Frame frame)
    {
        RequireStream(frame);
        var content = frame.Content;
        if (frame.Has(Http2Flags.Priority))
            content = content.Length >= 5 ? content[5..] : throw new Http2Exception(Http2Error.FrameSize, "headers are too short for their priority");
        begun = (frame.Stream, frame.EndsStream);
        continuations = 0;
        block.SetLength(0);
        return AddHeadersAsync(frame, content);
    }

    ValueTask ContinueHeadersAsync(Http2Frame frame)
    {
        if (begun?.Id != frame.Stream)
            throw new Http2Exception(Http2Error.Protocol, "headers go on that have not begun");
        if (++continuations > MostContinuations)
            throw new Http2Exception(Http2Error.EnhanceYourCalm, "a header block comes in too many pieces");
        return AddHeadersAsync(frame, frame.Payload);
    }

    ValueTask AddHeadersAsync(Http2Frame frame, ReadOnlyMemory<byte> content)
    {
        if (block.Length + content.Length > MostHeaders)
            throw new Http2Exception(Http2Error.EnhanceYourCalm, $"a header block is larger than {MostHeaders} bytes");
        block.Write(content.Span);
        if (!frame.Has(Http2Flags.EndHeaders))
            return ValueTask.CompletedTask;
        var (id, endsStream) = begun!.Value;
        begun = null;
        return OpenAsync(id, decoder.Decode(block.GetBuffer().AsSpan(0, (int)block.Length)), endsStream);
    }

    async ValueTask OpenAsync(int id, List<HeaderField> headers, bool endsStream)
    {
        if (Find(id) is { } open)
        {
            if (!endsStream || open.IsComplete)
                throw new Http2Exception(Http2Error.Protocol, "a stream gets headers that are not its end");
            open.Complete();
            return;
        }
        if (id % 2 == 0 || id <= last)
            throw new Http2Exception(Http2Error.Protocol, $"the stream {id} can not be opened after {last}");
        last = id;
        Http2Stream? added = null;
        lock (gate)
        {
            if (serving.Count < MostStreams && !isLeaving)
                streams.Add(id, added = new Http2Stream(this, id, headers, closing.Token));
        }
        if (added is null)
        {
            await WriteNumberAsync(Http2FrameType.Reset, id, (int)Http2Error.RefusedStream).ConfigureAwait(false);
            return;
        }
        window.Open(id);
        if (endsStream)
            added.Complete();
        Start(added);
    }

    void Start(Http2Stream added)
    {
        // it begins when it is in the list, so that it is not added after it has ended
        var work = new Task<Task>(() => ServeAsync(added));
        var whole = work.Unwrap();
        lock (gate)
            serving.Add(whole);
        whole.ContinueWith(
            done =>
            {
                lock (gate)
                    serving.Remove(done);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        work.Start(TaskScheduler.Default);
    }

    async Task ServeAsync(Http2Stream served)
    {
        try
        {
            await serve(served).ConfigureAwait(false);
            // one who still sends what nobody will read is told so
            if (!served.Ended.IsCancellationRequested && !(served.IsComplete && served.HasAnswered))
                await WriteNumberAsync(Http2FrameType.Reset, served.Id, (int)(served.HasAnswered ? Http2Error.None : Http2Error.Cancel)).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // the connection has ended, and with it the stream
        }
        finally
        {
            lock (gate)
                streams.Remove(served.Id);
            window.Close(served.Id);
            int unread = served.Inbox.Close();
            served.Dispose();
            try
            {
                await GiveRoomAsync(null, unread).ConfigureAwait(false);
            }
            catch (Exception e) when (IsEnd(e))
            {
                // then there is nobody to tell
            }
        }
    }

    async ValueTask TakeSettingsAsync(Http2Frame frame)
    {
        RequireConnection(frame);
        if (frame.Has(Http2Flags.Acknowledge))
        {
            RequireLength(frame, 0);
            return;
        }
        if (frame.Payload.Length % 6 != 0)
            throw new Http2Exception(Http2Error.FrameSize, "settings come in a frame that can not hold them");
        for (var rest = frame.Payload; !rest.IsEmpty; rest = rest[6..])
            Apply(BinaryPrimitives.ReadUInt16BigEndian(rest.Span), BinaryPrimitives.ReadUInt32BigEndian(rest.Span[2..]));
        await writer.WriteAsync(Http2FrameType.Settings, Http2Flags.Acknowledge, 0, default, closing.Token).ConfigureAwait(false);
    }

    void Apply(int setting, uint value)
    {
        switch (setting)
        {
            case 2 when value > 1:
                throw new Http2Exception(Http2Error.Protocol, "the setting for pushes is neither on nor off");
            case 4:
                window.SetInitial(value);
                break;
            case 5 when value is < Http2Frame.DefaultLimit or > Http2Frame.GreatestLimit:
                throw new Http2Exception(Http2Error.Protocol, $"frames can not be limited to {value} bytes");
            case 5:
                frameLimit = (int)Math.Min(value, Http2Writer.MostGathered);
                break;
        }
    }

    void TakeRoom(Http2Frame frame)
    {
        if (frame.Stream != 0)
            RequireKnown(frame);
        RequireLength(frame, 4);
        int count = BinaryPrimitives.ReadInt32BigEndian(frame.Payload.Span) & int.MaxValue;
        if (count == 0)
            throw new Http2Exception(Http2Error.Protocol, "a window is to grow by nothing");
        window.Add(frame.Stream, count);
    }

    Http2Stream? Find(int id)
    {
        lock (gate)
            return streams.GetValueOrDefault(id);
    }

    static void RequireConnection(Http2Frame frame)
    {
        if (frame.Stream != 0)
            throw new Http2Exception(Http2Error.Protocol, $"a frame of type {frame.Type} came for a stream");
    }

    static void RequireStream(Http2Frame frame)
    {
        if (frame.Stream == 0)
            throw new Http2Exception(Http2Error.Protocol, $"a frame of type {frame.Type} came for no stream");
    }

    /// <summary>Refuses what comes for a stream that has never been opened.</summary>
    void RequireKnown(Http2Frame frame)
    {
        RequireStream(frame);
        if (frame.Stream > last || frame.Stream % 2 == 0)
            throw new Http2Exception(Http2Error.Protocol, $"a frame of type {frame.Type} came for a stream that has not been opened");
    }

    static void RequireLength(Http2Frame frame, int length)
    {
        if (frame.Payload.Length != length)
            throw new Http2Exception(Http2Error.FrameSize, $"a frame of type {frame.Type} has {frame.Payload.Length} bytes");
    }
}
