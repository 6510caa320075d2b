namespace DockerPS.Engine;

/// <summary>How far a log has been read, so that reading goes on from there without a gap, and says no line twice.</summary>
/// <remarks>
/// A line is known by its time. Some engines tell whole seconds only, and none tells any for a container with a terminal: the lines of the
/// last moment are counted.
/// </remarks>
public sealed class LogPosition
{
    DateTimeOffset? time;
    long linesAtTime;
    long known;
    DateTimeOffset lastRead;

    /// <summary>Moves on behind a line.</summary>
    public void Add(OutputLine line)
    {
        linesAtTime = line.Timestamp == time ? linesAtTime + 1 : 1;
        time = line.Timestamp;
        if (time is null)
            lastRead = DateTimeOffset.UtcNow;
    }

    /// <summary>What to ask for to go on, after what this query gave has been read to its end.</summary>
    internal LogQuery Resume(LogQuery query)
    {
        // nothing was there: all that is there now is new
        if (linesAtTime == 0)
            return query with { Tail = query.Tail == 0 ? 0 : null };
        // how many lines there were is not known when only the last ones were asked for
        bool isCounted = time is not null || query.Tail is null;
        known = isCounted ? linesAtTime : 0;
        return query with { Since = isCounted ? time ?? query.Since : lastRead, Tail = null };
    }

    /// <summary>Moves on behind some lines.</summary>
    /// <returns>Those of them that had not been read before.</returns>
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
