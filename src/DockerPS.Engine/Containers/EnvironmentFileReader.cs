using System.Text;
using System.Text.Unicode;

namespace DockerPS.Engine;

/// <summary>Reads files with environment variables or labels by the rules of <c>docker run --env-file</c>.</summary>
public static class EnvironmentFileReader
{
    /// <summary>
    /// The variables in a file as <c>NAME=value</c>. Empty lines and lines that begin with <c>#</c> are skipped; the value is everything
    /// after the first <c>=</c>, including quotes; a name alone takes the value of this process, and is either omitted or kept if there is
    /// none.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="takesFromProcess">Whether a name alone takes the value of this process; labels do not.</param>
    /// <param name="cancellationToken">Stops waiting for a pipe.</param>
    /// <exception cref="EngineException">The file cannot be read, or a line is not UTF-8, has no name, or has a name with white
    /// space.</exception>
    public static IReadOnlyList<string> Read(string path, bool takesFromProcess, CancellationToken cancellationToken)
    {
        string kind = takesFromProcess ? "EnvironmentFile" : "LabelFile";
        var variables = new List<string>();
        int number = 0;
        foreach (string? raw in ReadLines(kind, path, cancellationToken))
        {
            number++;
            string line = raw?.TrimStart() ?? throw Invalid(kind, path, number, "is not UTF-8");
            if (line.Length == 0 || line[0] == '#')
                continue;
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? line.TrimEnd() : line[..equals];
            if (name.Length == 0 || name.AsSpan().IndexOfAny(" \t") >= 0)
                throw Invalid(kind, path, number, "is not valid");
            if (equals >= 0)
                variables.Add(line);
            else if (!takesFromProcess)
                variables.Add(name);
            else if (Environment.GetEnvironmentVariable(name) is { } value)
                variables.Add($"{name}={value}");
        }
        return variables;
    }

    /// <summary>The lines; null for a line that is not UTF-8.</summary>
    static IEnumerable<string?> ReadLines(string kind, string path, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = LocalFile.ReadAll(path, LocalFile.MostText, cancellationToken);
        }
        catch (EngineException e)
        {
            throw new EngineException(EngineError.Invalid, new Subject(kind, path), e.Message, e.InnerException);
        }
        return bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? ReadUtf16(bytes) : ReadUtf8(bytes);
    }

    // as written by old versions of PowerShell
    static IEnumerable<string> ReadUtf16(byte[] bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.Unicode, detectEncodingFromByteOrderMarks: true);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    static IEnumerable<string?> ReadUtf8(byte[] bytes)
    {
        for (int start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0; start < bytes.Length;)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            int end = length < 0 ? bytes.Length : start + length;
            int last = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
            yield return Utf8.IsValid(bytes.AsSpan(start, last - start)) ? Encoding.UTF8.GetString(bytes, start, last - start) : null;
            start = end + 1;
        }
    }

    static EngineException Invalid(string kind, string path, int line, string problem) =>
        new(
            EngineError.Parse,
            new Subject(kind, path),
            $"{path}:{line}: the line {problem}. Expected NAME=value, a name alone, a comment or an empty line, in UTF-8; a name cannot "
            + "contain white space.")
        {
            ErrorId = kind + "ParseError",
        };
}
