namespace DockerPS.Engine.Tests;

/// <summary>Finding the line of a Dockerfile that a builder refers to.</summary>
public sealed class DockerfileStepsTests
{
    const string Dockerfile = """
        # syntax=docker/dockerfile:1

        ARG VERSION=1
        FROM --platform=linux/amd64 registry.example.com:5000/base:$VERSION AS build
        WORKDIR /src
        RUN make \
            # a comment in the middle
            all \

            install
        COPY <<EOF /etc/x
        RUN not an instruction
        EOF
        RUN make $VERSION

        from busybox
        LABEL a=b
        RUN true
        RUN true
        COPY --from=build /src /dst
        COPY --from=r.example.com/tools:1 /tool /
        RUN --mount=type=bind,from=alpine,target=/a true
        ADD http://example.com/x /x
        """;

    readonly DockerfileSteps steps = DockerfileSteps.TryRead(Dockerfile.ReplaceLineEndings("\r\n"))!;

    [Theory]
    [InlineData("[build 1/5] FROM registry.example.com:5000/base:1", 4)]
    [InlineData("[build 2/5] WORKDIR /src", 5)]
    [InlineData("[build 3/5] RUN make     all     install", 6)]
    [InlineData("[build 4/5] COPY <<EOF /etc/x", 11)]
    [InlineData("[build 5/5] RUN make 1", 14)]
    [InlineData("[stage-1 2/7] RUN true", 18)]
    [InlineData("[stage-1 3/7] RUN true", 19)]
    [InlineData("[linux/amd64 stage-1 4/7] COPY --from=build /src /dst", 20)]
    [InlineData("[internal] load metadata for docker.io/library/busybox:latest", 16)]
    [InlineData("FROM r.example.com/tools:1", 21)]
    [InlineData("FROM docker.io/library/alpine:latest", 22)]
    [InlineData("http://example.com/x", 23)]
    [InlineData("http://example.com/none", null)]
    [InlineData("[internal] load build context", null)]
    [InlineData("[stage-1 9/9] RUN something else", null)]
    [InlineData("exporting to image", null)]
    public void Is_found_by_the_name_of_a_step(string name, int? line) => Assert.Equal(line, steps.FindVertex(name));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    [InlineData(6, 14)]
    [InlineData(11, 20)]
    [InlineData(15, null)]
    [InlineData(0, null)]
    public void Is_found_by_the_number_of_a_step(int number, int? line) => Assert.Equal(line, steps.FindNumber(number));

    [Fact]
    public void May_go_on_behind_another_character()
    {
        var windows = DockerfileSteps.TryRead("# escape=`\nFROM x\nRUN a `\n  b\\\nRUN c\n")!;

        Assert.Equal((3, 5), (windows.FindNumber(2), windows.FindNumber(3)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\\")]
    [InlineData("RUN \\")]
    [InlineData("RUN <<EOF")]
    [InlineData("# only a comment\n\n")]
    public void Of_half_a_file_is_no_failure(string text) => Assert.Null(DockerfileSteps.TryRead(text)?.FindVertex("[9/9] COPY x y"));
}
