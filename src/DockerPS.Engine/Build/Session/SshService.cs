using System.Buffers;

namespace DockerPS.Engine;

/// <summary>Connects steps of a build with SSH agents of this machine; keys stay with their agents.</summary>
/// <remarks>Source: github.com/moby/buildkit, session/sshforward/ssh.proto.</remarks>
sealed class SshService(IReadOnlyList<BuildSsh> agents)
{
    /// <summary>The method that asks whether there is an agent.</summary>
    public const string CheckAgent = "/moby.sshforward.v1.SSH/CheckAgent";

    /// <summary>The method that connects with it.</summary>
    public const string ForwardAgent = "/moby.sshforward.v1.SSH/ForwardAgent";

    const string IdKey = "buildkit.ssh.id";
    const int BufferSize = 32 * 1024;

    /// <summary>Answers whether there is an agent.</summary>
    public async Task CheckAgentAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        Find(GrpcMessages.FindText(await call.ReadOneAsync(cancellationToken).ConfigureAwait(false), 1));
        await call.WriteAsync(GrpcMessages.Empty, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies between a step and its agent, until either side ends.</summary>
    public async Task ForwardAgentAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        var socket = await SshAgentSocket.OpenAsync(Find(call.FindMetadata(IdKey) ?? ""), cancellationToken).ConfigureAwait(false);
        await using (socket.ConfigureAwait(false))
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var asking = AskAsync(call, socket, ending.Token);
            var answering = AnswerAsync(call, socket, ending.Token);
            await Task.WhenAny(asking, answering).ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            await EndAsync(asking).ConfigureAwait(false);
            await EndAsync(answering).ConfigureAwait(false);
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    BuildSsh Find(string id)
    {
        string wanted = id.Length == 0 ? BuildSsh.DefaultId : id;
        return agents.LastOrDefault(agent => agent.Id == wanted) ?? throw new GrpcException(GrpcStatus.NotFound, $"unset ssh forward key {wanted}");
    }

    static async Task AskAsync(GrpcCall call, Stream socket, CancellationToken cancellationToken)
    {
        while (await call.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
            await socket.WriteAsync(GrpcMessages.FindBytes(message), cancellationToken).ConfigureAwait(false);
    }

    static async Task AnswerAsync(GrpcCall call, Stream socket, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await socket.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                await call.WriteAsync(GrpcMessages.FromBytes(buffer.AsSpan(0, count)), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Waits for a direction to end; an agent that goes away ends the other one too, and the step says what it missed.</summary>
    static async Task EndAsync(Task direction)
    {
        try
        {
            await direction.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // the other direction, or the agent, has ended
        }
    }
}
