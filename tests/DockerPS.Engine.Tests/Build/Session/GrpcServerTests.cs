using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>Calls, their messages, and how they end.</summary>
public sealed class GrpcServerTests
{
    const string Path = "/test.Service/Method";

    [Fact]
    public async Task A_call_is_answered_with_a_message_and_a_status()
    {
        await using var client = await Http2Client.ConnectAsync(new() { [Path] = EchoAsync });

        await client.CallAsync(1, Path);
        await client.SendMessageAsync(1, "Hello");

        Assert.Equal("Hello", Encoding.UTF8.GetString(await client.ReadAnswerAsync(1)));
    }

    [Fact]
    public async Task A_method_that_nobody_serves_is_unimplemented()
    {
        await using var client = await Http2Client.ConnectAsync();

        await client.CallAsync(1, "/other.Service/Method", isEnd: true);

        Assert.Equal((GrpcStatus.Unimplemented, "unknown method /other.Service/Method"), await client.ReadStatusAsync(1));
    }

    static async Task EchoAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        while (await call.ReadAsync(cancellationToken) is { } message)
            await call.WriteAsync(message, cancellationToken);
    }
}
