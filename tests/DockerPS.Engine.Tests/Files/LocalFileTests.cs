namespace DockerPS.Engine.Tests.Files;

/// <summary>Files without end, and pipes without a writer.</summary>
public sealed class LocalFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly string pipe;

    public LocalFileTests()
    {
        pipe = folder.File("pipe");
        Command.Run("mkfifo", new Dictionary<string, string>(), pipe);
    }

    [Fact]
    public async Task A_pipe_without_a_writer_is_waited_for_until_the_user_cancels()
    {
        Func<CancellationToken, Task>[] readers =
        [
            token => LocalFile.OpenReadAsync(pipe, token),
            token => Task.Run(() => LocalFile.ReadAll(pipe, 100, token), CancellationToken.None),
            token => Task.Run(() => EnvironmentFileReader.Read(pipe, takesFromProcess: true, token), CancellationToken.None),
            token => Task.Run(() => DockerfileParser.Read(pipe, null, token), CancellationToken.None),
            token => Task.Run(() => new DockerfileChecker(new DockerfileCheckOptions()).CheckFile(pipe, token), CancellationToken.None),
            token => Task.Run(() => BuildContext.Open(folder.Path, pipe, isClassic: false, null, token), CancellationToken.None),
        ];
        foreach (var read in readers)
        {
            using var stopping = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read(stopping.Token));
        }

        // none of them still waits at the pipe, where it would take what is meant for another
        var reading = Task.Run(() => LocalFile.ReadAll(pipe, 100, CancellationToken.None));
        await File.WriteAllTextAsync(pipe, "text");
        Assert.Equal("text"u8.ToArray(), await reading);
    }

    [Fact]
    public async Task A_pipe_may_be_a_Dockerfile()
    {
        var opening = Task.Run(() => BuildContext.Open(folder.Path, pipe, isClassic: false));
        await File.WriteAllTextAsync(pipe, "FROM scratch\n");

        Assert.Equal("FROM scratch\n", (await opening).ReadDockerfile(CancellationToken.None));
    }

    [Fact]
    public void What_never_ends_is_an_error()
    {
        Action[] readers =
        [
            () => LocalFile.ReadAll("/dev/zero", 1 << 20, CancellationToken.None),
            () => DockerfileParser.Read("/dev/zero", null, CancellationToken.None),
            () => EnvironmentFileReader.Read("/dev/zero", takesFromProcess: true, CancellationToken.None),
        ];
        foreach (var read in readers)
            Assert.Contains("/dev/zero is larger than", Assert.Throws<EngineException>(read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("pipe")]
    public void What_is_read_without_being_asked_for_is_a_file(string target)
    {
        folder.Write("Dockerfile", "FROM scratch\n");
        File.CreateSymbolicLink(folder.File(".dockerignore"), target);

        var error = Assert.Throws<EngineException>(() => BuildContext.Open(folder.Path, null, isClassic: false));

        Assert.Contains(".dockerignore is not a file", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
