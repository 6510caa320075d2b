using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerPS.Engine.Tests;

/// <summary>
/// Compares the parser with that of a real engine: each Dockerfile of the corpus is built, and both must agree.
/// </summary>
public sealed partial class DockerfileEngineTests : IDisposable
{
    readonly EngineClient client = Engines.Connect(Engines.Real, seconds: 60);
    readonly TemporaryFolder folder = new();

    public static TheoryData<string> Accepted => new(DockerfileCorpus.Accepted.Keys);

    public static TheoryData<string> Refused => new(DockerfileCorpus.Refused.Keys);

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task What_it_accepts_is_accepted(string name)
    {
        string text = DockerfileCorpus.Accepted[name];

        Assert.Equal(text, DockerfileParser.Parse(text).ToString());
        Assert.Null(await RefusalAsync(text));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_it_refuses_is_refused_at_the_same_line(string name)
    {
        var (text, line) = DockerfileCorpus.Refused[name];

        var own = Assert.Throws<EngineException>(() => DockerfileParser.Parse(text));
        string? refusal = await RefusalAsync(text);

        Assert.NotNull(refusal);
        Assert.Equal(line, ((DockerfileParseFailure)own.Detail!).Line);
        if (ToldLine().Match(refusal) is { Success: true } told)
            Assert.Equal(line, int.Parse(told.Groups["line"].ValueSpan, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("FROM \"\"")]
    [InlineData("FROM $NONE")]
    [InlineData("FROM busybox:${NONE}")]
    [InlineData("FROM Busybox")]
    [InlineData("FROM scratch AS a\nFROM busybox@sha256:12")]
    public async Task A_base_image_that_is_an_error_is_refused(string text)
    {
        var found = new DockerfileChecker(new DockerfileCheckOptions { Rules = ["InvalidBaseImage"] }).Check(text, null);

        Assert.Equal(DockerfileSeverity.Error, Assert.Single(found).Severity);
        Assert.NotNull(await RefusalAsync(text));
    }

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    /// <summary>Why the engine's builder refuses a Dockerfile; null if it accepts it, even if a step fails.</summary>
    async Task<string?> RefusalAsync(string text)
    {
        folder.Write("Dockerfile", text);
        try
        {
            var options = new BuildOptions { Source = new FolderSource(folder.Path), Builder = ImageBuilder.BuildKit };
            await foreach (var change in client.Builds.BuildAsync(options, null, CancellationToken.None))
            {
                if (change is BuildFinished { ImageId: { } id })
                    await client.Images.RemoveAsync(id, force: true, prune: true, [], CancellationToken.None);
            }
            return null;
        }
        catch (EngineException e) when (e.Detail is BuildFailure { Step: null })
        {
            return e.Message;
        }
        catch (EngineException e) when (e.Detail is BuildFailure)
        {
            return null;
        }
    }

    [GeneratedRegex("parse error line (?<line>[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex ToldLine();
}
