namespace DockerPS.Engine;

/// <summary>The small messages that BuildKit's services take and give.</summary>
static class GrpcMessages
{
    /// <summary>A message without a field.</summary>
    public static ReadOnlyMemory<byte> Empty => default;

    /// <summary>Reads the caller's only message.</summary>
    /// <exception cref="GrpcException">It sent none.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadOneAsync(this GrpcCall call, CancellationToken cancellationToken) =>
        await call.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new GrpcException(GrpcStatus.InvalidArgument, $"{call.Method} was called without a message.");

    /// <summary>The text in a field; empty when it is not there.</summary>
    /// <exception cref="GrpcException">The bytes are no message.</exception>
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

    /// <summary>The bytes of a message that has nothing but a field 1 of bytes.</summary>
    /// <remarks>
    /// Source: message BytesMessage of github.com/moby/buildkit, session/filesync/filesync.proto and session/sshforward/ssh.proto.
    /// </remarks>
    /// <exception cref="GrpcException">The bytes are no message.</exception>
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

    /// <summary>The same message, made.</summary>
    public static ReadOnlyMemory<byte> FromBytes(ReadOnlySpan<byte> bytes) => new ProtobufWriter().Bytes(1, bytes).Written;

    /// <summary>The first value of a metadata key; null when there is none.</summary>
    public static string? FindMetadata(this GrpcCall call, string key) => call.GetMetadata(key) is [var first, ..] ? first : null;

    /// <summary>Takes the fields of a message.</summary>
    /// <exception cref="GrpcException">The bytes are no message.</exception>
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
            throw new GrpcException(GrpcStatus.InvalidArgument, $"This is no message: {e.Message}.");
        }
    }
}

/// <summary>Takes a field.</summary>
delegate void FieldReader(int field, ProtobufReader reader);
