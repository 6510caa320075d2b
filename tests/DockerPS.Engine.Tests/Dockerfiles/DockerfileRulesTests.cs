namespace DockerPS.Engine.Tests;

/// <summary>Each rule with violations, and without.</summary>
public sealed class DockerfileRulesTests
{
    // a rule, a text that violates it, the places, and a text that does not
    static readonly (string Rule, string Bad, string Places, string Good)[] Cases =
    [
        ("InvalidSubstitution", "FROM scratch\nENV a=${", "2:1", "FROM scratch\nENV a=${b:-}"),
        ("InvalidSubstitution", "FROM $A", "", "FROM ${A:-scratch}"),
        ("InvalidBaseImage", "FROM \"\"", "1:6", "FROM ${A:-scratch}"),
        ("InvalidBaseImage", "FROM $A\nFROM ${A}\nFROM x:$A\nFROM Xyz", "1:6 2:6 3:6 4:6", "ARG A\nFROM $A\nFROM x:$A\nFROM x$B"),
        (
            "InvalidBaseImage",
            "ARG A=1\nFROM ${B}\nFROM x@sha256:12",
            "2:6 3:6",
            "ARG A=\nFROM x:$A\nFROM $TARGETVARIANT\nFROM x AS a-\nFROM a-"),
        (
            "InvalidExposedPort",
            "FROM scratch\nEXPOSE 80 65536 a 9-8 1/foo",
            "2:11 2:17 2:19 2:23",
            "FROM scratch\nEXPOSE 80 1-2 53/udp 54/UDP 127.0.0.1:80:80"),
        (
            "InvalidExposedPort",
            "FROM scratch\nEXPOSE x:80 80:80:80 1-3:80-81",
            "2:8 2:13 2:22",
            "FROM scratch\nEXPOSE [::1]:80:80 ::1:80:80 1-3:80 :80 8000-8000"),
        (
            "InvalidStopSignal",
            "FROM scratch\nSTOPSIGNAL SIGFOO\nSTOPSIGNAL 0\nSTOPSIGNAL RTMIN+16",
            "2:12 3:12 4:12",
            "FROM scratch\nARG S=term\nSTOPSIGNAL SIG$S\nSTOPSIGNAL 9\nSTOPSIGNAL SIGRTMIN+3"),
        (
            "InvalidPlatform",
            "FROM --platform=linux/arm/v7/x scratch\nFROM --platform= scratch\nFROM --platform=linx scratch",
            "1:6 2:6 3:6",
            "FROM --platform=$BUILDPLATFORM scratch\nFROM --platform=x86_64 scratch\nFROM --platform=windows(10.0)/amd64 scratch"),
        (
            "InvalidCopySource",
            "FROM scratch AS a\nCOPY --from=-1 x x\nCOPY https://example.com/x /x\nRUN --mount=from=b,target=/b true\nFROM scratch AS b",
            "2:6 3:6 4:5",
            "FROM scratch AS b\nFROM scratch\nADD https://example.com/x /x\nRUN --mount=from=b,target=/b --mount=from=x:1,target=/x true"),
        (
            "InvalidCopySource",
            "FROM scratch AS a\nCOPY --from=1 x x\nCOPY --from=b x x\nFROM scratch AS b\nCOPY --from=2 x x\nCOPY --from=$A x x",
            "2:6 3:6 5:6 6:6",
            "FROM scratch AS a\nFROM scratch\nCOPY --from=0 x x\nCOPY --from=A x x\nCOPY --from=r.example.com/x:1 x x"),
        ("InvalidCheckDirective", "# check=foo=bar\nFROM scratch", "1:1", "# check=skip=A,B;error=true remark\nFROM scratch"),
        ("StageNameCasing", "FROM scratch AS Base", "1:17", "FROM scratch AS base"),
        ("FromAsCasing", "FROM scratch as base\nfrom scratch AS x", "1:14 2:14", "FROM scratch AS a\nfrom scratch as b\nFrom scratch as c"),
        ("NoEmptyContinuation", "FROM scratch\nLABEL a=b \\\n\n  c=d \\\n\n  e=f", "3:1", "FROM scratch\nLABEL a=b \\\n# c\n  c=d"),
        ("ConsistentInstructionCasing", "FROM scratch\nlabel a=b\nLabel c=d", "2:1 3:1", "arg x\nFROM scratch\nLABEL a=b"),
        ("ConsistentInstructionCasing", "from scratch\nlabel a=b\nLABEL c=d", "3:1", "from scratch\nlabel a=b"),
        ("DuplicateStageName", "FROM scratch AS a\nFROM scratch AS A", "2:17", "FROM scratch AS a\nFROM scratch AS b"),
        ("ReservedStageName", "FROM scratch AS scratch\nFROM scratch AS Context", "1:17 2:17", "FROM scratch AS a"),
        (
            "JSONArgsRecommended",
            "FROM scratch\nCMD a\nENTRYPOINT b",
            "2:1 3:1",
            "FROM scratch AS a\nSHELL [\"/bin/sh\"]\nCMD a\nFROM a\nENTRYPOINT b\nCMD [\"c\"]"),
        ("MaintainerDeprecated", "FROM scratch\nMAINTAINER me", "2:1", "FROM scratch\nLABEL maintainer=me"),
        ("UndefinedArgInFrom", "ARG A=1\nFROM x:$B", "2:8", "ARG A\nFROM --platform=$BUILDPLATFORM x:$A"),
        (
            "WorkdirRelativePath",
            "FROM scratch\nWORKDIR a\nWORKDIR b",
            "2:9",
            "FROM scratch AS a\nWORKDIR /a\nWORKDIR b\nFROM a\nWORKDIR c\nFROM x\nWORKDIR C:/x"),
        ("UndefinedVar", "FROM x\nCOPY $foo .\nARG V=${bar}", "2:6 3:7", "FROM x\nARG foo\nCOPY $foo $PATH\nRUN $bar"),
        ("UndefinedVar", "FROM x\nENV PATH=$PAHT:/a", "2:10", "FROM x\nENV PATH=$PATH:/a"),
        (
            "MultipleInstructionsDisallowed",
            "FROM scratch\nCMD [\"a\"]\nCMD [\"b\"]\nCMD [\"c\"]",
            "2:1 3:1",
            "FROM scratch AS a\nCMD [\"a\"]\nFROM a\nCMD [\"b\"]"),
        ("LegacyKeyValueFormat", "FROM scratch\nENV a b c\nLABEL d e", "2:5 3:7", "FROM scratch\nENV a=\"b c\""),
        ("RedundantTargetPlatform", "FROM --platform=$TARGETPLATFORM scratch", "1:6", "FROM --platform=$BUILDPLATFORM scratch"),
        (
            "SecretsUsedInArgOrEnv",
            "FROM scratch\nARG API_KEY\nENV a=b db_password=c",
            "2:5 3:9",
            "FROM scratch\nARG PUBLIC_KEY KEYBOARD TOKEN_FILE"),
        ("InvalidDefaultArgInFrom", "ARG TAG\nFROM busybox:$TAG", "2:6", "ARG TAG=1\nFROM busybox:$TAG"),
        (
            "FromPlatformFlagConstDisallowed",
            "FROM --platform=linux/amd64 scratch AS x",
            "1:6",
            "FROM --platform=linux/amd64 scratch AS x_amd64\nFROM --platform=$BUILDPLATFORM scratch"),
        (
            "FromPlatformFlagConstDisallowed",
            "FROM --platform=arm64 scratch AS x",
            "1:6",
            "FROM --platform=arm64 scratch AS linux\nFROM --platform=aarch64 scratch AS arm64\nFROM --platform=a/b/c/d scratch"),
        (
            "InvalidDefinitionDescription",
            "# the base\nFROM scratch AS base\n# what\nARG A=1",
            "2:1 4:1",
            "# the base\n\nFROM scratch AS base\n# A is what\nARG A=1\n# what\n#\nARG B"),
        ("ExposeProtoCasing", "FROM scratch\nEXPOSE 80/TCP 81", "2:8", "FROM scratch\nEXPOSE 80/tcp"),
        ("ExposeInvalidFormat", "FROM scratch\nEXPOSE 80:80 81", "2:8", "FROM scratch\nEXPOSE 80 81-82"),
        ("UnpinnedBaseImage", "FROM x\nFROM x:latest AS y", "1:6 2:6", "FROM x:1 AS y\nFROM y\nFROM scratch\nFROM x@sha256:" + Digest),
        (
            "UnpinnedBaseImage",
            "FROM x:1\nCOPY --from=y /a /a\nRUN --mount=from=z:latest,target=/z true",
            "2:6 3:5",
            "FROM x:1 AS b\nFROM x:1\nCOPY --from=b /a /a\nCOPY --from=0 /a /a\nCOPY --from=y:1 /a /a\nCOPY --from=7 /a /a"),
        ("RunsAsRoot", "FROM x\nUSER ContainerAdministrator", "2:1", "FROM gcr.io/distroless/static:nonroot"),
        ("RunsAsRoot", "FROM x\nUSER a\nUSER 0:0", "3:1", "FROM x AS a\nUSER app\nFROM a"),
        ("RunsAsRoot", "FROM scratch", "1:1", "FROM scratch\nUSER 1000"),
        ("MissingHealthCheck", "FROM x\nEXPOSE 80\nCMD [\"a\"]", "1:1", "FROM x AS a\nHEALTHCHECK NONE\nFROM a\nEXPOSE 80"),
        (
            "SecretInText",
            "FROM x\nENV a=AKIAIOSFODNN7EXAMPLE\nRUN git clone https://me:pass@example.com/x\n"
                + "ENV b=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgN",
            "2:7 3:15 4:7",
            "FROM x\nRUN git clone https://$USER:$PASS@example.com/x"),
        ("EntrypointIgnoresCommand", "FROM x\nCMD [\"a\"]\nENTRYPOINT b", "2:1", "FROM x\nCMD [\"a\"]\nENTRYPOINT [\"b\"]"),
        (
            "AddInsteadOfCopy",
            "FROM x\nADD a.txt b /x/\nADD *.json /x/",
            "2:1 3:1",
            "FROM x\nADD a.tar.gz /x/\nADD * /x/\nADD https://example.com/x /x\nADD --checksum=sha256:0 a /x"),
        (
            "AddWithoutChecksum",
            "FROM x\nADD https://example.com/x /x",
            "2:5",
            "FROM x\nADD --checksum=sha256:0 https://example.com/x /x\nADD https://example.com/x.git /x"),
        ("UnusedStage", "FROM x AS a\nFROM x", "1:1", "FROM x AS a\nFROM x AS b\nFROM a\nRUN --mount=from=b,target=/b true"),
        (
            "AptGetWithoutCleanUp",
            "FROM x\nRUN apt-get update && apt-get install -y a",
            "2:5",
            "FROM x\nRUN apt-get install -y a && rm -rf /var/lib/apt/lists/*\n"
                + "RUN --mount=type=cache,target=/var/lib/apt apt-get install -y a"),
        (
            "AptGetWithoutCleanUp",
            "FROM x\nRUN apt-get -o a=b install -y a\nRUN bash -ec 'apt-get update; apt-get -t x install -y a'",
            "2:5 3:15",
            "FROM x\nRUN sh -c 'apt-get install -y a && rm -rf /var/lib/apt/lists/*'\nRUN apt-get -o install update"),
        ("AptGetUpdateAlone", "FROM x\nRUN apt-get update", "2:5", "FROM x\nRUN apt-get update && apt-get install -y a"),
        (
            "AptGetWithoutYes",
            "FROM x\nRUN apt-get install a",
            "2:5",
            "FROM x\nRUN apt-get install -y a; apt-get -qqy install b; apt-get install --yes c\nRUN echo apt-get install"),
        ("AptInsteadOfAptGet", "FROM x\nRUN apt install a", "2:5", "FROM x\nRUN apt-get install a"),
        (
            "PackageCacheKept",
            "FROM x\nRUN apk add a\nRUN pip3 install a\nRUN dnf install -y a",
            "2:5 3:5 4:5",
            "FROM x\nRUN apk add --no-cache a\nRUN pip install --no-cache-dir a\n"
                + "RUN dnf install -y a && dnf clean all\nRUN --mount=type=cache,target=/root/.cache pip install a"),
        (
            "PackageCacheKept",
            "FROM x\nRUN python3 -m pip install a",
            "2:5",
            "FROM x\nRUN python3 -m pip install --no-cache-dir a\nRUN python3 -m venv a"),
        ("SudoInRun", "FROM x\nRUN true && sudo a", "2:13", "FROM x\nRUN echo sudo\nRUN command -v sudo"),
        ("CdInRun", "FROM x\nRUN cd /a && make", "2:5", "FROM x\nRUN make && cd /a\nRUN (make)\nRUN cd \"$A\" && make"),
        (
            "PipeWithoutPipefail",
            "FROM x\nRUN a | b",
            "2:7",
            "FROM x\nRUN a || b\nRUN set -o pipefail && a | b\nRUN echo 'a | b'\n"
                + "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b\nSHELL [\"pwsh\", \"-c\"]\nRUN a | b"),
        (
            "PipeToShell",
            "FROM x\nRUN curl -s http://x | sh\nRUN wget -O - x | sudo bash",
            "2:5 3:5",
            "FROM x\nRUN curl http://x | tar x\nRUN echo x | sh"),
        (
            "PipeToShell",
            "FROM x\nRUN wget -O - x | sudo -E -u a bash -\nRUN sh -c \"$(curl -f x)\"\nRUN bash <(curl x)",
            "2:5 3:5 4:5",
            "FROM x\nRUN sh -c \"$(cat x)\"\nRUN echo \"$(curl x)\""),
        (
            "PipeWithoutPipefail",
            "FROM x\nRUN <<EOF\na | b\nEOF\nRUN bash <<EOF\na | b\nEOF",
            "3:3 6:3",
            "FROM x\nRUN <<EOF\n#!/usr/bin/env python3\na | b\nEOF\nRUN python3 <<EOF\na | b\nEOF\nRUN cat <<EOF >> /a\na | b\nEOF"),
        (
            "PipeWithoutPipefail",
            "FROM x\nRUN a | b",
            "2:7",
            "FROM mcr.microsoft.com/windows/nanoserver:1 AS a\nRUN a | b\nFROM a\nRUN a | b\nFROM --platform=windows/amd64 x\nRUN a | b"),
        ("PipeToShell", "FROM x\nRUN <<EOF\nset -e\ncurl http://x | sh\nEOF", "4:1", "FROM x\nRUN <<EOF\necho a\nEOF"),
        (
            "WorldWritable",
            "FROM x\nRUN chmod a+rwX a\nRUN chmod u=rwx,go=rwx a\nRUN chmod 2777 a\nCOPY --chmod=ugo+w a b",
            "2:5 3:5 4:5 5:6",
            "FROM x\nRUN chmod 1777 /tmp && chmod a+rwxt /tmp && chmod g+w,a+rx a && chmod o-w a"),
        (
            "WorldWritable",
            "FROM x\nRUN chmod -R 777 /a\nCOPY --chmod=0666 a b",
            "2:5 3:6",
            "FROM x\nRUN chmod 755 /a && chmod a+rx /b\nCOPY --chmod=644 a b"),
    ];

