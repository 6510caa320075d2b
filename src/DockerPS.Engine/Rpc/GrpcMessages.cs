namespace DockerPS.Engine;

/// <summary>The small messages of BuildKit's services.</summary>
static class GrpcMessages
{
    /// <summary>A message without fields.</summary>
    public static ReadOnlyMemory<byte> Empty => default;

    /// <summary>Reads the caller's only message.</summary>
    /// <exception cref="GrpcException">The caller sent none.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadOneAsync(this GrpcCall call, CancellationToken cancellationToken) =>
        await call.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new GrpcException(GrpcStatus.InvalidArgument, $"{call.Method} was called without a message.");

    /// <summary>The string in a field; empty if there is none.</summary>
    /// <exception cref="GrpcException">The message is invalid.</exception>
    public static string FindText(ReadOnlyMemory<byte> message, int field)
    {
        string text = "";
        Read(message, (number, reader) =>
        {
            if (number == field)
                text = reader.Text;
        });
        return text;
    }

    /// <summary>The bytes of a message that consists of a field 1 with bytes.</summary>
    /// <remarks>
    /// Source: message BytesMessage of github.com/moby/buildkit, session/filesync/filesync.proto and session/sshforward/ssh.proto.
    /// </remarks>
    /// <exception cref="GrpcException">The message is invalid.</exception>
    public static ReadOnlyMemory<byte> FindBytes(ReadOnlyMemory<byte> message)
    {
        int length = 0;
        int end = message.Length;
        Read(message, (number, reader) =>
        {
            if (number != 1)
                return;
            length = reader.Data.Length;
            end = message.Length - reader.Remaining;
        });
        return message.Slice(end - length, length);
    }

    /// <summary>Creates the same message.</summary>
    public static ReadOnlyMemory<byte> FromBytes(ReadOnlySpan<byte> bytes) => new ProtobufWriter().Bytes(1, bytes).Written;

    /// <summary>The first value of a metadata key; null if there is none.</summary>
    public static string? FindMetadata(this GrpcCall call, string key) => call.GetMetadata(key) is [var first, ..] ? first : null;

    /// <summary>Receives the fields of a message.</summary>
    /// <exception cref="GrpcException">The message is invalid.</exception>
    public static void Read(ReadOnlyMemory<byte> message, FieldReader read)
    {
        try
        {
            var reader = new ProtobufReader(message.Span);
            while (reader.Next())
                read(reader.Field, reader);
        }
        catch (InvalidDataException e)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, $"The message is invalid: {e.Message}.");
        }
    }
}

/// <summary>Receives a field.</summary>
delegate void FieldReader(int field, ProtobufReader reader);
