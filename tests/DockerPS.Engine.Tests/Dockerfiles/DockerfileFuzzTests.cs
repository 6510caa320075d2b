using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>Any file is parsed or refused, in time that grows only with its length.</summary>
public sealed class DockerfileFuzzTests
{
    static readonly string[] Seeds =
    [
        .. DockerfileCorpus.Accepted.Values,
        .. DockerfileCorpus.Refused.Values.Select(file => file.Text).Where(text => text.Length < 1000),
        .. DockerfileCorpus.Newer.Values.Select(file => file.Text),
    ];

    static readonly string[] Pieces =
    [
        "FROM ", "RUN ", "COPY ", "ENV ", "ARG ", "ONBUILD ", "HEALTHCHECK ", "--from=", "--mount=type=cache,", "--platform=", "AS ",
        "<<EOF", "EOF\n", "\\\n", "`\n", "\n\n", "#", "#!", "# check=skip=all\n", "# escape=`\n", "$", "${", "}", ":-", "#*",
        "%%", "//", "\"", "'", "[\"", "\"]", "[", ",", "=", " ", "\t", "\r\n", "\0", "\uFEFF", "ä", "\uD83D", "\uDE00",
        "|", "&&", "apt-get install ", "curl x | sh", "cd /", "$(", "(", "{", "scratch",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Nothing_breaks_the_parser_or_a_rule(int seed)
    {
        // the seed and the number identify a file that breaks the parser; it is the same in every run
        var random = new Random(seed);
        var checker = new DockerfileChecker(new DockerfileCheckOptions());
        var everything = new DockerfileChecker(new DockerfileCheckOptions { Rules = ["*"] });
        for (int i = 0; i < 1500; i++)
        {
            string text = Mutate(random);
            try
            {
                AssertHolds(text, checker, everything);
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, number {i}: {text}\n{e}");
            }
        }
    }

    [Theory]
    [InlineData("ONBUILD ")]
    [InlineData("FROM scratch\nENV a=${a:-")]
    [InlineData("FROM scratch\nRUN [")]
    [InlineData("FROM scratch\nRUN $(")]
    [InlineData("FROM scratch\nENV a=\"$")]
    [InlineData("# escape=`\n")]
    [InlineData("FROM scratch\nRUN <<a ")]
    [InlineData("FROM scratch\nRUN sh -c '")]
    [InlineData("FROM scratch\nENV a=${PATH//*a")]
    [InlineData("FROM scratch\nEXPOSE $")]
    [InlineData("FROM scratch\nCOPY {\"a\":")]
    public void Depth_is_no_danger(string repeated)
    {
        string head = repeated.Contains('\n', StringComparison.Ordinal) && !repeated.StartsWith('#')
            ? repeated[..(repeated.IndexOf('\n', StringComparison.Ordinal) + 1)]
            : "";
        string text = head + string.Concat(Enumerable.Repeat(repeated[head.Length..].TrimEnd('\n') + "\\\n", 20_000));

        new DockerfileChecker(new DockerfileCheckOptions()).Check(text, null);
    }

    static void AssertHolds(string text, DockerfileChecker checker, DockerfileChecker everything)
    {
        try
        {
            var file = DockerfileParser.Parse(text);
            Assert.Equal(text, file.ToString());
            foreach (var instruction in file.Instructions)
                Assert.Equal(instruction.Text, text[instruction.Extent.StartOffset..instruction.Extent.EndOffset]);
        }
        catch (EngineException e) when (e.Detail is DockerfileParseFailure)
        {
            // refused with a place, which is fine
        }
        everything.Check(text, null);
        string fixedText = checker.Fix(text, null, out int count);
        Assert.Equal(count == 0, text == fixedText);
        Assert.DoesNotContain(checker.Check(fixedText, null), found => found.CanFix);
        if (count > 0)
            AssertMeansTheSame(DockerfileParser.Parse(text), DockerfileParser.Parse(fixedText));
    }

    /// <summary>A fix changes casing and form, but not what is built.</summary>
    static void AssertMeansTheSame(Dockerfile before, Dockerfile after)
    {
        Assert.Equal(
            before.Stages.Select(stage => (stage.Name, stage.Base, stage.Dependencies.Count)),
            after.Stages.Select(stage => (stage.Name, stage.Base, stage.Dependencies.Count)));
        Assert.Equal(before.Instructions.Select(Meaning), after.Instructions.Select(Meaning));

        static string Meaning(DockerfileInstruction instruction) => instruction.Keyword switch
        {
            "FROM" => string.Join(' ', instruction.ExpandedArguments ?? []).ToLowerInvariant(),
            "EXPOSE" => string.Join(' ', instruction.ExpandedArguments ?? []).ToLowerInvariant(),
            "ENV" or "LABEL" => instruction.Keyword + string.Join(' ', instruction.ExpandedArguments ?? []) + instruction.ExpansionProblem,
            _ => instruction.Keyword + instruction.ArgumentText,
        };
    }

    static string Mutate(Random random)
    {
        var text = new StringBuilder(Seeds[random.Next(Seeds.Length)]);
        for (int changes = random.Next(1, 12); changes > 0; changes--)
        {
            int place = random.Next(text.Length + 1);
            switch (random.Next(4))
            {
                case 0 when text.Length > 0:
                    int start = Math.Min(place, text.Length - 1);
                    text.Remove(start, Math.Min(random.Next(1, 8), text.Length - start));
                    break;
                case 1:
                    text.Insert(place, (char)random.Next(random.Next(2) == 0 ? 128 : 0x3000));
                    break;
                case 2:
                    text.Append('\n').Append(Seeds[random.Next(Seeds.Length)]);
                    break;
                default:
                    text.Insert(place, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }
        return text.ToString();
    }
}
