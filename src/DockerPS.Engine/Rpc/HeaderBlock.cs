using System.Buffers;

namespace DockerPS.Engine;

/// <summary>A header block whose last frame has not arrived.</summary>
/// <param name="streamId">The number of the stream that it belongs to.</param>
/// <param name="isEnd">Whether no data follows on the stream.</param>
sealed class HeaderBlock(int streamId, bool isEnd)
{
    public int StreamId => streamId;

    public bool IsEnd => isEnd;

    /// <summary>The payload of the frames so far.</summary>
    public ArrayBufferWriter<byte> Octets { get; } = new();

    /// <summary>The size of the frames so far in bytes, including their headers.</summary>
    public int Cost { get; set; }
}