    const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static TheoryData<int> Numbers => new(Enumerable.Range(0, Cases.Length));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Finds_what_breaks_it_and_nothing_else(int number)
    {
        var (rule, bad, places, good) = Cases[number];

        Assert.Equal((rule, places), (rule, string.Join(' ', Check(bad, rule).Select(found => $"{found.Line}:{found.Column}"))));
        Assert.Empty(Check(good, rule));
    }

    [Fact]
    public void All_have_a_case_and_say_why()
    {
        Assert.Empty(DockerfileRules.All.Select(rule => rule.Name).Except(Cases.Select(one => one.Rule)).Except(["CopyIgnoredFile"]));
        Assert.All(DockerfileRules.All, rule => Assert.True(rule.Summary.Length > 10 && rule.Reason.Length > 10, rule.Name));
        Assert.Equal(DockerfileRules.All.Count, DockerfileRules.All.DistinctBy(rule => rule.Name).Count());
    }

    [Fact]
    public void Include_those_of_docker_under_their_names()
    {
        string[] names =
        [
            "StageNameCasing", "FromAsCasing", "NoEmptyContinuation", "ConsistentInstructionCasing", "DuplicateStageName",
            "ReservedStageName", "JSONArgsRecommended", "MaintainerDeprecated", "UndefinedArgInFrom", "WorkdirRelativePath", "UndefinedVar",
            "MultipleInstructionsDisallowed", "LegacyKeyValueFormat", "RedundantTargetPlatform", "SecretsUsedInArgOrEnv",
            "InvalidDefaultArgInFrom", "FromPlatformFlagConstDisallowed", "CopyIgnoredFile", "InvalidDefinitionDescription",
            "ExposeProtoCasing", "ExposeInvalidFormat",
        ];

        var checks = DockerfileRules.All.Where(rule => rule.Source == DockerfileRuleSource.BuildCheck).ToList();
        Assert.Equal(names.Order(), checks.Select(rule => rule.Name).Order());
        Assert.Equal(
            "https://docs.docker.com/reference/build-checks/json-args-recommended/",
            checks.Find(rule => rule.Name == "JSONArgsRecommended")!.HelpUri!.AbsoluteUri);
    }

