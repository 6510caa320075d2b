namespace DockerPS.Engine.Tests.Containers;

public sealed class VolumeMappingTests
{
    [Theory]
    [InlineData("/data", null, "/data", null, false)]
    [InlineData("site:/www", "site", "/www", null, false)]
    [InlineData("site:/www:ro", "site", "/www", "ro", false)]
    [InlineData("/srv/site:/www:ro,z", "/srv/site", "/www", "ro,z", true)]
    [InlineData("./site:/www", "./site", "/www", null, true)]
    [InlineData("~/site:/www", "~/site", "/www", null, true)]
    [InlineData("..:/www", "..", "/www", null, true)]
    [InlineData(@"C:\site:/www", @"C:\site", "/www", null, true)]
    [InlineData(@"C:/site:/www:ro", "C:/site", "/www", "ro", true)]
    [InlineData(@"C:\site:C:\www", @"C:\site", @"C:\www", null, true)]
    [InlineData(@"site:C:\www:ro", "site", @"C:\www", "ro", false)]
    [InlineData(@"C:\www", null, @"C:\www", null, false)]
    [InlineData(@"Temp:/site:/www", "Temp:/site", "/www", null, true)]
    [InlineData(@"\\.\pipe\x:\\.\pipe\y", @"\\.\pipe\x", @"\\.\pipe\y", null, true)]
    [InlineData("vol:d:", "vol", "d:", null, false)]
    [InlineData("c:/data:d:/data", "c:/data", "d:/data", null, true)]
    [InlineData(@"c:\data:d:\data:ro", @"c:\data", @"d:\data", "ro", true)]
    [InlineData("/with space:/www", "/with space", "/www", null, true)]
    public void Docker_s_syntax_is_read(string text, string? source, string destination, string? options, bool isPath)
    {
        var mapping = VolumeMapping.Parse(text);

        Assert.Equal((source, destination, options, isPath), (mapping.Source, mapping.Destination, mapping.Options, mapping.IsPath));
        Assert.Equal(text, mapping.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("site")]
    [InlineData("site:www")]
    [InlineData("site:")]
    [InlineData("site:/www:4")]
    [InlineData("site:/www:ro:z")]
    [InlineData("/data:ro")]
    [InlineData(":/www")]
    [InlineData("site:/www:")]
    public void What_is_wrong_is_named_with_what_was_expected(string text)
    {
        string message = Assert.Throws<FormatException>(() => VolumeMapping.Parse(text)).Message;

        Assert.Contains("Expected [source:]destination", message, StringComparison.Ordinal);
    }
}
