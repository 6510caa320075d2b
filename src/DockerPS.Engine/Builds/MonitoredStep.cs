namespace DockerPS.Engine;

/// <summary>A step of a build in progress.</summary>
sealed class MonitoredStep
{
    const int LinesRemembered = 20;

    readonly List<BuildEvent> events;
    readonly LineBuffer output;
    readonly LineBuffer errors;
    DateTimeOffset? started;
    DateTimeOffset? ended;
    bool isCached;

    public MonitoredStep(string name, List<BuildEvent> events)
    {
        Name = name;
        this.events = events;
        output = new LineBuffer(ContainerStream.StandardOutput, timestamps: false, line => Add(line.Text, isError: false));
        errors = new LineBuffer(ContainerStream.StandardError, timestamps: false, line => Add(line.Text, isError: true));
    }

    /// <summary>The builder's name for the step.</summary>
    public string Name { get; }

    /// <summary>The line of the step in the Dockerfile; null if unknown.</summary>
    public int? Line { get; init; }

    /// <summary>Why the step failed; empty if it did not.</summary>
    public string Error { get; set; } = "";

    public bool HasBegun => started is not null;

    public bool HasEnded => ended is not null;

    /// <summary>The last lines of output, for errors.</summary>
    public Queue<string> LastLines { get; } = new(LinesRemembered);

    /// <summary>Adds a part of the output, which may begin and end in the middle of a line.</summary>
    public void Add(BuildVertexLog log) => (log.IsError ? errors : output).Add(log.Bytes, messageStart: false);

    public void Add(string line, bool isError)
    {
        if (LastLines.Count == LinesRemembered)
            LastLines.Dequeue();
        LastLines.Enqueue(line);
        events.Add(new BuildOutput(new BuildLogLine(Name, line, isError)));
    }

    public void Begin(DateTimeOffset moment) => started = moment;

    public void End(bool cached, DateTimeOffset moment)
    {
        isCached = cached;
        ended = moment;
        Flush();
    }

    /// <summary>Adds the rest of the output, which has no line ending.</summary>
    public void Flush()
    {
        output.Flush();
        errors.Flush();
    }

    public BuildStep ToStep(int number) =>
        new(
            number,
            Name,
            Line,
            LocalTime.Of(started),
            ((ended ?? started ?? default) - (started ?? default)).ToString(),
            isCached,
            Error.Length == 0 ? null : Error);
}
