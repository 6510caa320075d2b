namespace DockerPS.Engine;

/// <summary>A position in a log from which reading continues without gaps or repeated lines.</summary>
/// <remarks>
/// Lines are identified by their timestamps. Some engines only have whole seconds, and none has any for a container with a terminal, so the
/// lines with the last timestamp are counted.
/// </remarks>
public sealed class LogPosition
{
    DateTimeOffset? time;
    long linesAtTime;
    long known;
    DateTimeOffset lastRead;

    /// <summary>Advances past a line.</summary>
    public void Add(OutputLine line)
    {
        linesAtTime = line.Timestamp == time ? linesAtTime + 1 : 1;
        time = line.Timestamp;
        if (time is null)
            lastRead = DateTimeOffset.UtcNow;
    }

    /// <summary>The query that continues after this one has been read to its end.</summary>
    internal LogQuery Resume(LogQuery query)
    {
        // there was nothing, so everything is new
        if (linesAtTime == 0)
            return query with { Tail = query.Tail == 0 ? 0 : null };
        // the number of lines is unknown if only the last ones were requested
        bool isCounted = time is not null || query.Tail is null;
        known = isCounted ? linesAtTime : 0;
        return query with { Since = isCounted ? time ?? query.Since : lastRead, Tail = null };
    }

    /// <summary>Advances past several lines.</summary>
    /// <returns>The lines that had not been read before.</returns>
    internal IReadOnlyList<OutputLine> Advance(IReadOnlyList<OutputLine> lines)
    {
        if (known > 0)
            lines = [.. lines.Where(line => !IsKnown(line))];
        foreach (var line in lines)
            Add(line);
        return lines;
    }

    bool IsKnown(OutputLine line)
    {
        if (known == 0 || line.Timestamp != time)
            return false;
        known--;
        return true;
    }
}
