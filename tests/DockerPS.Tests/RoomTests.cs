using System.Text.RegularExpressions;

namespace DockerPS.Tests;

/// <summary>The folders of a project are its rooms: if a room uses types of another, the other must not use its types in turn.</summary>
public sealed partial class RoomTests
{
    [Theory]
    [InlineData("DockerPS.Engine")]
    [InlineData("DockerPS")]
    public void Rooms_have_no_cycles(string project)
    {
        var uses = ReadUses(project);

        var open = uses.Select(static use => (use.From, use.To)).ToHashSet();
        // a room that only uses others, or is only used by others, is not part of a cycle
        while (open.RemoveWhere(edge => !open.Any(other => other.From == edge.To) || !open.Any(other => other.To == edge.From)) > 0)
            ;

        Assert.True(open.Count == 0, string.Join('\n', uses.Where(use => open.Contains((use.From, use.To)))));
    }

    /// <summary>Which files use which types of other rooms.</summary>
    static List<Use> ReadUses(string project)
    {
        string root = Path.Combine(Repository.Root, "src", project);
        var files = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).StartsWith("obj", StringComparison.Ordinal))
            .Select(file => (
                Room: Path.GetRelativePath(root, Path.GetDirectoryName(file)!),
                Name: Path.GetFileName(file),
                Code: CommentOrText().Replace(File.ReadAllText(file), "")))
            .ToList();
        var rooms = files.SelectMany(
            static file => TopLevelType().Matches(file.Code).Select(match => (Type: match.Groups[1].Value, file.Room)))
            .ToLookup(static type => type.Type, static type => type.Room);
        return
        [
            .. from file in files
               from type in Identifier().Matches(file.Code).Select(static match => match.Value).Distinct()
               where rooms.Contains(type) && !rooms[type].Contains(file.Room)
               from room in rooms[type].Distinct()
               select new Use(file.Room, room, file.Name, type)
        ];
    }

    // an interpolated string keeps the code between its braces
    [GeneratedRegex("""//[^\n]*|(?<!\$)"(?:[^"\\\n]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|struct|interface|enum|record|delegate [\w<>?\[\]]+) ([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex Identifier();

    sealed record Use(string From, string To, string File, string Type);
}
