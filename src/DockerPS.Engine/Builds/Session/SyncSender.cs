using System.Collections.Concurrent;
using System.Threading.Channels;

namespace DockerPS.Engine;

/// <summary>
/// The sending side of a file sync: sends the list of items while it answers the receiver's requests for contents, several at a time. Only
/// the list and one buffer per reader are kept in memory.
/// </summary>
/// <remarks>Source: github.com/tonistiigi/fsutil, receive.go.</remarks>
/// <param name="call">The call.</param>
/// <param name="counter">Counts the bytes of the contents.</param>
/// <param name="skipped">Receives the reason for each item that is not sent.</param>
sealed class SyncSender(GrpcCall call, UploadCounter counter, Action<string>? skipped)
{
    const int Readers = 4;
    const int PieceSize = 128 * 1024;

    readonly ConcurrentDictionary<uint, FileEntry> files = new();
    readonly Channel<(uint Id, FileEntry Entry)> requests = Channel.CreateUnbounded<(uint, FileEntry)>();

    /// <summary>Whether to skip names that are not UTF-8, because the receiver would refuse the whole list.</summary>
    public bool SkipsRawNames { get; init; }

    /// <summary>Sends until the receiver has everything that it wants.</summary>
    /// <param name="entries">The items, sorted by name, with each folder before its contents.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="EngineException">Something cannot be read, or changes while it is being read. The receiver has been
    /// told.</exception>
    public async Task RunAsync(IEnumerable<FileEntry> entries, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // the list and the contents come from blocking reads; ending them must not cut a message short, since an error message is to follow
        List<Task> work =
        [
            Task.Run(() => ListAsync(entries, ending.Token, cancellationToken), CancellationToken.None),
            ReceiveAsync(ending.Token),
        ];
        for (int i = 0; i < Readers; i++)
            work.Add(Task.Run(() => SendContentsAsync(ending.Token, cancellationToken), CancellationToken.None));
        var failure = await FinishAsync(work, ending).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is null)
            return;
        await call.WriteAsync(SyncPacket.MakeError(failure.Message), cancellationToken).ConfigureAwait(false);
        throw failure;
    }

    /// <summary>Waits for all work to end; the first failure ends the rest.</summary>
    static async Task<Exception?> FinishAsync(List<Task> work, CancellationTokenSource ending)
    {
        Exception? first = null;
        while (work.Count > 0)
        {
            var ended = await Task.WhenAny(work).ConfigureAwait(false);
            work.Remove(ended);
            try
            {
                await ended.ConfigureAwait(false);
            }
            catch (Exception e)
            {
                first ??= e;
                await ending.CancelAsync().ConfigureAwait(false);
            }
        }
        return first;
    }

    async Task ListAsync(IEnumerable<FileEntry> entries, CancellationToken ending, CancellationToken cancellationToken)
    {
        uint next = 0;
        string? skippedFolder = null;
        foreach (var entry in entries)
        {
            ending.ThrowIfCancellationRequested();
            if (skippedFolder is not null && entry.Path.StartsWith(skippedFolder, StringComparison.Ordinal))
                continue;
            if (SkipsRawNames && (RawName.IsRaw(entry.Path) || RawName.IsRaw(entry.LinkTarget)))
            {
                skipped?.Invoke($"'{RawName.Show(entry.Path)}' has a name or target that is not UTF-8, which this builder does not support");
                skippedFolder = entry.Path + "/";
                continue;
            }
            if (Describe(entry) is not { } stat)
            {
                skipped?.Invoke($"'{RawName.Show(entry.Path)}' is a socket, which a build context cannot contain");
                continue;
            }
            if (stat.IsFile)
                files[next] = entry;
            next++;
            await call.WriteAsync(SyncPacket.Make(stat), cancellationToken).ConfigureAwait(false);
        }
        await call.WriteAsync(SyncPacket.Make(SyncPacketType.Stat), cancellationToken).ConfigureAwait(false);
    }

    async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await call.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                var packet = SyncPacket.Read(message);
                switch (packet.Type)
                {
                    case SyncPacketType.Request:
                        // each only once, so that no more than the number of files can wait
                        if (!files.TryRemove(packet.Id, out var entry))
                        {
                            throw new GrpcException(
                                GrpcStatus.InvalidArgument,
                                $"There is no file {packet.Id} to be sent, or it was sent already.");
                        }
                        requests.Writer.TryWrite((packet.Id, entry));
                        break;
                    case SyncPacketType.Finish:
                        await call.WriteAsync(SyncPacket.Make(SyncPacketType.Finish), cancellationToken).ConfigureAwait(false);
                        return;
                    case SyncPacketType.Error:
                        throw new GrpcException(GrpcStatus.Cancelled, "The builder stopped the transfer of files.");
                    default:
                        throw new GrpcException(GrpcStatus.InvalidArgument, $"A receiver of files cannot send '{packet.Type}'.");
                }
            }
        }
        finally
        {
            requests.Writer.Complete();
        }
    }

    async Task SendContentsAsync(CancellationToken ending, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[SyncPacket.LongestHead + PieceSize];
        await foreach (var (id, entry) in requests.Reader.ReadAllAsync(ending).ConfigureAwait(false))
            await SendAsync(id, entry, buffer, ending, cancellationToken).ConfigureAwait(false);
    }

    async Task SendAsync(uint id, FileEntry entry, byte[] buffer, CancellationToken ending, CancellationToken cancellationToken)
    {
        var file = Open(entry);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length != entry.Length)
                throw FileEntry.Unreadable(entry.Path, "changed while it was being sent");
            int count;
            while ((count = file.Read(buffer.AsSpan(SyncPacket.LongestHead))) > 0)
            {
                ending.ThrowIfCancellationRequested();
                await call.WriteAsync(SyncPacket.MakeData(id, buffer, count), cancellationToken).ConfigureAwait(false);
                counter.Add(count);
            }
        }
        await call.WriteAsync(SyncPacket.MakeEnd(id), cancellationToken).ConfigureAwait(false);
    }

    static SyncStat? Describe(FileEntry entry)
    {
        try
        {
            return SyncStat.From(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileEntry.Unreadable(entry.Path, e);
        }
    }

    static ContextFile Open(FileEntry entry)
    {
        try
        {
            return new ContextFile(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileEntry.Unreadable(entry.Path, e);
        }
    }
}
