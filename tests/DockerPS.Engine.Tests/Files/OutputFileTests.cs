namespace DockerPS.Engine.Tests.Files;

/// <summary>Files that get their names only when they are complete.</summary>
public sealed class OutputFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public static TheoryData<string> LongNames =>
    [
        new string('n', 255),
        "x" + new string('\u00E4', 127),
        "x" + string.Concat(Enumerable.Repeat("\U0001F600", 63)),
    ];

    [Theory]
    [MemberData(nameof(LongNames))]
    public async Task Can_have_a_name_of_the_maximum_length(string name)
    {
        string path = folder.File(name);

        await OutputFile.ReplaceAsync(path, static async file => await file.WriteAsync("one"u8.ToArray()));
        Assert.Equal("one", await File.ReadAllTextAsync(path));
        AtomicFile.Write(path, "two"u8, AtomicFile.Public);
        Assert.Equal("two", await File.ReadAllTextAsync(path));

        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a.tar")]
    [InlineData("a-name-that-is-longer-than-what-is-kept-of-it.tar")]
    public void Have_a_temporary_name_until_they_are_complete(string name)
    {
        string temporary = OutputFile.TemporaryName(folder.File(name));

        Assert.Equal(folder.Path, Path.GetDirectoryName(temporary));
        Assert.True(OutputFile.IsTemporaryOf(name, Path.GetFileName(temporary)));
        Assert.False(OutputFile.IsTemporaryOf("b", Path.GetFileName(temporary)));
        Assert.NotEqual(temporary, OutputFile.TemporaryName(folder.File(name)));
    }

    public void Dispose() => folder.Dispose();
}
