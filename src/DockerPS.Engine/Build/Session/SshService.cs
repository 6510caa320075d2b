using System.Buffers.Binary;

namespace DockerPS.Engine;

/// <summary>
/// Lets the steps of a build use agents of ssh: to see which keys there are, and to sign with them. Whatever else an agent can do, such as
/// forgetting its keys, is no business of a build.
/// </summary>
/// <remarks>Source: github.com/moby/buildkit, session/sshforward; draft-ietf-sshm-ssh-agent, sections 3 and 4.</remarks>
/// <param name="agents">Opens connections to the agents, by what the steps call them.</param>
sealed class SshService(IReadOnlyDictionary<string, Func<CancellationToken, Task<Stream>>> agents)
{
    const string DefaultId = "default";
    const int LengthSize = 4;
    const int MostBytes = 256 * 1024;
    const byte Failure = 5;
    const byte RequestIdentities = 11;
    const byte SignRequest = 13;

    /// <summary>What it serves.</summary>
    public IEnumerable<KeyValuePair<string, Func<GrpcCall, Task>>> Methods =>
    [
        new("/moby.sshforward.v1.SSH/CheckAgent", CheckAsync),
        new("/moby.sshforward.v1.SSH/ForwardAgent", ForwardAsync),
    ];

    async Task CheckAsync(GrpcCall call)
    {
        Find(AuthService.ReadText((await call.ReadOnlyMessageAsync().ConfigureAwait(false)).Span, 1));
        await call.WriteAsync(new ProtobufWriter()).ConfigureAwait(false);
    }

    /// <summary>Hands each question to the agent, and its answer back.</summary>
    async Task ForwardAsync(GrpcCall call)
    {
        var open = Find(call.Metadata("buildkit.ssh.id") is [var id, ..] ? id : "");
        var step = new BytesMessages(call);
        var agent = await open(call.Ended).ConfigureAwait(false);
        await using (agent.ConfigureAwait(false))
        {
            while (await ReadAsync(step, call.Ended).ConfigureAwait(false) is { } question)
            {
                if (question.Length <= LengthSize || question[LengthSize] is not (RequestIdentities or SignRequest))
                {
                    await step.SendAsync([0, 0, 0, 1, Failure]).ConfigureAwait(false);
                    continue;
                }
                await agent.WriteAsync(question, call.Ended).ConfigureAwait(false);
                if (await ReadAsync(agent, call.Ended).ConfigureAwait(false) is not { } answer)
                    return;
                await step.SendAsync(answer).ConfigureAwait(false);
            }
        }
    }

    Func<CancellationToken, Task<Stream>> Find(string id)
    {
        string name = id.Length == 0 ? DefaultId : id;
        return agents.TryGetValue(name, out var open) ? open : throw new GrpcException(GrpcStatus.NotFound, $"the build was given no ssh agent '{name}'");
    }

    /// <summary>Reads a message with its length before it; null at the end.</summary>
    static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] head = new byte[LengthSize];
        if (await stream.ReadAtLeastAsync(head, LengthSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < LengthSize)
            return null;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length > MostBytes)
            throw new GrpcException(GrpcStatus.ResourceExhausted, $"a message of {length} bytes came, where {MostBytes} are allowed");
        byte[] message = new byte[LengthSize + length];
        head.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(LengthSize), cancellationToken).ConfigureAwait(false);
        return message;
    }
}
