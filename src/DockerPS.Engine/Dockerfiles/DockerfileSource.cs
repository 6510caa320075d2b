using System.Text;

namespace DockerPS.Engine;

/// <summary>The text of a Dockerfile and its lines.</summary>
sealed class DockerfileSource
{
    const char ByteOrderMark = '\uFEFF';

    static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    readonly List<int> starts = [0];

    public DockerfileSource(string text)
    {
        Text = text;
        Begin = text.StartsWith(ByteOrderMark) ? 1 : 0;
        for (int end = text.IndexOf('\n', StringComparison.Ordinal); end >= 0; end = text.IndexOf('\n', end + 1))
            starts.Add(end + 1);
        // after the last line end there is no further line
        LineCount = starts[^1] == text.Length ? starts.Count - 1 : starts.Count;
    }

    /// <summary>The whole text, including its byte-order mark.</summary>
    public string Text { get; }

    /// <summary>The start of the text, after the byte-order mark.</summary>
    public int Begin { get; }

    /// <summary>The number of lines.</summary>
    public int LineCount { get; }

    /// <summary>Reads a file.</summary>
    public static string Read(string path, CancellationToken cancellationToken) =>
        Encoding.GetString(LocalFile.ReadAll(path, LocalFile.MostText, cancellationToken));

    /// <summary>Writes a file that was read, unless that would lose something.</summary>
    public static void Write(string path, string text)
    {
        // bytes that are not UTF-8 were replaced when the file was read
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("DockerfileEncoding", path),
                $"{path} contains bytes that are not UTF-8; it was not changed.");
        }
        AtomicFile.Write(path, Encoding.GetBytes(text), AtomicFile.Public);
    }

    /// <summary>The start of a line.</summary>
    /// <param name="line">The line, from 0.</param>
    public int StartOf(int line) => line == 0 ? Begin : starts[line];

    /// <summary>The end of a line, including its line break.</summary>
    /// <param name="line">The line, from 0.</param>
    public int EndOf(int line) => line + 1 < starts.Count ? starts[line + 1] : Text.Length;

    /// <summary>The end of a line, without its line break.</summary>
    /// <param name="line">The line, from 0.</param>
    public int ContentEndOf(int line)
    {
        int end = EndOf(line);
        while (end > StartOf(line) && Text[end - 1] is '\n' or '\r')
            end--;
        return end;
    }

    /// <summary>The part of the text between two offsets.</summary>
    public DockerfileExtent Extent(int start, int end)
    {
        var (startLine, startColumn) = Locate(start);
        var (endLine, endColumn) = Locate(end);
        return new DockerfileExtent(startLine, startColumn, endLine, endColumn, start, end);
    }

    (int Line, int Column) Locate(int offset)
    {
        int line = starts.BinarySearch(offset);
        if (line < 0)
            line = ~line - 1;
        return (line + 1, Math.Max(0, offset - StartOf(line)) + 1);
    }
}
