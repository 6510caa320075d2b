using System.Formats.Tar;

namespace DockerPS.Engine;

/// <summary>Lists what a build of a folder would send, and why it would not send the rest.</summary>
public static class BuildContextSurvey
{
    /// <summary>The items in the order in which they are sent, with ignored ones in their places.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="dockerfile">The Dockerfile; null for <c>Dockerfile</c> in the folder.</param>
    /// <param name="isClassic">Whether it is for the classic builder.</param>
    /// <param name="cancellationToken">Stops waiting for a Dockerfile that is a pipe.</param>
    /// <exception cref="EngineException">The folder or Dockerfile does not exist, or something in it cannot be read.</exception>
    public static IEnumerable<BuildContextItem> Read(string folder, string? dockerfile, bool isClassic, CancellationToken cancellationToken)
    {
        var context = BuildContext.Open(folder, dockerfile, isClassic, text: null, cancellationToken);
        return context.Survey().Select(found => ToItem(found, context));
    }

    static BuildContextItem ToItem(SurveyedEntry found, BuildContext context)
    {
        var (entry, isSent, decider) = found;
        try
        {
            var kind = KindOf(entry);
            bool isFile = entry.Kind is FileEntryKind.File or FileEntryKind.Empty;
            return new BuildContextItem
            {
                Path = entry.Path,
                FullName = entry.Source.Length == 0 ? null : entry.Source,
                Kind = kind,
                Length = isFile ? entry.Length : null,
                Modified = LocalTime.Of(new DateTimeOffset(entry.Modified, TimeSpan.Zero)),
                LinkTarget = kind == BuildContextItemKind.Link ? entry.LinkTarget : null,
                IsIgnored = !isSent || kind == BuildContextItemKind.Socket,
                Pattern = decider is { Line: > 0 } ? decider.ToString() : null,
                PatternFile = decider is { Line: > 0 } ? context.Rules.Path : null,
                PatternLine = decider is { Line: > 0 and var line } ? line : null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileEntry.Unreadable(entry.Path, e);
        }
    }

    static BuildContextItemKind KindOf(FileEntry entry) => entry.Kind switch
    {
        FileEntryKind.Folder => BuildContextItemKind.Folder,
        FileEntryKind.Link => BuildContextItemKind.Link,
        FileEntryKind.Empty => entry.ToTarEntry()?.EntryType switch
        {
            null => BuildContextItemKind.Socket,
            TarEntryType.RegularFile => BuildContextItemKind.File,
            _ => BuildContextItemKind.Special,
        },
        _ => BuildContextItemKind.File,
    };
}
