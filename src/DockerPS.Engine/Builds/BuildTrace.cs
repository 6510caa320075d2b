namespace DockerPS.Engine;

/// <summary>A status message of a BuildKit build: steps, their progress, and their output.</summary>
/// <remarks>Source: message StatusResponse of github.com/moby/buildkit, api/services/control/control.proto.</remarks>
sealed record BuildTrace
{
    /// <summary>Steps that are new or have changed.</summary>
    public List<BuildVertex> Vertexes { get; } = [];

    /// <summary>The progress of the steps' transfers.</summary>
    public List<BuildVertexStatus> Statuses { get; } = [];

    /// <summary>The output of steps.</summary>
    public List<BuildVertexLog> Logs { get; } = [];

    /// <summary>The builder's warnings.</summary>
    public List<BuildVertexWarning> Warnings { get; } = [];

    /// <summary>Parses a message.</summary>
    /// <exception cref="InvalidDataException">The message is invalid.</exception>
    public static BuildTrace Decode(ReadOnlySpan<byte> message)
    {
        var trace = new BuildTrace();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    trace.Vertexes.Add(DecodeVertex(reader.Data));
                    break;
                case 2:
                    trace.Statuses.Add(DecodeStatus(reader.Data));
                    break;
                case 3:
                    trace.Logs.Add(DecodeLog(reader.Data));
                    break;
                case 4:
                    trace.Warnings.Add(DecodeWarning(reader.Data));
                    break;
            }
        }
        return trace;
    }

    static BuildVertex DecodeVertex(ReadOnlySpan<byte> message)
    {
        var vertex = new BuildVertex();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            vertex = reader.Field switch
            {
                1 => vertex with { Digest = reader.Text },
                3 => vertex with { Name = reader.Text },
                4 => vertex with { Cached = reader.Number != 0 },
                5 => vertex with { Started = DecodeMoment(reader.Data) },
                6 => vertex with { Completed = DecodeMoment(reader.Data) },
                7 => vertex with { Error = reader.Text },
                _ => vertex,
            };
        }
        return vertex;
    }

    static BuildVertexStatus DecodeStatus(ReadOnlySpan<byte> message)
    {
        var status = new BuildVertexStatus();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            status = reader.Field switch
            {
                1 => status with { Id = reader.Text },
                2 => status with { Vertex = reader.Text },
                3 => status with { Name = reader.Text },
                4 => status with { Current = reader.Signed },
                5 => status with { Total = reader.Signed },
                _ => status,
            };
        }
        return status;
    }

    static BuildVertexLog DecodeLog(ReadOnlySpan<byte> message)
    {
        var log = new BuildVertexLog();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            log = reader.Field switch
            {
                1 => log with { Vertex = reader.Text },
                3 => log with { IsError = reader.Number == 2 },
                4 => log with { Bytes = reader.Data.ToArray() },
                _ => log,
            };
        }
        return log;
    }

    static BuildVertexWarning DecodeWarning(ReadOnlySpan<byte> message)
    {
        var warning = new BuildVertexWarning();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            warning = reader.Field switch
            {
                3 => warning with { Short = reader.Text },
                5 => warning with { Url = reader.Text },
                7 => warning with { Line = warning.Line ?? DecodeFirstLine(reader.Data) },
                _ => warning,
            };
        }
        return warning;
    }

    /// <summary>The first line of a source range.</summary>
    static int? DecodeFirstLine(ReadOnlySpan<byte> range)
    {
        var reader = new ProtobufReader(range);
        while (reader.Next())
        {
            if (reader.Field != 1)
                continue;
            var position = new ProtobufReader(reader.Data);
            while (position.Next())
            {
                if (position.Field == 1)
                    return (int)position.Signed;
            }
        }
        return null;
    }

    static DateTimeOffset DecodeMoment(ReadOnlySpan<byte> timestamp)
    {
        long seconds = 0;
        long nanoseconds = 0;
        var reader = new ProtobufReader(timestamp);
        while (reader.Next())
        {
            if (reader.Field == 1)
                seconds = reader.Signed;
            else if (reader.Field == 2)
                nanoseconds = reader.Signed;
        }
        return DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(nanoseconds / 100);
    }
}

/// <summary>A step.</summary>
sealed record BuildVertex
{
    public string Digest { get; init; } = "";

    public string Name { get; init; } = "";

    public bool Cached { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Completed { get; init; }

    public string Error { get; init; } = "";
}

/// <summary>The progress of a step's transfer.</summary>
sealed record BuildVertexStatus
{
    public string Id { get; init; } = "";

    public string Vertex { get; init; } = "";

    public string Name { get; init; } = "";

    public long Current { get; init; }

    public long Total { get; init; }
}

/// <summary>A part of a step's output, which may begin and end in the middle of a line.</summary>
sealed record BuildVertexLog
{
    public string Vertex { get; init; } = "";

    public bool IsError { get; init; }

    public byte[] Bytes { get; init; } = [];
}

/// <summary>A warning from the builder.</summary>
sealed record BuildVertexWarning
{
    public string Short { get; init; } = "";

    public string Url { get; init; } = "";

    public int? Line { get; init; }
}
