namespace DockerPS.Engine.Tests;

/// <summary>The parts of Dockerfiles.</summary>
public sealed class DockerfileParserTests
{
    public static TheoryData<string> Newer => new(DockerfileCorpus.Newer.Keys);

    [Theory]
    [MemberData(nameof(Newer))]
    public void Are_read_as_the_newest_builder_reads_them(string name)
    {
        var (text, line) = DockerfileCorpus.Newer[name];

        if (line is null)
            Assert.Equal(text, DockerfileParser.Parse(text).ToString());
        else
            Assert.Equal(line, FailureOf(text).Line);
    }

    [Fact]
    public void Are_told_with_their_path_when_they_are_refused()
    {
        var error = Assert.Throws<EngineException>(() => DockerfileParser.Parse("FROM scratch\n  RUM x", "/x/Dockerfile"));

        Assert.Equal((EngineError.Parse, "Dockerfile", "/x/Dockerfile"), (error.Error, error.Subject.Kind, error.Subject.Name));
        Assert.Equal("/x/Dockerfile, line 2, column 3: unknown instruction: RUM (did you mean RUN?)", error.Message);
        Assert.Equal(new DockerfileParseFailure("/x/Dockerfile", 2, 3, "unknown instruction: RUM (did you mean RUN?)"), error.Detail);
    }

    [Theory]
    [InlineData("FROM scratch\nCOPY --form=a b c", "unknown flag: --form (did you mean from?)", 6)]
    [InlineData("FROM scratch\nCOPY --from b c", "missing a value on flag: --from", 6)]
    [InlineData("FROM scratch\nENV a=b c", "can't find = in 'c': must be of the form name=value", 9)]
    [InlineData(
        "FROM scratch\nRUN --mount=type=cash x",
        "invalid value for type of a mount: cash; expected one of bind, cache, tmpfs, secret, ssh",
        5)]
    [InlineData("FROM scratch\nRUN --mount=type=secret x", "invalid secret mount: one of source, target or id is required", 5)]
    [InlineData("FROM scratch\nRUN --mount=\"type=cache,\\\"target=/x\" x", "failed to parse csv mounts: missing \" in quoted field", 5)]
    public void Are_told_with_the_place_and_what_was_expected(string text, string reason, int column)
    {
        var failure = FailureOf(text);

        Assert.Equal((reason, 2, column), (failure.Reason, failure.Line, failure.Column));
    }

    [Theory]
    [InlineData("\uFFFD\uFFFDF\0R\0O\0M\0", "unknown instruction: \uFFFD\uFFFDF\uFFFDR\uFFFDO\uFFFDM\uFFFD; expected a UTF-8 text")]
    [InlineData("FROM scratch\nENV a=b \u001b[31m", "can't find = in '\uFFFD[31m': must be of the form name=value")]
    public void Are_told_in_a_way_that_is_fit_for_a_screen(string text, string reason)
    {
        Assert.Equal(reason, FailureOf(text).Reason);
        Assert.InRange(FailureOf(new string('x', 60_000)).Reason.Length, 100, 1000);
    }

    [Fact]
    public void Have_instructions_with_places()
    {
        var file = DockerfileParser.Parse(
            "\uFEFF# escape=`\r\nFROM scratch\r\n  copy --chown=1:1 `\r\n    a.txt `\r\n  # why\r\n    b.txt /x/\r\n");

        var copy = file.Instructions[1];
        Assert.Equal(("COPY", "copy", 3, 6, 0), (copy.Keyword, copy.WrittenKeyword, copy.Line, copy.EndLine, copy.Stage));
        Assert.Equal(["a.txt 4:5-4:10", "b.txt 6:5-6:10", "/x/ 6:11-6:14"], copy.Arguments.Select(word => $"{word} {word.Extent}"));
        Assert.Equal("--chown=1:1 3:8-3:19", $"{copy.Flags[0]} {copy.Flags[0].Extent}");
        Assert.Equal("copy --chown=1:1     a.txt     b.txt /x/", copy.ToString());
        Assert.Equal("copy --chown=1:1 `\r\n    a.txt `\r\n  # why\r\n    b.txt /x/", copy.Text);
        Assert.Equal(copy.Text, file.Text[copy.Extent.StartOffset..copy.Extent.EndOffset]);
        Assert.Equal("why 5:3-5:8", $"{file.Comments[0]} {file.Comments[0].Extent}");
        Assert.Equal("# escape=` 1:1-1:11", $"{file.Directives[0]} {file.Directives[0].Extent}");
        Assert.Equal(('`', 6), (file.Escape, file.LineCount));
    }