    [Fact]
    public void Tell_all_that_is_known()
    {
        var found = Assert.Single(Check("FROM scratch AS Base\nFROM base\nUSER a", "StageNameCasing"));

        Assert.Equal(
            ("StageNameCasing", DockerfileSeverity.Warning, DockerfileRuleSource.BuildCheck, "base", true),
            (found.Rule, found.Severity, found.Source, found.Stage, found.CanFix));
        Assert.Equal(("Stage name 'Base' should be lowercase", "Write base"), (found.Message, found.Fix));
        Assert.Equal("Dockerfile:1:17: Warning StageNameCasing: Stage name 'Base' should be lowercase", found.ToString());
    }

    [Theory]
    [InlineData("COPY a.log ./b.txt c/tmp/d ok /x/", "a.log|./b.txt|c/tmp/d")]
    [InlineData("ADD http://example.com/a.log /x/", "")]
    [InlineData("COPY --from=x a.log /x/", "")]
    [InlineData("COPY . /x/", "")]
    [InlineData("COPY <<a.log /x/\na\na.log", "")]
    public void Know_what_is_ignored(string copy, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write(".dockerignore", "*.log\nb.txt\n*/tmp\n");
        string path = folder.Write("Dockerfile", "FROM x:1\n" + copy);

        var found = new DockerfileChecker(new DockerfileCheckOptions { Rules = ["CopyIgnoredFile"] })
            .CheckFile(path, CancellationToken.None);
        Assert.Equal(expected, string.Join('|', found.Select(one => one.Message.Split('\'')[1])));
    }

