using System.Globalization;

namespace DockerPS.Engine;

/// <summary>The calling side of an HTTP/2 connection: it opens streams, and the server responds to them.</summary>
/// <remarks>Source: RFC 9113.</remarks>
/// <param name="stream">The connection, on which the server uses HTTP/2 from the first byte.</param>
sealed class Http2ClientConnection(Stream stream) : Http2Connection(stream)
{
    // no server push
    private protected override (Http2Setting Name, int Value) Settings => (Http2Setting.EnablePush, 0);

    /// <summary>Opens a stream.</summary>
    /// <param name="fields">The initial header fields, which together are no larger than a frame.</param>
    /// <exception cref="OperationCanceledException">The connection has ended, or the server is about to end it.</exception>
    public Http2Stream Open(IEnumerable<HeaderField> fields)
    {
        byte[] block = HpackEncoder.Encode(fields);
        lock (Gate)
        {
            if (IsGoingAway)
                throw new OperationCanceledException("The connection has ended.");
            LastStreamId += LastStreamId == 0 ? 1 : 2;
            var opened = new Http2Stream(this, LastStreamId, [], InitialSendWindow);
            Streams.Add(opened.Id, opened);
            AddHeaders(opened.Id, block, isEnd: false);
            return opened;
        }
    }

    /// <summary>Forgets a stream. A server that has not ended it is told that nobody waits for its response any more.</summary>
    public void Release(Http2Stream which)
    {
        lock (Gate)
        {
            if (!which.IsClosed)
                AddReset(which.Id, which.IsReceived ? Http2Error.None : Http2Error.Cancel);
            Remove(which);
            Changed();
        }
    }

    private protected override async ValueTask BeginWritingAsync(Stream stream, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Http2Input.Preface.ToArray(), cancellationToken).ConfigureAwait(false);

    private protected override void TakeFields(int streamId, List<HeaderField> fields, bool isEnd)
    {
        if (streamId > LastStreamId || streamId % 2 == 0)
            throw Broken($"it answers a stream {streamId}, which nobody opened");
        if (!Streams.TryGetValue(streamId, out var answered) || IsInterim(fields, isEnd))
            return;
        var error = answered.ReceiveFields(fields, isEnd);
        if (error != Http2Error.None)
            Reset(answered, error);
    }

    /// <summary>A server that has sent its whole response may say that it reads no more; the response is still valid.</summary>
    private protected override void TakeReset(Http2Stream which)
    {
        if (!which.IsReceived)
            which.Abort();
    }

    static bool IsInterim(List<HeaderField> fields, bool isEnd) =>
        !isEnd
            && HeaderFields.Find(fields, ":status") is { } status
            && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            && code < 200;
}
