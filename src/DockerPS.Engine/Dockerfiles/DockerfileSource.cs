using System.Text;

namespace DockerPS.Engine;

/// <summary>The text of a Dockerfile with its lines.</summary>
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
        // nothing behind the last line end is no line
        LineCount = starts[^1] == text.Length ? starts.Count - 1 : starts.Count;
    }

    /// <summary>The whole text, with its byte-order mark.</summary>
    public string Text { get; }

    /// <summary>Where the text begins: behind the byte-order mark.</summary>
    public int Begin { get; }

    /// <summary>The number of lines.</summary>
    public int LineCount { get; }

    /// <summary>Reads a file.</summary>
    public static string Read(string path, CancellationToken cancellationToken) =>
        Encoding.GetString(LocalFile.ReadAll(path, LocalFile.MostText, cancellationToken));

    /// <summary>Writes a file that was read, if that loses nothing.</summary>
    public static void Write(string path, string text)
    {
        // a byte that is no UTF-8 has become another character on the way in
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
            throw new EngineException(EngineError.Invalid, new Subject("DockerfileEncoding", path), $"{path} holds bytes that are no UTF-8; it is left as it is.");
        AtomicFile.Write(path, Encoding.GetBytes(text), AtomicFile.Public);
    }

    /// <summary>Where a line begins.</summary>
    /// <param name="line">The line, from 0.</param>
    public int StartOf(int line) => line == 0 ? Begin : starts[line];

    /// <summary>Where a line ends, behind its line end.</summary>
    /// <param name="line">The line, from 0.</param>
    public int EndOf(int line) => line + 1 < starts.Count ? starts[line + 1] : Text.Length;

    /// <summary>Where a line ends, before its line end.</summary>
    /// <param name="line">The line, from 0.</param>
    public int ContentEndOf(int line)
    {
        int end = EndOf(line);
        while (end > StartOf(line) && Text[end - 1] is '\n' or '\r')
            end--;
        return end;
    }

    /// <summary>The piece of the text between two offsets.</summary>
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