    [Fact]
    public void Have_directives()
    {
        var file = DockerfileParser.Parse("#syntax = docker/dockerfile:1 \n# CHECK=skip=all\n\n# escape=`\nFROM scratch");

        Assert.Equal(("docker/dockerfile:1", "skip=all", '\\'), (file.Syntax, file.Check, file.Escape));
        Assert.Equal("escape=`", Assert.Single(file.Comments).Text);
    }

    [Theory]
    // after a shebang, only the two directives count that builders look up before they parse the file
    [InlineData("#!/usr/bin/env docker\n# syntax=docker/dockerfile:1 x\n# check=skip=all\nFROM scratch", "docker/dockerfile:1", "skip=all")]
    [InlineData("\uFEFF#!x\r\n# check=skip=all\r\n# syntax=a\r\nFROM scratch", "a", "skip=all")]
    [InlineData("#!x\n# escape=`\n# syntax=a\nFROM scratch", "a", null)]
    [InlineData("#!x\n# syntax=a\n# syntax=b\n# check=skip=all\nFROM scratch", "a", null)]
    [InlineData("#!x\n # syntax=a\nFROM scratch", null, null)]
    [InlineData("#!x\n#!y\n# syntax=a\nFROM scratch", null, null)]
    [InlineData(" #!x\n# syntax=a\nFROM scratch", null, null)]
    [InlineData("# escape=`\n#!x\n# syntax=a\nFROM scratch", null, null)]
    // what follows the image is not part of its name
    [InlineData("# syntax=docker/dockerfile:1 --option  other\nFROM scratch", "docker/dockerfile:1", null)]
    [InlineData("# syntax=docker/dockerfile:1\tx\nFROM scratch", "docker/dockerfile:1\tx", null)]
    [InlineData("# check=skip=all because\nFROM scratch", null, "skip=all")]
    [InlineData("  # syntax=a\nFROM scratch", null, null)]
    public void Name_a_syntax_and_settings_for_checks_as_builders_find_them(string text, string? syntax, string? check)
    {
        var file = DockerfileParser.Parse(text);

        Assert.Equal((syntax, check), (file.Syntax, file.Check));
        Assert.Equal(text, file.ToString());
    }

    [Fact]
    public void Have_comments_that_belong_to_instructions()
    {
        var file = DockerfileParser.Parse("# far\n\n# near\n# nearer\nFROM scratch\n# none\n#\nLABEL a=b");

        Assert.Equal(["near", "nearer"], file.Instructions[0].Comments);
        Assert.Empty(file.Instructions[1].Comments);
    }

    [Theory]
    [InlineData("CMD [\"a b\", \"c\\u00e4\\n\"]", true, "a b|cä\n")]
    [InlineData("CMD [ ]", true, "")]
    [InlineData("CMD [\"a\" \"b\"]", false, "[\"a\" \"b\"]")]
    [InlineData("CMD a  b", false, "a  b")]
    [InlineData("CMD [\"\\ud800\"]", true, "\uFFFD")]
    [InlineData("VOLUME /a  /b", false, "/a|/b")]
    [InlineData("HEALTHCHECK CMD [\"a\"]", true, "CMD|a")]
    [InlineData("HEALTHCHECK CMD a || b", false, "CMD|a || b")]
    [InlineData("USER a b", false, "a b")]
    [InlineData("ARG a=\"b c\" d", false, "a=\"b c\"|d")]
    public void Have_arguments_of_each_form(string instruction, bool isJson, string expected)
    {
        var read = DockerfileParser.Parse("FROM scratch\n" + instruction).Instructions[1];

        Assert.Equal((isJson, expected), (read.IsJson, string.Join('|', read.Arguments)));
    }

