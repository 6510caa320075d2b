using System.Text.RegularExpressions;

namespace DockerPS.Tests;

/// <summary>Keeps the lines of the sources at a length that fits beside another file.</summary>
public sealed partial class LineTests
{
    const int Columns = 140;

    [Fact]
    public void No_line_is_longer_than_140_columns_without_its_texts()
    {
        var offenders =
            from folder in new[] { "src", "tests" }
            from file in Directory.EnumerateFiles(Repository.GetPath(folder), "*.cs", SearchOption.AllDirectories)
            where !IsBuilt(file)
            from line in RawText().Replace(File.ReadAllText(file), "\"\"").Split('\n').Index()
            where Text().Replace(line.Item, "\"\"").Length > Columns && !line.Item.Contains("/// <code>", StringComparison.Ordinal)
            select $"{Path.GetRelativePath(Repository.Root, file)}: {line.Item.Trim()}";
        Assert.Empty(offenders);
    }

    static bool IsBuilt(string file) =>
        file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj");

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"")]
    private static partial Regex RawText();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Text();
}
