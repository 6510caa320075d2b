namespace DockerPS.Engine;

/// <summary>The serving side of an HTTP/2 connection: it responds to the streams that the client opens.</summary>
/// <remarks>Source: RFC 9113.</remarks>
/// <param name="stream">The connection.</param>
/// <param name="serve">Serves a stream in a separate task; never throws.</param>
sealed class Http2ServerConnection(Stream stream, Func<Http2Stream, Task> serve) : Http2Connection(stream)
{
    private protected override (Http2Setting Name, int Value) Settings => (Http2Setting.MaximumStreams, MaximumStreams);

    private protected override ValueTask BeginReadingAsync(Http2Input input, CancellationToken cancellationToken) =>
        input.ReadPrefaceAsync(cancellationToken);

    private protected override void TakeFields(int streamId, List<HeaderField> fields, bool isEnd)
    {
        if (streamId % 2 == 0)
            throw Broken($"it opens a stream {streamId}");
        if (streamId > LastStreamId)
            Open(streamId, fields, isEnd);
        else
            Close(streamId, isEnd);
    }

    void Open(int streamId, List<HeaderField> fields, bool isEnd)
    {
        LastStreamId = streamId;
        if (IsGoingAway || Streams.Count >= MaximumStreams)
        {
            AddReset(streamId, Http2Error.RefusedStream);
            return;
        }
        var opened = new Http2Stream(this, streamId, fields, InitialSendWindow);
        if (isEnd)
            opened.Receive([], 0, isEnd: true);
        Streams.Add(opened.Id, opened);
        opened.Serving = Task.Run(() => ServeAsync(opened));
    }

    /// <summary>A second header block on a stream is its trailers.</summary>
    void Close(int streamId, bool isEnd)
    {
        if (!Streams.TryGetValue(streamId, out var closed))
            return;
        var error = isEnd ? closed.Receive([], 0, isEnd: true) : Http2Error.Protocol;
        if (error != Http2Error.None)
            Reset(closed, error);
    }

    async Task ServeAsync(Http2Stream opened)
    {
        await serve(opened).ConfigureAwait(false);
        lock (Gate)
            Remove(opened);
    }
}
