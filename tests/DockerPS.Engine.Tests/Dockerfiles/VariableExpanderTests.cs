namespace DockerPS.Engine.Tests;

/// <summary>Variables are expanded as by builders.</summary>
public sealed class VariableExpanderTests
{
    static readonly Dictionary<string, string> Variables = new()
    {
        ["x"] = "value",
        ["empty"] = "",
        ["path"] = "/a/b/c.tar.gz",
        ["star"] = "a*b",
        ["two words"] = "",
        ["ws"] = " a  b ",
    };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$x", "value")]
    [InlineData("${x}", "value")]
    [InlineData("$x$x", "valuevalue")]
    [InlineData("$x-y", "value-y")]
    [InlineData("$xy", "")]
    [InlineData("${x}y", "valuey")]
    [InlineData("$none", "")]
    [InlineData("$", "$")]
    [InlineData("$/", "$/")]
    [InlineData("a$", "a$")]
    [InlineData("\\$x", "$x")]
    [InlineData("\\\\$x", "\\value")]
    [InlineData("'$x'", "$x")]
    [InlineData("\"$x\"", "value")]
    [InlineData("\"\\$x\"", "$x")]
    [InlineData("\"\\n\"", "\\n")]
    [InlineData("\\n", "n")]
    [InlineData("'a\\'", "a\\")]
    [InlineData("a' 'b\" \"c", "a b c")]
    [InlineData("${x:-y}", "value")]
    [InlineData("${none:-y}", "y")]
    [InlineData("${empty:-y}", "y")]
    [InlineData("${empty-y}", "")]
    [InlineData("${none-y}", "y")]
    [InlineData("${none:-}", "")]
    [InlineData("${none:-${x}}", "value")]
    [InlineData("${none:-a b}", "a b")]
    [InlineData("${none:-'}'}", "}")]
    [InlineData("${none:-\\}}", "}")]
    [InlineData("${x:+y}", "y")]
    [InlineData("${none:+y}", "")]
    [InlineData("${empty:+y}", "")]
    [InlineData("${empty+y}", "y")]
    [InlineData("${none+y}", "")]
    [InlineData("${x:?no}", "value")]
    [InlineData("${empty?no}", "")]
    [InlineData("${path#*/}", "a/b/c.tar.gz")]
    [InlineData("${path##*/}", "c.tar.gz")]
    [InlineData("${path%.*}", "/a/b/c.tar")]
    [InlineData("${path%%.*}", "/a/b/c")]
    [InlineData("${path#/?/}", "b/c.tar.gz")]
    [InlineData("${path#x}", "/a/b/c.tar.gz")]
    [InlineData("${star#a\\*}", "b")]
    [InlineData("${star%\\*b}", "a")]
    [InlineData("${x#}", "value")]
    [InlineData("${path/b/x}", "/a/x/c.tar.gz")]
    [InlineData("${path/\\//x}", "xa/b/c.tar.gz")]
    [InlineData("${path//\\//-}", "-a-b-c.tar.gz")]
    [InlineData("${path//[ab]/-}", "/a/b/c.tar.gz")]
    [InlineData("${path/?tar*/}", "/a/b/c")]
    [InlineData("${x//a/$x}", "vvaluelue")]
    [InlineData("${x/a/\\$0}", "v\\$0lue")]
    [InlineData("${path#*[.]}", "/a/b/c.tar.gz")]
    [InlineData("${path##*?a}", "r.gz")]
    [InlineData("${path%?*?r*}", "/a/b/c.")]
    [InlineData("${path//?/x}", "xxxxxxxxxxxxx")]
    [InlineData("${path//a*r/x}", "/x.gz")]
    [InlineData("${path/\\/*\\//x}", "xc.tar.gz")]
    [InlineData("${x//*/y}", "y")]
    [InlineData("${x//\\*/y}", "value")]
    [InlineData("${empty//*/y}", "y")]
    [InlineData("${none/a/b}", "")]
    [InlineData("$1", "")]
    [InlineData("<<x", "<<x")]
    public void Are_filled_in(string word, string expected) => Assert.Equal(expected, Expander().Expand(word));

    [Theory]
    [InlineData("'a", "single-quote")]
    [InlineData("\"a", "double-quote")]
    [InlineData("${x", "missing '}'")]
    [InlineData("${", "missing '}'")]
    [InlineData("${}", "bad substitution")]
    [InlineData("${:-x}", "bad substitution")]
    [InlineData("${{x}}", "bad substitution")]
    [InlineData("${x:-", "missing '}'")]
    [InlineData("${x:#y}", "unsupported modifier")]
    [InlineData("${x:0:1}", "unsupported modifier (:0)")]
    [InlineData("${x*}", "unsupported modifier")]
    [InlineData("${x/a}", "missing '/'")]
    [InlineData("${x/a/b", "missing '}'")]
    [InlineData("${none:?it is needed}", "none: it is needed")]
    [InlineData("${empty:?}", "is not allowed to be empty")]
    [InlineData("${none?}", "is not allowed to be unset")]
    [InlineData("${x#\\a}", "invalid pattern")]
    public void Are_refused(string word, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Expander().Expand(word)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a  b", "a|b")]
    [InlineData("  a ", "a")]
    [InlineData("$ws", "a|b")]
    [InlineData("\"$ws\"", " a  b ")]
    [InlineData("'a b' c", "a b|c")]
    [InlineData("a\\ b", "a b")]
    [InlineData("$none", "")]
    public void Separate_words_after_they_are_expanded(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Expander().Split(text)));

    [Fact]
    public void Obey_the_escape_character() =>
        Assert.Equal("$x\\value", new VariableExpander('`', Variables.GetValueOrDefault).Expand("`$x\\$x"));

    [Fact]
    public void Are_told_apart_by_whether_they_are_set()
    {
        var expander = Expander();
        expander.Expand("$x ${none:-$other} ${empty}");

        Assert.Equal(["empty", "x"], expander.Known.Order());
        Assert.Equal(["none", "other"], expander.Unknown.Order());
    }

    [Fact]
    public void May_be_nested_but_not_without_end() =>
        Assert.Throws<FormatException>(() => Expander().Expand(string.Concat(Enumerable.Repeat("${none:-", 100_000))));

    static VariableExpander Expander() => new('\\', Variables.GetValueOrDefault);
}
