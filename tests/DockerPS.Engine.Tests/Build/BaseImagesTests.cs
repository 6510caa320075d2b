namespace DockerPS.Engine.Tests;

/// <summary>The images that a build needs.</summary>
public sealed class BaseImagesTests
{
    const string Stages = """
        FROM --platform=$BUILDPLATFORM golang:1.22 AS build
        RUN --mount=type=cache,target=/c --mount=type=bind,from=tools:1,source=/x,target=/y make
        FROM node AS assets
        FROM scratch AS unused
        COPY --from=unused-image /a /a
        FROM alpine AS base
        FROM base AS final
        COPY --from=build /a /a
        COPY --chown=1:1 --from=assets /b /b
        COPY --from=registry.example.com/extra /c /c
        """;

    [Theory]
    [InlineData("FROM busybox", "busybox:latest")]
    [InlineData("from busybox:1 as X", "busybox:1")]
    [InlineData("FROM scratch", "")]
    [InlineData("", "")]
    [InlineData("# syntax=docker/dockerfile:1\nFROM busybox", "docker/dockerfile:1 busybox:latest")]
    [InlineData("ARG V=1\nFROM busybox:$V", "busybox:1")]
    [InlineData("ARG V=\"1\" W=2\nFROM busybox:${V}-${W}", "busybox:1-2")]
    [InlineData("ARG IMAGE\nFROM ${IMAGE:-busybox}", "busybox:latest")]
    [InlineData("ARG IMAGE=x\nARG FULL=$IMAGE/y:${IMAGE}\nFROM $FULL", "x/y:x")]
    [InlineData("ARG A=1\nFROM busybox${A:+:old}", "busybox:old")]
    [InlineData("FROM busybox:$UNKNOWN", "")]
    [InlineData("FROM busybox\nFROM busybox", "busybox:latest")]
    [InlineData("FROM busybox AS a\nFROM a", "busybox:latest")]
    [InlineData("FROM busybox AS a\nFROM alpine\nCOPY --from=0 /x /x", "alpine:latest busybox:latest")]
    [InlineData("FROM busybox AS busybox\nFROM busybox", "busybox:latest")]
    [InlineData("FROM busybox AS a\nFROM alpine", "alpine:latest")]
    [InlineData("FROM BAD", "")]
    [InlineData("FROM", "")]
    [InlineData("RUN x", "")]
    public void Are_found(string dockerfile, string expected) => Assert.Equal(expected, Find(dockerfile));

    [Theory]
    [InlineData(null, "alpine:latest golang:1.22 tools:1 node:latest registry.example.com/extra:latest")]
    [InlineData("final", "alpine:latest golang:1.22 tools:1 node:latest registry.example.com/extra:latest")]
    [InlineData("BUILD", "golang:1.22 tools:1")]
    [InlineData("base", "alpine:latest")]
    [InlineData("1", "node:latest")]
    [InlineData("none", "")]
    public void Are_those_of_the_stages_that_are_built(string? target, string expected) => Assert.Equal(expected, Find(Stages, new BuildOptions { Source = new FolderSource("folder"), Target = target }));

    [Fact]
    public void Have_the_values_that_were_given_for_the_build() =>
        Assert.Equal("busybox:2", Find("ARG V=1\nFROM busybox:$V", new BuildOptions { Source = new FolderSource("folder"), Arguments = new Dictionary<string, string?> { ["V"] = "2" } }));

    [Theory]
    [InlineData("FROM x", null, null)]
    [InlineData("FROM x", "linux/arm64", "linux/arm64")]
    [InlineData("FROM --platform=$BUILDPLATFORM x", "linux/arm64", null)]
    [InlineData("FROM --platform=${TARGETPLATFORM} x", "linux/arm64", "linux/arm64")]
    [InlineData("FROM --platform=linux/s390x x", "linux/arm64", "linux/s390x")]
    public void Are_for_a_platform(string dockerfile, string? asked, string? expected) =>
        Assert.Equal(expected, Assert.Single(BaseImages.Find(DockerfileReader.Parse(dockerfile), new BuildOptions { Source = new FolderSource("folder"), Platform = asked })).Platform);

    [Fact]
    public void Know_where_they_stand()
    {
        var image = BaseImages.Find(DockerfileReader.Parse("# syntax=docker/dockerfile:1\n\nFROM busybox \\\n AS a\n"), new BuildOptions { Source = new FolderSource("folder") })[1];

        Assert.Equal((3, "FROM busybox AS a"), (image.Line, image.Step));
    }

    static string Find(string dockerfile, BuildOptions? options = null) =>
        string.Join(' ', BaseImages.Find(DockerfileReader.Parse(dockerfile), options ?? new BuildOptions { Source = new FolderSource("folder") }).Select(image => image.Name));
}
