namespace DockerPS.Engine.Tests;

/// <summary>What <c>.dockerignore</c> excludes.</summary>
public sealed class IgnoreRulesTests
{
    // patterns are separated by commas, ignored and other paths by spaces
    [Theory]
    [InlineData("file", "file file/below", "other a/file file2")]
    [InlineData("/file", "file", "a/file")]
    [InlineData("./file", "file", "a/file")]
    [InlineData("folder/", "folder folder/a", "a/folder")]
    [InlineData("a/../b", "b b/c", "a")]
    [InlineData("*", "a a/b .hidden", "")]
    [InlineData("*.md", "a.md .md", "a/b.md a.mdx")]
    [InlineData("*/temp*", "a/temp a/temp.txt a/temporary/x", "temp a/b/temp")]
    [InlineData("*/*/temp*", "a/b/temp1", "a/temp a/b/c/temp")]
    [InlineData("temp?", "tempa temp1", "temp tempab")]
    [InlineData("**", "a a/b/c", "")]
    [InlineData("**/*.go", "a.go a/b.go a/b/c.go", "a.gox")]
    [InlineData("**/node_modules", "node_modules a/node_modules a/b/node_modules/c", "node_modules2 anode_modules")]
    [InlineData("**/a/**", "a/b x/a/b x/a/b/c", "a b/c")]
    [InlineData("a/**", "a/b a/b/c", "a ab")]
    [InlineData("a/**/b", "a/b a/x/b a/x/y/b a/x/b/z", "a/xb b")]
    [InlineData("a**", "a abc ab/c", "ba")]
    [InlineData("**a", "a ba b/a b/ca", "ab b")]
    [InlineData("a**b", "ab ax/b ax/y/b", "axb")]
    [InlineData("[abc].txt", "a.txt c.txt", "d.txt ab.txt")]
    [InlineData("[a-c]?.txt", "ax.txt", "dx.txt a.txt")]
    [InlineData("[^a-c].txt", "d.txt", "a.txt")]
    [InlineData("[\\^a].txt", "^.txt a.txt", "b.txt")]
    [InlineData("a\\*b", "a*b", "aXb")]
    [InlineData("\\!a", "!a", "a")]
    [InlineData("a.b", "a.b", "aXb")]
    [InlineData("a+(b){c}|$^", "a+(b){c}|$^", "a")]
    [InlineData("a+(b)*", "a+(b)x", "aab abx")]
    [InlineData("^*", "a ^", "")]
    [InlineData("a^*", "", "a^ a^b")]
    [InlineData("[*]", "] [] []", "* a")]
    [InlineData("[?]", "[] ^]", "? a")]
    [InlineData("[!a]x", "!x ax", "bx")]
    [InlineData("[^a]", "b /", "a")]
    [InlineData("x[^a]y", "xby x/y", "xay")]
    [InlineData("[a.c]", ". a c", "b \\")]
    [InlineData("[[:digit:]]x", "1x", ":x dx")]
    [InlineData("[[:^digit:]]x", ":x dx", "1x")]
    [InlineData("[\\d_]", "1 _", "d \\")]
    [InlineData("a\\d", "a1", "ad")]
    [InlineData("a\\bin", "", "abin a/bin a\\bin")]
    [InlineData("\\.git", ".git .git/x", "xgit")]
    [InlineData("***", "a a/b", "")]
    [InlineData("a]b", "a]b", "ab")]
    [InlineData("[😀-😂]", "😁", "😃 a")]
    [InlineData("**/*", "a a/b", "")]
    [InlineData("a/**/**/b", "a/b a/x/b", "a/x")]
    [InlineData("x,!x/y,x", "x x/z", "x/y")]
    [InlineData("*/b,!a", "a/b x/b", "a")]
    [InlineData("ä?ü", "äöü ä😀ü", "äü")]
    [InlineData("*.md,!README.md", "a.md", "README.md")]
    [InlineData("!README.md,*.md", "a.md README.md", "")]
    [InlineData("*.md,!README*.md,README-secret.md", "a.md README-secret.md", "README.md README-x.md")]
    [InlineData("*,!src", "a", "src src/a/b")]
    [InlineData("*,!src/keep", "a src src/other", "src/keep src/keep/below")]
    [InlineData("src,!src/**/keep.txt", "src src/a/b", "src/keep.txt src/a/b/keep.txt")]
    [InlineData("*,!**/keep.txt", "a b/c", "keep.txt b/keep.txt")]
    [InlineData("a,!a/b,a/b/c", "a a/x a/b/c a/b/c/d", "a/b a/b/d")]
    [InlineData("a,!a,a", "a a/b", "")]
    [InlineData("! a , !  b ,c", "c", "a b")]
    [InlineData("# a,#b,  ,\t,c", "c", "a b #b")]
    [InlineData(" #a", "#a", "a")]
    [InlineData("..,../a,/", "..", "a b")]
    [InlineData(".", "", "a b/c")]
    public void Follows_its_patterns(string patterns, string ignored, string sent)
    {
        var rules = IgnoreRules.Parse(patterns.Replace(',', '\n'), "file");

        Assert.All(
            ignored.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            path => Assert.True(rules.IsIgnored(path), $"'{path}' is not ignored"));
        Assert.All(
            sent.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            path => Assert.False(rules.IsIgnored(path), $"'{path}' is ignored"));
    }

