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
    [InlineData(true, "EnvironmentFileParseError")]
    [InlineData(false, "LabelFileParseError")]
    public void A_line_that_is_not_UTF_8_is_named_with_its_number_by_the_kind_of_the_file(bool takesFromProcess, string id)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. "\uFEFFA=1\r\nB="u8, 0xFC, .. "\nC=3"u8]);

            var exception = Assert.Throws<EngineException>(
                () => EnvironmentFileReader.Read(path, takesFromProcess, CancellationToken.None));

            Assert.Equal(id, exception.ErrorId);
            Assert.StartsWith($"{path}:2: the line is not UTF-8.", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_that_old_versions_of_PowerShell_wrote_is_read()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "A=1\r\nB=ü\r\n", System.Text.Encoding.Unicode);

            Assert.Equal(["A=1", "B=ü"], EnvironmentFileReader.Read(path, takesFromProcess: true, CancellationToken.None));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_label_file_that_is_not_there_is_called_so()
    {
        var exception = Assert.Throws<EngineException>(
            () => EnvironmentFileReader.Read("/no/such/file", takesFromProcess: false, CancellationToken.None));

        Assert.Equal((EngineError.Invalid, "LabelFile"), (exception.Error, exception.Subject.Kind));
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