    [Theory]
    [InlineData("ENV a b  c", "a=b  c", true)]
    [InlineData("ENV a=b c=\"d e\"", "a=b|c=\"d e\"", false)]
    [InlineData("LABEL \"x y\"=z", "\"x y\"=z", false)]
    [InlineData("ARG a b=", "a|b=", false)]
    public void Have_pairs(string instruction, string expected, bool isLegacy)
    {
        var pairs = DockerfileParser.Parse("FROM scratch\n" + instruction).Instructions[1].Pairs;

        Assert.Equal((expected, isLegacy), (string.Join('|', pairs), pairs[0].IsLegacy));
    }

    [Fact]
    public void Have_heredocs()
    {
        var file = DockerfileParser.Parse("FROM scratch\nCOPY <<a.txt <<-\"b c\" 3<<c /x/\n$one\na.txt\n\ttwo\n\tb c\nc\nLABEL a=b\n");

        var copy = file.Instructions[1];
        Assert.Equal(
            [("a.txt", "$one\n", true, false, 0), ("b c", "\ttwo\n", false, true, 0), ("c", "", true, false, 3)],
            copy.Heredocs.Select(
                heredoc => (heredoc.Name, heredoc.Content, heredoc.IsExpanded, heredoc.StripsTabs, heredoc.FileDescriptor)));
        Assert.Equal((7, "3:1-4:1"), (copy.EndLine, copy.Heredocs[0].Extent.ToString()));
        Assert.Equal("LABEL", file.Instructions[2].Keyword);
    }

    [Fact]
    public void Have_triggers()
    {
        var trigger = DockerfileParser.Parse("FROM scratch\nONBUILD COPY --from=x a b").Instructions[1].Trigger!;

        Assert.Equal(
            ("COPY", "--from=x", "a b", "2:9-2:26"),
            (trigger.Keyword, trigger.Flags[0].ToString(), string.Join(' ', trigger.Arguments), trigger.Extent.ToString()));
    }

    [Fact]
    public void Have_stages_that_take_from_each_other()
    {
        var file = DockerfileParser.Parse("""
            ARG BASE=busybox
            FROM ${BASE}:1 AS Build
            FROM build AS test
            RUN --mount=type=bind,from=tools,target=/t --mount=from=build,target=/b x
            FROM --platform=$BUILDPLATFORM scratch
            COPY --from=0 /a /a
            COPY --from=TEST /a /a
            COPY --from=registry.example.com/x:1 /a /a
            """);

        Assert.Equal(["build busybox:1", "test build", " scratch"], file.Stages.Select(stage => $"{stage.Name} {stage.Base}"));
        Assert.Equal(["From busybox:1 "], Graph(file.Stages[0]));
        Assert.Equal(["From build 0", "MountFrom tools ", "MountFrom build 0"], Graph(file.Stages[1]));
        Assert.Equal(["From scratch ", "CopyFrom 0 0", "CopyFrom TEST 1", "CopyFrom registry.example.com/x:1 "], Graph(file.Stages[2]));
        Assert.StartsWith("linux/", file.Stages[2].Platform, StringComparison.Ordinal);
        Assert.Equal("ARG BASE=busybox", Assert.Single(file.GlobalArguments).ToString());
        Assert.Equal([1, 2, 4], file.Stages.Select(stage => stage.Instructions.Count));
        Assert.Equal(file.Instructions.Count, file.GlobalArguments.Count + file.Stages.Sum(stage => stage.Instructions.Count));

        static IEnumerable<string> Graph(DockerfileStage stage) =>
            stage.Dependencies.Select(dependency => $"{dependency} {dependency.Stage}");
    }

