using System.Buffers;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Makes lines of pieces that begin and end anywhere, also in the middle of a character.</summary>
sealed class LineAssembler
{
    readonly ArrayBufferWriter<byte> begun = new();

    /// <summary>The lines that a piece completes, without their ends.</summary>
    public IEnumerable<string> Add(byte[] piece)
    {
        int start = 0;
        int end;
        while ((end = Array.IndexOf(piece, (byte)'\n', start)) >= 0)
        {
            begun.Write(piece.AsSpan(start, end - start));
            start = end + 1;
            yield return Take();
        }
        begun.Write(piece.AsSpan(start));
    }

    /// <summary>The line that has begun and will not be ended; null when there is none.</summary>
    public string? End() => begun.WrittenCount > 0 ? Take() : null;

    string Take()
    {
        string line = Encoding.UTF8.GetString(begun.WrittenSpan).TrimEnd('\r');
        begun.ResetWrittenCount();
        return line;
    }
}
