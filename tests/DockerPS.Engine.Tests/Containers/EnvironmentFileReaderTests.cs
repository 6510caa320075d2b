namespace DockerPS.Engine.Tests.Containers;

public sealed class EnvironmentFileReaderTests
{
    static IReadOnlyList<string> Read(string text)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return EnvironmentFileReader.Read(path, takesFromProcess: true, CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_rules_are_docker_s()
    {
        string name = "DOCKERPS_TEST_" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(name, "from here");

        var variables = Read($"# comment\n\nA=1\n  B=two words # no comment\nC=\"quoted\"\nD=\nE=x=y\n{name}\nNOT_SET_ANYWHERE_{name}\n");

        Assert.Equal(["A=1", "B=two words # no comment", "C=\"quoted\"", "D=", "E=x=y", $"{name}=from here"], variables);
    }

    [Theory]
    [InlineData("=x")]
    [InlineData("A=1\nB C=2")]
    public void A_line_without_a_proper_name_is_named_with_its_number(string text)
    {
        var exception = Assert.Throws<EngineException>(() => Read(text));

        Assert.Equal((EngineError.Parse, "EnvironmentFile"), (exception.Error, exception.Subject.Kind));
        Assert.Contains($":{text.Split('\n').Length}:", exception.Message, StringComparison.Ordinal);
    }
}