    [Fact]
    public void Read_the_ignore_file_that_is_for_the_dockerfile_alone_or_of_another_folder()
    {
        using var folder = new TemporaryFolder();
        folder.Write("context/.dockerignore", "*");
        string path = folder.Write("docker/Dockerfile", "FROM x:1\nCOPY a /\n");
        Assert.Empty(Check(null));
        Assert.Single(Check(folder.File("context")));
        folder.Write("docker/Dockerfile.dockerignore", "b");
        Assert.Empty(Check(folder.File("context")));
        folder.Write("docker/Dockerfile.dockerignore", "*\n!a");
        Assert.Empty(Check(null));

        IReadOnlyList<DockerfileDiagnostic> Check(string? context) =>
            new DockerfileChecker(new DockerfileCheckOptions { Rules = ["CopyIgnoredFile"], ContextFolder = context })
                .CheckFile(path, CancellationToken.None);
    }

    [Theory]
    [InlineData("# check=skip=StageNameCasing\nFROM scratch AS A", "")]
    [InlineData("# check=skip=all\nFROM scratch AS A\nCMD a", "")]
    [InlineData("# check=skip=all\nFROM scratch AS A\nEXPOSE x", "Error InvalidExposedPort")]
    [InlineData("# check=error=true\nFROM scratch AS A", "Error StageNameCasing")]
    [InlineData(" # check=error=true\nFROM scratch AS A", "Warning StageNameCasing")]
    [InlineData("# escape=`\n\t# check=foo\nFROM scratch", "")]
    [InlineData("# check=skip=CMD;error=true\nFROM scratch\nEXPOSE 80/TCP", "Error ExposeProtoCasing")]
    [InlineData(
        "# check=skip=StageNameCasing\nFROM scratch AS A\n# check=skip=JSONArgsRecommended\nCMD a\nENTRYPOINT b\nUSER x",
        "Warning JSONArgsRecommended")]
    [InlineData("# check=experimental=all\n# x\nFROM scratch AS a", "Warning InvalidDefinitionDescription")]
    [InlineData("# x\nFROM scratch AS a", "")]
    [InlineData("FROM scratch\nFOO", "Error ParseError")]
    [InlineData("FROM \"\"", "Error InvalidBaseImage")]
    [InlineData("FROM $A", "Error InvalidBaseImage|Warning UndefinedArgInFrom")]
    [InlineData("#!x\n# check=skip=StageNameCasing\nFROM scratch AS A", "")]
    // what comes before an error is checked, except by rules that need the whole file
    [InlineData("FROM scratch AS A\nCMD a\nFOO\nCMD b", "Warning StageNameCasing|Warning JSONArgsRecommended|Error ParseError")]
    [InlineData("FROM scratch AS A\nENV a\nCMD a\nFOO", "Warning StageNameCasing|Error ParseError")]
    [InlineData("FROM scratch AS a\nCMD a\nRUN <<EOF\nx", "Warning JSONArgsRecommended|Error ParseError")]
    [InlineData("FROM scratch AS a\nlabel a=b\nLABEL \\\n a=b \\\n c", "Error ParseError")]
    [InlineData("# check=skip=StageNameCasing\nFROM scratch AS A\nFOO", "Error ParseError")]
    [InlineData("ARG a\nRUN b", "Error ParseError")]
    [InlineData("", "Error ParseError")]
    public void Are_applied_as_the_file_says(string text, string expected)
    {
        var found = new DockerfileChecker(
            new DockerfileCheckOptions { ExcludedRules = ["RunsAsRoot", "EntrypointIgnoresCommand", "MissingHealthCheck"] })
            .Check(text, null);
        Assert.Equal(expected, string.Join('|', found.Select(one => $"{one.Severity} {one.Rule}")));
    }

