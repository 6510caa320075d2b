using System.Buffers.Binary;

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
