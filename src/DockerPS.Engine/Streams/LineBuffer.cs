using System.Buffers;
using System.Globalization;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Collects the bytes of one stream until a line is complete.</summary>
sealed class LineBuffer(ContainerStream stream, bool timestamps, Action<OutputLine> emit)
{
    // an engine's timestamp: 2026-01-31T23:59:59.123456789Z, at most 35 characters with an offset
    const int LongestTimestamp = 40;

    /// <summary>The maximum length of a line in bytes; a string needs twice as much.</summary>
    public const int Most = 256 * 1024 * 1024;

    readonly ArrayBufferWriter<byte> line = new();
    readonly ArrayBufferWriter<byte> stamp = new(LongestTimestamp);
    DateTimeOffset? time;
    bool lineOpen;
    bool inTimestamp;

    /// <summary>Adds bytes and passes on each completed line.</summary>
    public void Add(ReadOnlySpan<byte> bytes, bool messageStart)
    {
        // a long line arrives as several messages, each with a timestamp: only the first one belongs to the line
        if (messageStart && timestamps)
            BeginMessage();
        while (bytes.Length > 0)
        {
            if (inTimestamp && !TakeTimestamp(ref bytes))
                return;
            int end = bytes.IndexOf((byte)'\n');
            if (line.WrittenCount > Most - (end < 0 ? bytes.Length : end))
                throw TooLong();
            if (end < 0)
            {
                line.Write(bytes);
                lineOpen = lineOpen || bytes.Length > 0;
                return;
            }
            Emit(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Passes on the rest as the last line.</summary>
    public void Flush()
    {
        if (inTimestamp)
            EndTimestamp();
        if (lineOpen)
            Emit([]);
    }

    static EngineException TooLong() => new(
        EngineError.Failed,
        new Subject("OutputLine"),
        $"A line of the output is longer than {Most >> 20} MB, so it cannot be returned as a string.")
    {
        ErrorId = "OutputLineTooLong",
        Cause = EngineCause.LineTooLong,
    };

    void BeginMessage()
    {
        if (inTimestamp)
            EndTimestamp();
        inTimestamp = true;
        stamp.Clear();
    }

    /// <summary>Removes the timestamp from the front; false if more bytes are needed.</summary>
    bool TakeTimestamp(ref ReadOnlySpan<byte> bytes)
    {
        int space = bytes.IndexOf((byte)' ');
        int length = space < 0 ? bytes.Length : space;
        if (stamp.WrittenCount + length > LongestTimestamp)
        {
            EndTimestamp();
            return true;
        }
        stamp.Write(bytes[..length]);
        bytes = bytes[(space < 0 ? length : length + 1)..];
        if (space < 0)
            return false;
        string text = Encoding.ASCII.GetString(stamp.WrittenSpan);
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var parsed))
        {
            if (!lineOpen)
                time = parsed;
            stamp.Clear();
            inTimestamp = false;
            lineOpen = true;
            return true;
        }
        stamp.Write(" "u8);
        EndTimestamp();
        return true;
    }

    /// <summary>What should be a timestamp is not one, so it belongs to the line.</summary>
    void EndTimestamp()
    {
        inTimestamp = false;
        byte[] text = stamp.WrittenSpan.ToArray();
        stamp.Clear();
        Add(text, messageStart: false);
    }

    void Emit(ReadOnlySpan<byte> tail)
    {
        if (line.WrittenCount > 0)
        {
            line.Write(tail);
            tail = line.WrittenSpan;
        }
        if (tail is [.., (byte)'\r'])
            tail = tail[..^1];
        emit(new OutputLine(stream, Encoding.UTF8.GetString(tail), time));
        line.ResetWrittenCount();
        time = null;
        lineOpen = false;
    }
}
