namespace DockerPS.Tests;

/// <summary>The code is formatted according to .editorconfig. Its style rules are checked by the build.</summary>
public sealed class FormatTests
{
    [Fact]
    public void Is_clean()
    {
        // by folder: that reads files without loading projects, which takes a tenth of the time
        var result = Programs.Run("dotnet", ["format", "whitespace", ".", "--folder", "--verify-no-changes"]);
        Assert.True(result.ExitCode == 0, "Run 'dotnet format whitespace . --folder'.\n" + result.Output + result.Errors);
    }
}
