namespace DockerPS.Engine.Tests;

/// <summary>Values that BuildKit writes and this module does not.</summary>
static class ProtobufWriterExtensions
{
    public static ProtobufWriter Moment(this ProtobufWriter writer, int field, DateTimeOffset moment) =>
        writer.Message(field, new ProtobufWriter()
        .Number(1, (ulong)moment.ToUnixTimeSeconds())
        .Number(2, (ulong)(moment.Ticks % TimeSpan.TicksPerSecond * 100)));
}