    [Fact]
    public void Takes_files_of_Windows_editors()
    {
        var rules = IgnoreRules.Parse("\uFEFFa\r\n# b\r\n\r\n!a/c\r\n", "file");

        Assert.Equal(["a", "!a/c"], rules.Patterns.Select(pattern => pattern.ToString()));
        Assert.Equal([1, 4], rules.Patterns.Select(pattern => pattern.Line));
    }

    [Fact]
    public void Tells_the_line_that_decides()
    {
        var rules = IgnoreRules.Parse("*\n!src\nsrc/secret", "file");

        Assert.Equal(1, rules.Find("a")!.Line);
        Assert.Equal(2, rules.Find("src/a/b")!.Line);
        Assert.Equal(3, rules.Find("src/secret/key")!.Line);
        Assert.Null(IgnoreRules.None.Find("a"));
    }

    [Theory]
    [InlineData("[a", "']'")]
    [InlineData("[]", "empty")]
    [InlineData("[^]", "empty")]
    [InlineData("[b-a]", "reversed")]
    [InlineData("a\\", "backslash")]
    [InlineData("!", "nothing")]
    [InlineData("!/", "nothing")]
    [InlineData("[a-]", "not allowed")]
    [InlineData("[]a]", "empty")]
    [InlineData("a\\public", "slashes")]
    [InlineData("[[:none:]]", "not a valid class")]
    public void Refuses_invalid_patterns_with_their_line(string pattern, string says)
    {
        var error = Assert.Throws<EngineException>(() => IgnoreRules.Parse("ok\n" + pattern, "/x/.dockerignore"));

        Assert.Equal((EngineError.Parse, "DockerIgnore"), (error.Error, error.Subject.Kind));
        Assert.Contains("/x/.dockerignore, line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!a/b/c", "a", true)]
    [InlineData("!a/b/c", "a/b", true)]
    [InlineData("!a/b/c", "a/x", false)]
    [InlineData("!a/b/c", "x", false)]
    [InlineData("!**/c", "x/y", true)]
    [InlineData("!a/*/c", "a/x", true)]
    [InlineData("!a/*/c", "b/x", false)]
    [InlineData("a/b", "a", false)]
    public void Knows_which_ignored_folders_to_look_into(string pattern, string folder, bool expected) =>
        Assert.Equal(expected, IgnoreRules.Parse(pattern, "file").MayTakeBackIn(folder));
}
