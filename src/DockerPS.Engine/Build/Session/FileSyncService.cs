namespace DockerPS.Engine;

/// <summary>A folder that the engine may ask for.</summary>
/// <param name="Root">Where it is on this machine; null for one that is on no disk, in which there are no links.</param>
/// <param name="Walk">What is in it, folders before what is in them, in the order of names.</param>
sealed record SyncedFolder(string? Root, Func<ContextFilter, IEnumerable<ContextEntry>> Walk);

/// <summary>Sends the engine what it asks for of some folders, and of no other.</summary>
/// <remarks>Source: github.com/moby/buildkit, session/filesync.</remarks>
/// <param name="folders">The folders, by the names that builders have for them.</param>
/// <param name="skipped">Told of each thing that no builder takes.</param>
/// <param name="sent">Told how many bytes have been sent, with each piece.</param>
sealed class FileSyncService(IReadOnlyDictionary<string, SyncedFolder> folders, Action<string> skipped, Action<int> sent)
{
    /// <summary>What it serves.</summary>
    public IEnumerable<KeyValuePair<string, Func<GrpcCall, Task>>> Methods => [new("/moby.filesync.v1.FileSync/DiffCopy", SendAsync)];

    async Task SendAsync(GrpcCall call)
    {
        string name = call.Metadata("dir-name") is [var first, ..] ? first : "";
        if (!folders.TryGetValue(name, out var folder))
            throw new GrpcException(GrpcStatus.NotFound, $"there is no folder '{name}' to send");
        var entries = folder.Walk(ReadFilter(call, folder));
        await new FileSyncSender(call, skipped, sent).RunAsync(entries).ConfigureAwait(false);
    }

    static ContextFilter ReadFilter(GrpcCall call, SyncedFolder folder)
    {
        var wanted = call.Metadata("include-patterns");
        var followed = call.Metadata("followpaths");
        try
        {
            var needed = followed.Count == 0 ? [] : folder.Root is null ? followed : FollowedPaths.Resolve(folder.Root, followed);
            IgnoreRules[] leftOut = call.Metadata("exclude-patterns") is { Count: > 0 } excluded ? [IgnoreRules.Of(excluded)] : [];
            bool isAll = needed is null || needed.Count + wanted.Count == 0;
            return new ContextFilter(leftOut, isAll ? null : IgnoreRules.Of([.. wanted, .. needed!]));
        }
        catch (FormatException e)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, $"the engine asks for files by a pattern that is none: {e.Message}");
        }
    }
}
