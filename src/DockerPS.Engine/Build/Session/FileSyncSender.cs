using System.Buffers;
using System.Threading.Channels;

namespace DockerPS.Engine;

/// <summary>
/// Synchronizes a folder of the engine with what is here: tells what there is, in the order of names, and sends the files of which the engine
/// has no equal ones from an earlier build.
/// </summary>
/// <remarks>Source: github.com/tonistiigi/fsutil, receive.go.</remarks>
/// <param name="call">The call.</param>
/// <param name="skipped">Told of each thing that no builder takes.</param>
/// <param name="sent">Told how many bytes have been sent, with each piece.</param>
sealed class FileSyncSender(GrpcCall call, Action<string> skipped, Action<int> sent)
{
    const int StatBatch = 32 * 1024;
    const int DataSize = 256 * 1024;
    const int HeadRoom = 64;
    const int Senders = 4;
    const int MostRequests = 128;

    readonly Channel<(int Id, ContextEntry File)> wanted = Channel.CreateBounded<(int, ContextEntry)>(new BoundedChannelOptions(MostRequests) { SingleWriter = true });
    readonly List<ContextEntry?> files = [];
    readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(call.Ended);

    /// <summary>Synchronizes, until the engine has what it wants.</summary>
    public async Task RunAsync(IEnumerable<ContextEntry> entries)
    {
        using (stopping)
        {
            var requests = ReadRequestsAsync();
            var rest = new List<Task> { requests, Task.Run(() => TellAsync(entries)) };
            for (int i = 0; i < Senders; i++)
                rest.Add(Task.Run(SendWantedAsync));
            try
            {
                while (rest.Count > 0)
                {
                    var done = await Task.WhenAny(rest).ConfigureAwait(false);
                    rest.Remove(done);
                    await done.ConfigureAwait(false);
                }
            }
            catch (EngineException e)
            {
                await call.WriteAsync(new ProtobufWriter().Number(1, (ulong)FileSyncPacketType.Error).Text(4, e.Message)).ConfigureAwait(false);
                throw;
            }
            finally
            {
                await stopping.CancelAsync().ConfigureAwait(false);
                // they end now; what they say of it is of no interest
                await Task.WhenAll(rest).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            }
            await call.WriteAsync(new ProtobufWriter().Number(1, (ulong)FileSyncPacketType.Finish)).ConfigureAwait(false);
        }
    }

    /// <summary>Tells what there is. Many things go at once, since most are told in a few bytes.</summary>
    async Task TellAsync(IEnumerable<ContextEntry> entries)
    {
        var batch = new ArrayBufferWriter<byte>(2 * StatBatch);
        var packet = new ProtobufWriter();
        foreach (var entry in entries)
        {
            if (!TryWriteStat(packet.Clear(), entry))
            {
                skipped(entry.Path);
                continue;
            }
            lock (files)
                files.Add(entry.Kind is ContextEntryKind.File or ContextEntryKind.Empty ? entry : null);
            Add(batch, packet);
            if (batch.WrittenCount < StatBatch)
                continue;
            await call.WriteFramedAsync(batch.WrittenMemory).ConfigureAwait(false);
            batch.ResetWrittenCount();
            stopping.Token.ThrowIfCancellationRequested();
        }
        Add(batch, packet.Clear());
        await call.WriteFramedAsync(batch.WrittenMemory).ConfigureAwait(false);
    }

    static bool TryWriteStat(ProtobufWriter packet, ContextEntry entry)
    {
        try
        {
            return FileSyncPacket.TryWriteStat(packet, entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ContextEntry.Unreadable(entry.Path, e);
        }
    }

    static void Add(ArrayBufferWriter<byte> batch, ProtobufWriter packet)
    {
        GrpcCall.WriteHead(batch.GetSpan(GrpcCall.HeadLength), packet.Length);
        batch.Advance(GrpcCall.HeadLength);
        batch.Write(packet.Written);
    }

    async Task ReadRequestsAsync()
    {
        while (await call.ReadAsync(stopping.Token).ConfigureAwait(false) is { } message)
        {
            var packet = FileSyncPacket.Decode(message.Span);
            switch (packet.Type)
            {
                case FileSyncPacketType.Request:
                    await wanted.Writer.WriteAsync((packet.Id, Take(packet.Id)), stopping.Token).ConfigureAwait(false);
                    break;
                case FileSyncPacketType.Finish:
                    wanted.Writer.Complete();
                    return;
                case FileSyncPacketType.Error:
                    throw new GrpcException(GrpcStatus.Unknown, $"the engine could not take the files: {packet.Text}");
                default:
                    throw new GrpcException(GrpcStatus.InvalidArgument, $"a receiver sends no packet of type {packet.Type}");
            }
        }
        throw new GrpcException(GrpcStatus.Cancelled, "the engine has ended the call before it had the files");
    }

    /// <summary>A file of which the content is wanted, once.</summary>
    ContextEntry Take(int id)
    {
        lock (files)
        {
            if (id < 0 || id >= files.Count || files[id] is not { } file)
                throw new GrpcException(GrpcStatus.InvalidArgument, $"there is no file {id} to send");
            files[id] = null;
            return file;
        }
    }

    async Task SendWantedAsync()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(HeadRoom + DataSize);
        try
        {
            await foreach (var (id, file) in wanted.Reader.ReadAllAsync(stopping.Token).ConfigureAwait(false))
                await SendAsync(id, file, buffer).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    async Task SendAsync(int id, ContextEntry file, byte[] buffer)
    {
        var content = Open(file);
        await using (content.ConfigureAwait(false))
        {
            int count;
            do
            {
                stopping.Token.ThrowIfCancellationRequested();
                count = content.Read(buffer.AsSpan(HeadRoom, DataSize));
                await call.WriteFramedAsync(Frame(buffer, id, count)).ConfigureAwait(false);
                sent(count);
            }
            while (count > 0);
        }
    }

    static ContextFile Open(ContextEntry file)
    {
        try
        {
            var content = new ContextFile(file);
            if (content.Length == file.Length)
                return content;
            content.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ContextEntry.Unreadable(file.Path, e);
        }
        throw ContextEntry.Unreadable(file.Path, "was changed while the context was being sent");
    }

    /// <summary>Puts the head of a packet, and of its message, right before the piece of a file; a packet without a piece is the end of the file.</summary>
    static ReadOnlyMemory<byte> Frame(byte[] buffer, int id, int count)
    {
        var head = new ProtobufWriter().Number(1, (ulong)FileSyncPacketType.Data).Number(3, (ulong)id);
        if (count > 0)
            head.BytesHead(4, count);
        int start = HeadRoom - head.Length - GrpcCall.HeadLength;
        GrpcCall.WriteHead(buffer.AsSpan(start), head.Length + count);
        head.Written.CopyTo(buffer.AsSpan(start + GrpcCall.HeadLength));
        return buffer.AsMemory(start, GrpcCall.HeadLength + head.Length + count);
    }
}
