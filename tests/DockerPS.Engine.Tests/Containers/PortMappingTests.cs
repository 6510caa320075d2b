namespace DockerPS.Engine.Tests.Containers;

public sealed class PortMappingTests
{
    [Theory]
    [InlineData("80", null, null, 80, 1, "tcp")]
    [InlineData("8080:80", null, 8080, 80, 1, "tcp")]
    [InlineData("8080:80/udp", null, 8080, 80, 1, "udp")]
    [InlineData("53/UDP", null, null, 53, 1, "udp")]
    [InlineData("127.0.0.1:8080:80", "127.0.0.1", 8080, 80, 1, "tcp")]
    [InlineData("127.0.0.1::80", "127.0.0.1", null, 80, 1, "tcp")]
    [InlineData("[::1]:8080:80", "::1", 8080, 80, 1, "tcp")]
    [InlineData(":8080:80", null, 8080, 80, 1, "tcp")]
    [InlineData("8000-8010:80-90", null, 8000, 80, 11, "tcp")]
    [InlineData("80-90", null, null, 80, 11, "tcp")]
    [InlineData("0:80", null, null, 80, 1, "tcp")]
    [InlineData("127.0.0.1:0:80", "127.0.0.1", null, 80, 1, "tcp")]
    [InlineData("::1:8081:80", "::1", 8081, 80, 1, "tcp")]
    [InlineData("fd00::5:8081:80/udp", "fd00::5", 8081, 80, 1, "udp")]
    [InlineData("published=8080,target=80,protocol=udp", null, 8080, 80, 1, "udp")]
    [InlineData("target=80", null, null, 80, 1, "tcp")]
    [InlineData("published=127.0.0.1:8080,target=80,mode=host", "127.0.0.1", 8080, 80, 1, "tcp")]
    public void Docker_s_syntax_is_read(string text, string? address, int? host, int container, int count, string protocol)
    {
        var mapping = PortMapping.Parse(text);

        Assert.Equal(
            (address, host, container, count, protocol),
            (mapping.HostAddress?.ToString(), mapping.HostPort, mapping.ContainerPort, mapping.Count, mapping.Protocol));
        var again = PortMapping.Parse(mapping.ToString());
        Assert.Equal((mapping.HostPort, mapping.ContainerPort, mapping.Count), (again.HostPort, again.ContainerPort, again.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("web")]
    [InlineData("8080:web")]
    [InlineData("8080:80/icmp")]
    [InlineData("70000:80")]
    [InlineData("8080:80:90:100")]
    [InlineData("8000-8010:80-85")]
    [InlineData("90-80")]
    [InlineData("300.1.1.1:80:80")]
    [InlineData("1:9998:80")]
    [InlineData("127.1:80:80")]
    [InlineData("010.0.0.1:80:80")]
    [InlineData("0x7f.0.0.1:80:80")]
    [InlineData("[127.0.0.1]:80:80")]
    [InlineData("0-10:80")]
    [InlineData("8080:80/")]
    [InlineData("published=8080,target=80,mode=ingress")]
    [InlineData("published=8080,colour=red")]
    [InlineData("published=8080")]
    public void What_is_wrong_is_named_with_what_was_expected(string text)
    {
        string message = Assert.Throws<FormatException>(() => PortMapping.Parse(text)).Message;

        Assert.Contains(text, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_of_the_host_for_one_port_leaves_the_choice_to_the_engine()
    {
        var mapping = PortMapping.Parse("8000-8010:80");

        Assert.Equal((8000, 8010, 80, 1), (mapping.HostPort, mapping.HostPortLast, mapping.ContainerPort, mapping.Count));
        Assert.Equal("8000-8010:80", mapping.ToString());
    }

    [Fact]
    public void The_error_is_one_sentence_and_what_was_expected() =>
        Assert.Equal("'foo' is not a valid port mapping. Expected [address:][host port:]container port[/protocol], such as 8080:80.", Assert.Throws<FormatException>(() => PortMapping.Parse("foo")).Message);

    [Theory]
    [InlineData(0, 1, null, null, "tcp")]
    [InlineData(65535, 2, null, null, "tcp")]
    [InlineData(80, 0, null, null, "tcp")]
    [InlineData(80, 1, 70000, null, "tcp")]
    [InlineData(80, 2, 8000, 8010, "tcp")]
    [InlineData(80, 1, null, 8010, "tcp")]
    [InlineData(80, 1, 8080, null, "icmp")]
    public void Properties_are_checked_as_texts_are(int container, int count, int? host, int? hostLast, string protocol) =>
        Assert.Throws<FormatException>(
            () =>
                new PortMapping { ContainerPort = container, Count = count, HostPort = host, HostPortLast = hostLast, Protocol = protocol }
                    .Check());
}
