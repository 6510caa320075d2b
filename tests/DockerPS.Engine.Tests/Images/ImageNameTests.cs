namespace DockerPS.Engine.Tests;

/// <summary>Image names according to the rules of the distribution project.</summary>
public sealed class ImageNameTests
{
    const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("busybox", "docker.io", "library/busybox", null, null, "busybox")]
    [InlineData("busybox:1.36", "docker.io", "library/busybox", "1.36", null, "busybox:1.36")]
    [InlineData("team/app", "docker.io", "team/app", null, null, "team/app")]
    [InlineData("docker.io/busybox", "docker.io", "library/busybox", null, null, "busybox")]
    [InlineData("index.docker.io/library/busybox:1", "docker.io", "library/busybox", "1", null, "busybox:1")]
    [InlineData("docker.io/team/app:1", "docker.io", "team/app", "1", null, "team/app:1")]
    [InlineData("localhost/app", "localhost", "app", null, null, "localhost/app")]
    [InlineData("localhost:5000/a/b:tag", "localhost:5000", "a/b", "tag", null, "localhost:5000/a/b:tag")]
    [InlineData("registry.example.com/a", "registry.example.com", "a", null, null, "registry.example.com/a")]
    [InlineData("192.168.1.1:5000/a", "192.168.1.1:5000", "a", null, null, "192.168.1.1:5000/a")]
    [InlineData("[::1]:5000/a:b", "[::1]:5000", "a", "b", null, "[::1]:5000/a:b")]
    [InlineData("Host/a", "Host", "a", null, null, "Host/a")]
    [InlineData("a_b/c__d/e-f/g---h/i.j", "docker.io", "a_b/c__d/e-f/g---h/i.j", null, null, "a_b/c__d/e-f/g---h/i.j")]
    [InlineData("library/x/y", "docker.io", "library/x/y", null, null, "library/x/y")]
    [InlineData("localhost:5000", "docker.io", "library/localhost", "5000", null, "localhost:5000")]
    [InlineData("docker.io/docker.io/a", "docker.io", "docker.io/a", null, null, "docker.io/docker.io/a")]
    [InlineData("my_app.v2/web:1", "", "my_app.v2/web", "1", null, "my_app.v2/web:1")]
    [InlineData("a__b.c/d", "", "a__b.c/d", null, null, "a__b.c/d")]
    [InlineData("busybox:1@" + Digest, "docker.io", "library/busybox", "1", Digest, "busybox:1@" + Digest)]
    [InlineData("busybox:_T.a-G", "docker.io", "library/busybox", "_T.a-G", null, "busybox:_T.a-G")]
    [InlineData("busybox@" + Digest, "docker.io", "library/busybox", null, Digest, "busybox@" + Digest)]
    [InlineData("localhost:5000/a/b:tag@" + Digest, "localhost:5000", "a/b", "tag", Digest, "localhost:5000/a/b:tag@" + Digest)]
    public void Is_read_in_its_parts(string text, string registry, string path, string? tag, string? digest, string shown)
    {
        var name = ImageName.Parse(text);

        Assert.Equal((registry, path, tag, digest, shown), (name.Registry, name.Path, name.Tag, name.Digest, name.ToString()));
        Assert.Equal(name, ImageName.Parse(name.ToString()));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Busybox", "lower case, but is 'Busybox'")]
    [InlineData("registry.example.com/App", "lower case, but is 'App'")]
    [InlineData("busybox:", "a tag is 1 to 128")]
    [InlineData("busybox:a b", "a tag is 1 to 128")]
    [InlineData("busybox:.a", "a tag is 1 to 128")]
    [InlineData("busybox:-a", "a tag is 1 to 128")]
    [InlineData("busybox@sha256:abc", "must be a digest")]
    [InlineData("busybox@abc", "must be a digest")]
    [InlineData("busybox@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", "must be a digest")]
    [InlineData("busybox@md5:0123456789abcdef0123456789abcdef", "must be a digest")]
    [InlineData("busybox@" + Digest + "@" + Digest, "must be a digest")]
    [InlineData("busybox@" + Digest + ":tag", "must be a digest")]
    [InlineData("a:b:c", "each part of the repository")]
    [InlineData("[::1/a", "registry")]
    [InlineData("[::1]x/a", "registry")]
    [InlineData("café", "each part of the repository")]
    [InlineData("a//b", "each part of the repository")]
    [InlineData("a/", "each part of the repository")]
    [InlineData("/a", "each part of the repository")]
    [InlineData("_a", "each part of the repository")]
    [InlineData("a-", "each part of the repository")]
    [InlineData("a..b", "each part of the repository")]
    [InlineData("a___b", "each part of the repository")]
    [InlineData("a?", "each part of the repository")]
    [InlineData("https://example.com/a", "registry")]
    [InlineData("my_registry:5000/a", "registry")]
    [InlineData("example.com:port/a", "registry")]
    [InlineData("-bad-.example.com/a", "registry")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "id of an image")]
    public void Is_refused_with_what_was_expected(string text, string says)
    {
        Assert.False(ImageName.TryParse(text, out var name, out string? problem));
        Assert.Null(name);
        Assert.Contains(says, problem, StringComparison.Ordinal);
        Assert.Equal(problem, Assert.Throws<FormatException>(() => ImageName.Parse(text)).Message);
    }

    [Fact]
    public void May_be_long_but_not_too_long()
    {
        string tag = new('t', 128);
        Assert.Equal(tag, ImageName.Parse("a:" + tag).Tag);
        Assert.False(ImageName.TryParse("a:" + tag + "t", out _, out _));

        string path = new('p', 255 - "library/".Length);
        Assert.True(ImageName.TryParse(path, out _, out _));
        Assert.False(ImageName.TryParse(path + "p", out _, out _));
        Assert.True(ImageName.TryParse("a-registry.example.com:5000/library/" + path, out _, out _));
    }

    [Theory]
    [InlineData("busybox", "busybox:latest")]
    [InlineData("busybox:1", "busybox:1")]
    [InlineData("busybox@" + Digest, "busybox@" + Digest)]
    public void Gets_the_tag_latest_when_it_has_none(string text, string expected) =>
        Assert.Equal(expected, ImageName.Parse(text).WithDefaultTag().ToString());

    [Theory]
    [InlineData("busybox*", true)]
    [InlineData("bus?box", true)]
    [InlineData("[ab]usybox", true)]
    [InlineData("[::1]:5000/app", false)]
    [InlineData("busybox", false)]
    public void Is_no_wildcard(string text, bool isWildcard) => Assert.Equal(isWildcard, new ImageReference(text).IsWildcard);
}
