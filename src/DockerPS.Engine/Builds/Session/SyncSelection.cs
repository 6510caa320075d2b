namespace DockerPS.Engine;

/// <summary>What the builder asks for of a folder: it names what a build copies, and wants nothing else.</summary>
/// <remarks>Source: github.com/moby/buildkit, session/filesync, and github.com/tonistiigi/fsutil, filter.go.</remarks>
sealed class SyncSelection
{
    const string IncludeKey = "include-patterns";
    const string ExcludeKey = "exclude-patterns";
    const string FollowKey = "followpaths";
    const string EncodedSuffix = "-encoded";

    readonly IgnoreRules? included;
    readonly IgnoreRules excluded;

    /// <param name="included">Patterns, one of which has to fit; null when everything is wanted.</param>
    /// <param name="excluded">Patterns for what is not wanted.</param>
    public SyncSelection(IReadOnlyList<string>? included, IReadOnlyList<string> excluded)
    {
        this.included = included is null ? null : Parse(included);
        this.excluded = Parse(excluded);
    }

    /// <summary>Reads what a call asks for.</summary>
    /// <param name="call">The call.</param>
    /// <param name="folder">The folder in which links are followed; null when there are none in it.</param>
    /// <exception cref="GrpcException">It asks in a way that nobody understands.</exception>
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

    /// <summary>What is wanted, and the folders that it lies in.</summary>
    /// <param name="entries">All there is, folders before what is in them.</param>
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

    /// <summary>The values of a key, which are escaped where one of them is not of ASCII.</summary>
    static IReadOnlyList<string> GetTexts(GrpcCall call, string key)
    {
        var values = call.GetMetadata(key);
        return call.FindMetadata(key + EncodedSuffix) is "1"
            ? [.. values.Select(static value => Uri.UnescapeDataString(value.Replace('+', ' ')))]
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
