using System.Buffers.Binary;

namespace DockerPS.Engine;

/// <summary>
/// Connects build steps to SSH agents on this machine; keys stay with their agents. A step may list keys and sign with them. Other agent
/// requests, such as removing keys, are refused.
/// </summary>
/// <remarks>Source: github.com/moby/buildkit, session/sshforward/ssh.proto; draft-ietf-sshm-ssh-agent, sections 3 and 5.</remarks>
sealed class SshService(IReadOnlyList<BuildSsh> agents)
{
    /// <summary>The method that asks whether there is an agent.</summary>
    public const string CheckAgent = "/moby.sshforward.v1.SSH/CheckAgent";

    /// <summary>The method that connects to it.</summary>
    public const string ForwardAgent = "/moby.sshforward.v1.SSH/ForwardAgent";

    const string IdKey = "buildkit.ssh.id";
    const int LengthSize = 4;
    const int LongestMessage = 256 * 1024;
    const byte Failure = 5;
    const byte RequestIdentities = 11;
    const byte SignRequest = 13;

    /// <summary>Answers whether there is an agent.</summary>
    public async Task CheckAgentAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        Find(GrpcMessages.FindText(await call.ReadOneAsync(cancellationToken).ConfigureAwait(false), 1));
        await call.WriteAsync(GrpcMessages.Empty, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forwards each request of a step to its agent, and the reply back, until either side ends.</summary>
    public async Task ForwardAgentAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        var agent = await SshAgentSocket.OpenAsync(Find(call.FindMetadata(IdKey) ?? ""), cancellationToken).ConfigureAwait(false);
        await using (agent.ConfigureAwait(false))
        {
            var step = new CallStream(call);
            while (await ReadAsync(step, cancellationToken).ConfigureAwait(false) is { } question)
            {
                byte[]? answer = IsAllowed(question)
                    ? await AskAsync(agent, question, cancellationToken).ConfigureAwait(false)
                    : [0, 0, 0, 1, Failure];
                // the step reports what it needed from the missing agent
                if (answer is null)
                    return;
                await call.WriteAsync(GrpcMessages.FromBytes(answer), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    BuildSsh Find(string id)
    {
        string wanted = id.Length == 0 ? BuildSsh.DefaultId : id;
        return agents.LastOrDefault(agent => agent.Id == wanted)
            ?? throw new GrpcException(GrpcStatus.NotFound, $"unset ssh forward key {wanted}");
    }

    static bool IsAllowed(byte[] question) => question.Length > LengthSize && question[LengthSize] is RequestIdentities or SignRequest;

    /// <summary>The reply of an agent; null if the agent has closed the connection.</summary>
    static async Task<byte[]?> AskAsync(Stream agent, byte[] question, CancellationToken cancellationToken)
    {
        try
        {
            await agent.WriteAsync(question, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(agent, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads a message preceded by its length; null at the end.</summary>
    static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] length = new byte[LengthSize];
        if (await stream.ReadAtLeastAsync(
            length,
            LengthSize,
            throwOnEndOfStream: false,
            cancellationToken).ConfigureAwait(false) < LengthSize)
            return null;
        uint count = BinaryPrimitives.ReadUInt32BigEndian(length);
        if (count > LongestMessage)
        {
            throw new GrpcException(
                GrpcStatus.ResourceExhausted,
                $"A message for an SSH agent has {count} bytes, more than the limit of {LongestMessage}.");
        }
        byte[] message = new byte[LengthSize + count];
        length.CopyTo(message, 0);
        return await stream.ReadAtLeastAsync(message.AsMemory(LengthSize), (int)count, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false) == count
                ? message
                : null;
    }
}