    [Theory]
    [InlineData("ENV a=1 b=$a\nENV c=$a$b", "c=1")]
    [InlineData("ARG a=1 b=$a\nLABEL c=$a$b", "c=11")]
    [InlineData("ARG G\nLABEL c=$G", "c=global")]
    [InlineData("LABEL c=$G", "c=")]
    [InlineData("ARG given\nLABEL c=$given", "c=x")]
    [InlineData("ARG given=y\nLABEL c=$given", "c=x")]
    [InlineData("ENV given=y\nARG given\nLABEL c=$given", "c=x")]
    [InlineData("ENV given=y\nLABEL c=$given", "c=y")]
    [InlineData("ENV p=\"80 81\"\nEXPOSE $p ${q:-90}", "80|81|90")]
    [InlineData("WORKDIR \"/a b\"", "/a b")]
    [InlineData("VOLUME [\" /a\", \"/b \"]", "/a|/b")]
    [InlineData("LABEL c=$TARGETSTAGE", "c=")]
    [InlineData("ARG TARGETSTAGE\nLABEL c=$TARGETSTAGE", "c=default")]
    [InlineData("FROM scratch AS Last\nARG TARGETSTAGE\nLABEL c=$TARGETSTAGE", "c=last")]
    [InlineData("ARG a=/x\nCOPY <<$a << b$a $a\n$a\n${a:z}\nb$a\n", "<<$a|<<|b/x|/x")]
    [InlineData("ARG d=/x\nCOPY a$d 'b$d' $d/", "a/x|b$d|/x/")]
    [InlineData("RUN $a", null)]
    [InlineData("CMD $a", null)]
    public void Have_arguments_that_are_filled_in(string instructions, string? expected)
    {
        var given = new Dictionary<string, string> { ["given"] = "x" };
        var file = DockerfileParser.Parse("ARG G=global\nFROM scratch\n" + instructions, null, given);

        var expanded = file.Instructions[^1].ExpandedArguments;
        Assert.Equal(expected, expanded is null ? null : string.Join('|', expanded));
    }

    [Fact]
    public void Have_variables_of_the_stages_below()
    {
        var file = DockerfileParser.Parse(
            "FROM scratch AS a\nARG x=1\nENV y=2\nONBUILD ENV z=3\nFROM a\nLABEL l=$x$y$z\nFROM scratch\nLABEL l=$x$y$z");

        Assert.Equal(["l=123"], file.Stages[1].Instructions[1].ExpandedArguments);
        Assert.Equal(["l="], file.Stages[2].Instructions[1].ExpandedArguments);
    }

    [Fact]
    public void Tell_what_can_not_be_filled_in()
    {
        var env = DockerfileParser.Parse("FROM scratch\nENV a=\"${b:?is needed}\"").Instructions[1];

        Assert.Null(env.ExpandedArguments);
        Assert.Equal("b: is needed", env.ExpansionProblem);
    }

    [Fact]
    public void Do_not_grow_without_bounds()
    {
        var file = DockerfileParser.Parse("FROM scratch\nENV a=0123456789\n" + string.Concat(Enumerable.Repeat("ENV a=$a$a\n", 10_000)));

        Assert.Contains(
            file.Instructions,
            instruction => instruction.ExpansionProblem?.StartsWith("a value is longer than", StringComparison.Ordinal) == true);
        Assert.Equal("the variables of this file grow without bound", file.Instructions[^1].ExpansionProblem);
    }

    [Fact]
    public void Do_not_look_for_patterns_without_bounds()
    {
        string search = "ENV b=${a//" + string.Concat(Enumerable.Repeat("*a", 5000)) + "/y}\n";
        string searches = string.Concat(Enumerable.Repeat(search, 101));
        var file = DockerfileParser.Parse($"FROM scratch\nENV a={new string('a', 50_000)}\n{searches}");

        Assert.Equal(["b=y"], file.Instructions[2].ExpandedArguments);
        Assert.Equal("the variables of this file grow without bound", file.Instructions[^1].ExpansionProblem);
    }

    [Fact]
    public void Are_read_of_folders_and_files()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("Dockerfile", "FROM scratch");

        Assert.Equal(path, DockerfileParser.Read(folder.Path, null, CancellationToken.None).Path);
        Assert.Equal(path, DockerfileParser.Read(path, null, CancellationToken.None).Path);
        var error = Assert.Throws<EngineException>(() => DockerfileParser.Read(folder.File("none"), null, CancellationToken.None));
        Assert.Equal("File", error.Subject.Kind);
    }

    static DockerfileParseFailure FailureOf(string text) =>
        (DockerfileParseFailure)Assert.Throws<EngineException>(() => DockerfileParser.Parse(text)).Detail!;
}
