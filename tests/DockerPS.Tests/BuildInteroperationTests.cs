namespace DockerPS.Tests;

/// <summary>The files that .dockerignore excludes, according to the docker command and to this module.</summary>
[Trait("Engine", "Docker")]
public sealed class BuildInteroperationTests(ModuleSession module) : IClassFixture<ModuleSession>, IDisposable
{
    static readonly string[] Files =
    [
        "a.md", "ab", "abc", "b.md", "README.md", "README-secret.md", ".hidden", ".git/config", "src/a.go", "src/b.tmp", "src/deep/c.go", "src/deep/d.tmp",
        "node_modules/x/y", "src/node_modules/z", "with space", "ä", "日本", "out/keep", "out/a/keep", "out/a/drop", "foo/bar/baz", "foo/bar/qux", "foo/x",
        "x[1]", "x1", "a+b", "temp", "1", "12", "]", "q]", "build/x.o", "build/y.c",
    ];

    readonly string folder = Directory.CreateTempSubdirectory("dockerps-ignore-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // lines are separated by commas. Patterns on which versions of docker disagree are omitted: this module follows the newest BuildKit
    [Theory]
    [InlineData("*")]
    [InlineData("*,!src")]
    [InlineData("*.md,!README*.md,README-secret.md")]
    [InlineData("/src/,./foo//bar,x/../temp")]
    [InlineData("src/**,!src/deep")]
    [InlineData("**/*.go,**/node_modules,*/*/baz")]
    [InlineData("src,!src/deep")]
    [InlineData("a?,[^a-c]?,x[[]1]")]
    [InlineData("[*],[[:digit:]]")]
    [InlineData(@"\d,x\[1\]")]
    [InlineData("?本,ä,with space")]
    [InlineData(" # no comment,#comment,  *.md  ,,!a.md")]
    [InlineData("foo,!foo/bar/baz,Dockerfile,.dockerignore")]
    [InlineData(".*,***/x")]
    public void The_same_is_sent(string patterns)
    {
        foreach (string file in Files)
        {
            string path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), "FROM dockerps-test/busybox:latest\nCOPY . /x/\nRUN cd /x && find . -type f | sed 's,^\\./,sent: ,'\n");
        File.WriteAllText(Path.Combine(folder, ".dockerignore"), patterns.Replace(',', '\n'));

        string theirs = Sent(
            Programs.Run("env", ["DOCKER_BUILDKIT=0", "docker", "build", "--no-cache", "--force-rm", folder]).Output.Split('\n'));
        string ours = Sent(module.Session.Run("Get-BuildContextItem $args[0] | Where-Object { -not $_.IsIgnored -and $_.Kind -eq 'File' } | ForEach-Object { \"sent: $_\" }", folder).Check().As<string>());

        Assert.Equal(theirs, ours);
    }

    static string Sent(IEnumerable<string> lines) => string.Join('\n', lines
        .Where(static line => line.StartsWith("sent: ", StringComparison.Ordinal))
        .Select(static line => line[6..])
        // the builder itself removes these two from the build
        .Where(static path => path is not ("Dockerfile" or ".dockerignore"))
        .Order(StringComparer.Ordinal));
}
