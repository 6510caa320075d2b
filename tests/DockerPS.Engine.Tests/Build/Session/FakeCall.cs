using System.Threading.Channels;

namespace DockerPS.Engine.Tests;

/// <summary>An in-memory call: the test is the caller.</summary>
sealed class FakeCall : GrpcCall
{
    readonly Channel<ReadOnlyMemory<byte>> requests = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    readonly Channel<ReadOnlyMemory<byte>> answers = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    readonly Dictionary<string, string[]> metadata = [];

    public override string Method => "/test/Method";

    public static FakeCall Of(params ProtobufWriter[] messages)
    {
        var call = new FakeCall();
        foreach (var message in messages)
            call.Send(message.Written);
        return call;
    }

    public FakeCall With(string key, params string[] values)
    {
        metadata[key] = values;
        return this;
    }

    public void Send(ReadOnlyMemory<byte> message) => Assert.True(requests.Writer.TryWrite(message));

    public void SendEnd() => requests.Writer.Complete();

    /// <summary>The next response; null after the call has ended.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync() =>
        await answers.Reader.WaitToReadAsync() && answers.Reader.TryRead(out var message) ? message : (ReadOnlyMemory<byte>?)null;

    /// <summary>Runs a handler to its end, which also ends the responses.</summary>
    public async Task RunAsync(GrpcHandler handler, CancellationToken cancellationToken = default)
    {
        try
        {
            await handler(this, cancellationToken);
        }
        finally
        {
            answers.Writer.Complete();
        }
    }

    public override IReadOnlyList<string> GetMetadata(string key) => metadata.GetValueOrDefault(key, []);

    public override async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken) =>
        await requests.Reader.WaitToReadAsync(cancellationToken) && requests.Reader.TryRead(out var message)
            ? message
            : (ReadOnlyMemory<byte>?)null;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        answers.Writer.WriteAsync(message.ToArray(), cancellationToken);
}
