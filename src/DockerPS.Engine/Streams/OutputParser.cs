using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Parses the output of a container as it arrives, in blocks of any size.</summary>
/// <remarks>
/// Without a terminal the engine sends frames: one byte for the stream, three zero bytes, four for the length (big endian), and the
/// payload. With a terminal it sends the bytes as they are. Source: Engine API, "Attach to a container", Stream format.
/// </remarks>
abstract class OutputParser(bool multiplexed)
{
    const int HeaderLength = 8;

    readonly byte[] header = new byte[HeaderLength];
    int headerBytes;
    long remaining;
    ContainerStream stream = ContainerStream.StandardOutput;
    bool frameStart = true;

    /// <summary>Adds bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (!multiplexed)
        {
            if (bytes.Length > 0)
                OnOutput(ContainerStream.StandardOutput, bytes, frameStart: false);
            return;
        }
        while (bytes.Length > 0)
        {
            if (remaining == 0)
            {
                int taken = Math.Min(HeaderLength - headerBytes, bytes.Length);
                bytes[..taken].CopyTo(header.AsSpan(headerBytes));
                headerBytes += taken;
                bytes = bytes[taken..];
                if (headerBytes == HeaderLength)
                    BeginFrame();
                continue;
            }
            int length = (int)Math.Min(remaining, bytes.Length);
            OnOutput(stream, bytes[..length], frameStart);
            frameStart = false;
            remaining -= length;
            bytes = bytes[length..];
        }
    }

    /// <summary>Signals the end.</summary>
    /// <exception cref="EndOfStreamException">The output ended inside a frame.</exception>
    public void Complete()
    {
        OnEnd();
        if (remaining > 0 || headerBytes > 0)
            throw new EndOfStreamException("the output ended in the middle of a frame");
    }

    /// <summary>A block of output. With <paramref name="frameStart" /> it begins a message of the log driver.</summary>
    protected abstract void OnOutput(ContainerStream stream, ReadOnlySpan<byte> bytes, bool frameStart);

    /// <summary>The end of the output.</summary>
    protected virtual void OnEnd() { }

    void BeginFrame()
    {
        headerBytes = 0;
        if (header[0] > 3 || header[1] != 0 || header[2] != 0 || header[3] != 0)
            throw new InvalidDataException(
                $"the output contains a frame that begins with {Convert.ToHexString(header)}, which is not a Docker frame");
        // 0 is echoed standard input, 3 an error from the engine itself; both have always been shown as the standard streams
        stream = header[0] is 2 or 3 ? ContainerStream.StandardError : ContainerStream.StandardOutput;
        remaining = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
        frameStart = true;
    }
}

/// <summary>Splits output into lines, separately for each stream.</summary>
/// <param name="multiplexed">Whether the output has frames.</param>
/// <param name="timestamps">Whether each message begins with the engine's timestamp and a space.</param>
/// <param name="emit">Receives each line.</param>
sealed class LineParser(bool multiplexed, bool timestamps, Action<OutputLine> emit) : OutputParser(multiplexed)
{
    readonly LineBuffer standardOutput = new(ContainerStream.StandardOutput, timestamps, emit);
    readonly LineBuffer standardError = new(ContainerStream.StandardError, timestamps, emit);

    protected override void OnOutput(ContainerStream stream, ReadOnlySpan<byte> bytes, bool frameStart) =>
        (stream == ContainerStream.StandardError ? standardError : standardOutput).Add(bytes, frameStart);

    protected override void OnEnd()
    {
        standardOutput.Flush();
        standardError.Flush();
    }
}

/// <summary>Passes the bytes on as they are, without frames.</summary>
/// <param name="multiplexed">Whether the output has frames.</param>
/// <param name="write">Receives each block.</param>
sealed class ByteParser(bool multiplexed, OutputWriter write) : OutputParser(multiplexed)
{
    protected override void OnOutput(ContainerStream stream, ReadOnlySpan<byte> bytes, bool frameStart) => write(stream, bytes);
}

/// <summary>Passes on standard output as bytes and standard error as lines.</summary>
/// <param name="multiplexed">Whether the output has frames.</param>
/// <param name="write">Receives each block of standard output.</param>
/// <param name="emit">Receives each line of standard error.</param>
sealed class MixedParser(bool multiplexed, Action<byte[]> write, Action<OutputLine> emit) : OutputParser(multiplexed)
{
    readonly LineBuffer standardError = new(ContainerStream.StandardError, timestamps: false, emit);

    protected override void OnOutput(ContainerStream stream, ReadOnlySpan<byte> bytes, bool frameStart)
    {
        if (stream == ContainerStream.StandardError)
            standardError.Add(bytes, frameStart);
        else
            write(bytes.ToArray());
    }

    protected override void OnEnd() => standardError.Flush();
}

/// <summary>Receives a block of a container's output.</summary>
delegate void OutputWriter(ContainerStream stream, ReadOnlySpan<byte> bytes);

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
        if (DateTimeOffset.TryParse(Encoding.ASCII.GetString(stamp.WrittenSpan), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var parsed))
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
