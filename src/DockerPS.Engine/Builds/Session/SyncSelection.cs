namespace DockerPS.Engine;

/// <summary>What the builder requests from a folder: it names the files that a build copies, and wants nothing else.</summary>
/// <remarks>Source: github.com/moby/buildkit, session/filesync, and github.com/tonistiigi/fsutil, filter.go.</remarks>
sealed class SyncSelection
{
    const string IncludeKey = "include-patterns";
    const string ExcludeKey = "exclude-patterns";
    const string FollowKey = "followpaths";
    const string EncodedSuffix = "-encoded";

    readonly IgnoreRules? included;
    readonly IgnoreRules excluded;

    /// <param name="included">Patterns, one of which must match; null if everything is wanted.</param>
    /// <param name="excluded">Patterns for items that are not wanted.</param>
    public SyncSelection(IReadOnlyList<string>? included, IReadOnlyList<string> excluded)
    {
        this.included = included is null ? null : Parse(included);
        this.excluded = Parse(excluded);
    }

    /// <summary>Parses the request of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="folder">The folder in which links are followed; null if there are none.</param>
    /// <exception cref="GrpcException">The request is invalid.</exception>
    public static SyncSelection Read(GrpcCall call, string? folder)
    {
        var includes = GetTexts(call, IncludeKey);
        if (GetTexts(call, FollowKey) is { Count: > 0 } paths)
            includes = LinkFollower.Follow(folder, paths) is { } targets ? [.. includes, .. targets] : [];
        return new SyncSelection(includes.Count == 0 ? null : includes, GetTexts(call, ExcludeKey));
    }

    /// <summary>Whether something in a folder may be wanted.</summary>
    public bool MayWantBelow(string folder) =>
        included is null
            || included.IsIgnored(folder)
            || included.Patterns.Any(pattern => !pattern.IsException && pattern.MayMatchBelow(folder));

    /// <summary>The wanted items, and the folders that contain them.</summary>
    /// <param name="entries">All items, with each folder before its contents.</param>
    public IEnumerable<FileEntry> Filter(IEnumerable<FileEntry> entries)
    {
        var waiting = new List<FileEntry>();
        foreach (var entry in entries)
        {
            waiting.RemoveAll(folder => !IsBelow(entry.Path, folder.Path));
            if (IsWanted(entry.Path))
            {
                foreach (var folder in waiting)
                    yield return folder;
                waiting.Clear();
                yield return entry;
            }
            else if (entry.Kind == FileEntryKind.Folder)
            {
                waiting.Add(entry);
            }
        }
    }

    bool IsWanted(string path) => (included is null || included.IsIgnored(path)) && !excluded.IsIgnored(path);

    static bool IsBelow(string path, string folder) =>
        path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal);

    /// <summary>The values of a key, which are escaped if one of them is not ASCII.</summary>
    static IReadOnlyList<string> GetTexts(GrpcCall call, string key)
    {
        var values = call.GetMetadata(key);
        return call.FindMetadata(key + EncodedSuffix) is "1"
            ? [.. values.Select(RawName.UnescapeUri)]
            : values;
    }

    static IgnoreRules Parse(IReadOnlyList<string> patterns)
    {
        try
        {
            return IgnoreRules.Of(patterns, "The builder's request");
        }
        catch (EngineException e)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, e.Message);
        }
    }
}