    [Fact]
    public void Are_chosen_by_name_or_pattern()
    {
        const string Text = "FROM x AS A\nCMD a";
        Assert.Equal(["StageNameCasing"], Names([], ["RunsAsRoot", "Unpinned*", "jsonargs*"]));
        Assert.Equal(["StageNameCasing"], Names(["*Casing"], []));
        Assert.Equal([], Names(["*Casing"], ["Stage*"]));
        var error = Assert.Throws<EngineException>(() => Names(["StageNameCase"], []));
        Assert.Equal((EngineError.Invalid, "DockerfileRule"), (error.Error, error.Subject.Kind));

        IEnumerable<string> Names(string[] rules, string[] excluded) =>
            new DockerfileChecker(new DockerfileCheckOptions { Rules = rules, ExcludedRules = excluded })
                .Check(Text, null)
                .Select(one => one.Rule);
    }

    [Theory]
    [InlineData(
        "from scratch as A\r\nFROM a\r\nLABEL b c\r\nEXPOSE 80/TCP  81\r\n",
        "FROM scratch AS a\r\nFROM a\r\nLABEL b=\"c\"\r\nEXPOSE 80/tcp  81\r\n",
        5)]
    [InlineData("\uFEFFFROM   --platform=${TARGETPLATFORM}  scratch\t# x\nLABEL a=b \\\n\n  \n c=d", null, 0)]
    [InlineData(
        "\uFEFFFROM   --platform=${TARGETPLATFORM}  scratch\nLABEL a=b \\\n\n  \n c=d",
        "\uFEFFFROM   scratch\nLABEL a=b \\\n c=d",
        2)]
    [InlineData("FROM scratch as a\nFOO", null, 0)]
    [InlineData("FROM scratch\nENV a $b 'c'\nENV a \\\n b\n", "FROM scratch\nENV a $b 'c'\nENV a \\\n b\n", 0)]
    [InlineData("FROM scratch\nENV a $b c d ", "FROM scratch\nENV a=\"$b c d\" ", 1)]
    public void Fix_what_is_safe_and_leave_the_rest_as_it_is(string text, string? expected, int count)
    {
        string made = new DockerfileChecker(new DockerfileCheckOptions()).Fix(text, null, out int fixedCount);

        Assert.Equal((expected ?? text, count), (made, fixedCount));
    }

    [Fact]
    public void Write_a_file_that_is_fixed_and_no_other()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("Dockerfile");
        File.WriteAllBytes(path, [.. "FROM scratch as x # "u8, 0xE4, .. "\nLABEL a=b"u8]);
        var checker = new DockerfileChecker(new DockerfileCheckOptions());
        Assert.Equal(0, checker.PrepareFix(path, CancellationToken.None).Count);
        File.WriteAllBytes(path, [.. "FROM scratch as x\nLABEL a="u8, 0xE4]);

        Assert.Equal(
            "DockerfileEncoding",
            Assert.Throws<EngineException>(() => checker.PrepareFix(path, CancellationToken.None).Write()).Subject.Kind);
        File.WriteAllText(path, "FROM scratch as x\nLABEL a=ä");
        checker.PrepareFix(path, CancellationToken.None).Write();
        Assert.Equal("FROM scratch AS x\nLABEL a=ä", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    static IReadOnlyList<DockerfileDiagnostic> Check(string text, string rule) =>
        new DockerfileChecker(new DockerfileCheckOptions { Rules = [rule] }).Check(text, null);
}
