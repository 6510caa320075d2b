using System.Formats.Tar;

namespace DockerPS.Engine;

/// <summary>
/// The receiving side of a file sync. It receives the list first, creating folders and links, and then requests the contents: large files
/// one by one, small files many at a time, so as not to wait for each response.
/// </summary>
/// <remarks>Source: github.com/tonistiigi/fsutil, send.go.</remarks>
/// <param name="call">The call.</param>
/// <param name="destination">Creates the received items.</param>
/// <param name="progress">Receives the number of content bytes received.</param>
sealed class SyncReceiver(GrpcCall call, SafeTarExtractor destination, IProgress<TransferStatus>? progress)
{
    /// <summary>The number of bytes of small files that are requested at once.</summary>
    const int BatchSize = 1024 * 1024;

    const int MostInBatch = 64;

    readonly List<(uint Id, SyncStat Stat)> files = [];
    readonly List<SyncStat> secondNames = [];
    long received;

    /// <summary>Receives everything.</summary>
    /// <exception cref="EngineException">An item would be outside the destination, cannot be written, or differs from its
    /// announcement.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadListAsync(cancellationToken).ConfigureAwait(false);
            for (int next = 0; next < files.Count;)
                next = await ReceiveAsync(next, cancellationToken).ConfigureAwait(false);
            foreach (var name in secondNames)
                await MakeAsync(name, Stream.Null, cancellationToken).ConfigureAwait(false);
            destination.Complete();
        }
        catch (EngineException e)
        {
            await call.WriteAsync(SyncPacket.MakeError(e.Message), cancellationToken).ConfigureAwait(false);
            throw;
        }
        await call.WriteAsync(SyncPacket.Make(SyncPacketType.Finish), cancellationToken).ConfigureAwait(false);
        while (await call.ReadAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            // the sender confirms, and ends the call
        }
    }

    async Task ReadListAsync(CancellationToken cancellationToken)
    {
        for (uint id = 0; ; id++)
        {
            var packet = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (packet.Type != SyncPacketType.Stat)
                throw ReceivedTar.Broken($"'{packet.Type}' came in the middle of its list");
            if (packet.Stat is not { } stat)
                return;
            if (stat.Size < 0)
                throw ReceivedContent.WrongSize(stat);
            if (!stat.IsFile)
                await MakeAsync(stat, Stream.Null, cancellationToken).ConfigureAwait(false);
            else if (stat.LinkName.Length > 0)
                secondNames.Add(stat);
            else
                files.Add((id, stat));
        }
    }

    /// <summary>Receives the next files, and returns the remaining ones.</summary>
    async Task<int> ReceiveAsync(int first, CancellationToken cancellationToken)
    {
        var batch = new Dictionary<uint, Arrival>();
        long size = 0;
        int next = first;
        for (; next < files.Count && batch.Count < MostInBatch && size + files[next].Stat.Size <= BatchSize; next++)
        {
            var (id, stat) = files[next];
            batch.Add(id, new Arrival(stat));
            size += stat.Size;
        }
        if (batch.Count == 0)
        {
            await ReceiveLargeAsync(files[first].Id, files[first].Stat, cancellationToken).ConfigureAwait(false);
            return first + 1;
        }
        foreach (uint id in batch.Keys)
            await call.WriteAsync(SyncPacket.MakeRequest(id), cancellationToken).ConfigureAwait(false);
        for (int missing = batch.Count; missing > 0;)
        {
            var packet = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (packet.Type != SyncPacketType.Data || !batch.TryGetValue(packet.Id, out var arrival) || arrival.IsWhole)
                throw ReceivedTar.Broken($"'{packet.Type}' came for the file {packet.Id}, which was not asked for");
            Count(packet.Data.Length);
            if (!arrival.Add(packet.Data.Span))
                continue;
            await MakeAsync(arrival.Stat, new MemoryStream(arrival.Content, writable: false), cancellationToken).ConfigureAwait(false);
            missing--;
        }
        return next;
    }

    async Task ReceiveLargeAsync(uint id, SyncStat stat, CancellationToken cancellationToken)
    {
        await call.WriteAsync(SyncPacket.MakeRequest(id), cancellationToken).ConfigureAwait(false);
        var content = new ReceivedContent(stat, async token =>
        {
            var packet = await ReadAsync(token).ConfigureAwait(false);
            if (packet.Type != SyncPacketType.Data || packet.Id != id)
                throw ReceivedTar.Broken($"'{packet.Type}' came for the file {packet.Id}, which was not asked for");
            Count(packet.Data.Length);
            return packet.Data;
        });
        await using (content.ConfigureAwait(false))
            await MakeAsync(stat, content, cancellationToken).ConfigureAwait(false);
    }

    async Task MakeAsync(SyncStat stat, Stream content, CancellationToken cancellationToken)
    {
        string[] name = TarNames.Split(stat.Path);
        if (name.Length == 0)
            throw TarNames.Unsafe(stat.Path, "has no name");
        var entry = stat.ToTarEntry();
        if (entry.EntryType == TarEntryType.RegularFile)
            entry.DataStream = content;
        await destination.ExtractAsync(
            entry,
            name,
            entry.EntryType == TarEntryType.HardLink ? TarNames.Split(stat.LinkName) : null,
            cancellationToken)
            .ConfigureAwait(false);
    }

    async Task<SyncPacket> ReadAsync(CancellationToken cancellationToken)
    {
        var message = await call.ReadAsync(cancellationToken).ConfigureAwait(false) ?? throw ReceivedTar.Broken("it ends too early");
        var packet = SyncPacket.Read(message);
        return packet.Type == SyncPacketType.Error
            ? throw ReceivedTar.Broken(System.Text.Encoding.UTF8.GetString(packet.Data.Span))
            : packet;
    }

    void Count(int bytes)
    {
        received += bytes;
        progress?.Report(new TransferStatus("", "Receiving", received, null));
    }

    /// <summary>A small file that is being received.</summary>
    sealed class Arrival(SyncStat stat)
    {
        int count;

        public SyncStat Stat => stat;

        public byte[] Content { get; } = new byte[stat.Size];

        public bool IsWhole { get; private set; }

        /// <summary>Adds a part; true at the end.</summary>
        public bool Add(ReadOnlySpan<byte> piece)
        {
            if (piece.Length > Content.Length - count || (piece.IsEmpty && count < Content.Length))
                throw ReceivedContent.WrongSize(stat);
            piece.CopyTo(Content.AsSpan(count));
            count += piece.Length;
            return IsWhole = piece.IsEmpty;
        }
    }
}
