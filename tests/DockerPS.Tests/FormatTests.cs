namespace DockerPS.Tests;

/// <summary>The code is formatted as .editorconfig says.</summary>
public sealed class FormatTests
{
    [Fact]
    public void IsClean()
    {
        var result = Programs.Run("dotnet", ["format", "DockerPS.slnx", "--verify-no-changes", "--no-restore"]);
        Assert.True(result.ExitCode == 0, "Run 'dotnet format DockerPS.slnx'.\n" + result.Output + result.Errors);
    }
}
