namespace DockerPS.Tests;

/// <summary>The code is formatted as .editorconfig says. What it says of style, the build checks.</summary>
public sealed class FormatTests
{
    [Fact]
    public void Is_clean()
    {
        // by folder: it reads files and loads no project, which takes a tenth of the time
        var result = Programs.Run("dotnet", ["format", "whitespace", ".", "--folder", "--verify-no-changes"]);
        Assert.True(result.ExitCode == 0, "Run 'dotnet format whitespace . --folder'.\n" + result.Output + result.Errors);
    }
}
