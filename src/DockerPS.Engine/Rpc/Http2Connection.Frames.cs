using System.Buffers;
using System.Buffers.Binary;

namespace DockerPS.Engine;

// handling the frames of the peer
abstract partial class Http2Connection
{
    readonly HpackDecoder decoder = new(listLimit: MaximumHeaderList);
    HeaderBlock? unfinished;
    int receiveWindow = Window;
    int taken;
    bool hasSettings;

    async Task ReadAsync(CancellationToken cancellationToken)
    {
        await BeginReadingAsync(input, cancellationToken).ConfigureAwait(false);
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
                    throw Broken("a header block continues that did not begin");
                Continue(frame, content);
                break;
            case Http2FrameType.Priority:
                frame.DemandStream();
                frame.DemandLength(5);
                break;
            case Http2FrameType.ResetStream:
                frame.DemandStream();
                frame.DemandLength(4);
                if (Find(frame) is { } which)
                    TakeReset(which);
                Changed();
                break;
            case Http2FrameType.Settings:
                TakeSettings(frame, content);
                break;
            case Http2FrameType.PushPromise:
                throw Broken("it sends a push promise, which is not allowed");
            case Http2FrameType.Ping:
                frame.DemandConnection();
                frame.DemandLength(8);
                if (!frame.Has(Http2Flags.Acknowledged))
                    content.CopyTo(output.Add(new(Http2FrameType.Ping, Http2Flags.Acknowledged, 0, content.Length)));
                break;
            case Http2FrameType.GoAway:
                frame.DemandConnection();
                if (content.Length < 8)
                    throw frame.WrongLength();
                IsGoingAway = true;
                EndWhenServed();
                break;
            case Http2FrameType.WindowUpdate:
                frame.DemandLength(4);
                TakeWindowUpdate(frame, BinaryPrimitives.ReadInt32BigEndian(content) & int.MaxValue);
                break;
            default:
                // from a later version of the protocol; skip it
                break;
        }
    }

    void TakeData(Http2Frame frame, ReadOnlySpan<byte> content)
    {
        frame.DemandStream();
        if (frame.Length > receiveWindow)
            throw new Http2Exception(Http2Error.FlowControl, "it sends more than the window allows");
        receiveWindow -= frame.Length;
        taken += frame.Length;
        // each stream has its own window, so that an unread one does not stop the others
        if (taken >= Window / 2)
        {
            receiveWindow += taken;
            SendWindowUpdate(0, taken);
            taken = 0;
        }
        content = frame.WithoutPadding(content);
        if (Find(frame) is not { } to)
            return;
        var error = to.Receive(content, frame.Length, frame.Has(Http2Flags.EndStream));
        if (error != Http2Error.None)
            Reset(to, error);
    }

    void TakeHeaders(Http2Frame frame, ReadOnlySpan<byte> content)
    {
        frame.DemandStream();
        content = frame.WithoutPadding(content);
        if (frame.Has(Http2Flags.Priority))
        {
            if (content.Length < 5)
                throw frame.WrongLength();
            content = content[5..];
        }
        unfinished = new HeaderBlock(frame.StreamId, frame.Has(Http2Flags.EndStream));
        Continue(frame, content);
    }

    void Continue(Http2Frame frame, ReadOnlySpan<byte> content)
    {
        // empty frames count as well, or they could go on forever
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
        // even for a stream that is refused, since later blocks refer to this one
        var fields = decoder.Decode(content);
        TakeFields(block.StreamId, fields, block.IsEnd);
    }

    void EndWhenServed()
    {
        if (IsGoingAway && Streams.Count == 0)
            isServed.TrySetResult();
    }

    void TakeSettings(Http2Frame frame, ReadOnlySpan<byte> content)
    {
        frame.DemandConnection();
        if (frame.Has(Http2Flags.Acknowledged))
        {
            frame.DemandLength(0);
            return;
        }
        if (content.Length % 6 != 0)
            throw frame.WrongLength();
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
                throw Broken($"it sets server push to {value}");
            case Http2Setting.MaximumFrame:
                if (value is < Http2Frame.DefaultMaximum or > Http2Frame.GreatestMaximum)
                    throw Broken($"it accepts frames of {value} bytes");
                maximumFrame = (int)Math.Min(value, MaximumFrameSent);
                break;
            case Http2Setting.InitialWindow:
                if (value > int.MaxValue)
                    throw TooMuchLeave();
                foreach (var open in Streams.Values)
                {
                    open.SendWindow += value - InitialSendWindow;
                    if (open.SendWindow > int.MaxValue)
                        throw TooMuchLeave();
                }
                InitialSendWindow = value;
                break;
            default:
                // not used by this side, or from a later version of the protocol
                break;
        }
    }

    void TakeWindowUpdate(Http2Frame frame, int length)
    {
        if (frame.StreamId == 0)
        {
            if (length == 0)
                throw Broken("it sends an empty window update");
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

    /// <summary>The stream of a frame; null if it has ended, since frames that were on the way then are nobody's fault.</summary>
    Http2Stream? Find(Http2Frame frame) => frame.StreamId > LastStreamId || frame.StreamId % 2 == 0
        ? throw Broken($"it uses a stream {frame.StreamId}, which nobody opened")
        : Streams.GetValueOrDefault(frame.StreamId);

    private protected static Http2Exception Broken(string reason) => new(Http2Error.Protocol, reason);

    static Http2Exception TooMuchLeave() => new(Http2Error.FlowControl, "it makes the window larger than allowed");
}
