namespace DockerPS.Engine;

/// <summary>One stream of a connection: a call, of which both sides send parts.</summary>
sealed class Http2Stream : IDisposable
{
    readonly Http2Connection connection;
    readonly CancellationTokenSource ending;
    bool hasAnswered;

    public Http2Stream(Http2Connection connection, int id, IReadOnlyList<HeaderField> headers, CancellationToken closing)
    {
        this.connection = connection;
        Id = id;
        Headers = headers;
        ending = CancellationTokenSource.CreateLinkedTokenSource(closing);
        Ended = ending.Token;
    }

    /// <summary>The number of the stream.</summary>
    public int Id { get; }

    /// <summary>The headers with which the other side opened it.</summary>
    public IReadOnlyList<HeaderField> Headers { get; }

    /// <summary>Cancelled when the other side has given it up, or the connection ends.</summary>
    public CancellationToken Ended { get; }

    /// <summary>What has come.</summary>
    public Http2Inbox Inbox { get; } = new();

    /// <summary>How much more the other side may send.</summary>
    public int Room { get; set; } = Http2Connection.StreamWindow;

    /// <summary>How much has been read of which the other side has not been told.</summary>
    public int Untold { get; set; }

    /// <summary>Whether the other side has sent all.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Reads what has come; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int count = await Inbox.ReadAsync(destination, cancellationToken).ConfigureAwait(false);
        // what the other side had sent before it gave up is no whole call
        Ended.ThrowIfCancellationRequested();
        await connection.GiveRoomAsync(this, count).ConfigureAwait(false);
        return count;
    }

    /// <summary>Sends data, as fast as the other side has room for it; the first comes after headers.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data)
    {
        while (!data.IsEmpty)
            data = data[await connection.SendDataAsync(this, data).ConfigureAwait(false)..];
    }

    /// <summary>Sends headers, once at the beginning, and once as the end.</summary>
    public ValueTask WriteHeadersAsync(IEnumerable<HeaderField> fields, bool isLast)
    {
        hasAnswered |= isLast;
        return connection.SendHeadersAsync(this, HpackEncoder.Encode(fields), isLast);
    }

    /// <summary>The other side has sent all.</summary>
    public void Complete()
    {
        IsComplete = true;
        Inbox.Complete();
    }

    /// <summary>The other side has given it up, or the connection ends.</summary>
    public void Abort()
    {
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it has ended just now
        }
    }

    /// <summary>Whether the end has been sent.</summary>
    public bool HasAnswered => hasAnswered;

    /// <inheritdoc />
    public void Dispose() => ending.Dispose();
}
