namespace DockerPS.Engine.Tests;

/// <summary>What BuildKit writes into messages beyond what this module writes.</summary>
static class Protobuf
{
    /// <summary>A moment, as a message of seconds and nanoseconds.</summary>
    public static ProtobufWriter Moment(this ProtobufWriter writer, int field, DateTimeOffset moment) => writer.Message(field, new ProtobufWriter()
        .Number(1, (ulong)moment.ToUnixTimeSeconds())
        .Number(2, (ulong)(moment.Ticks % TimeSpan.TicksPerSecond * 100)));
}
