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
    public void Docker_s_syntax_is_read(string text, string? address, int? host, int container, int count, string protocol)
    {
        var mapping = new PortMapping(text);

        Assert.Equal((address, host, container, count, protocol), (mapping.HostAddress?.ToString(), mapping.HostPort, mapping.ContainerPort, mapping.Count, mapping.Protocol));
        Assert.Equal((mapping.HostPort, mapping.ContainerPort, mapping.Count), (new PortMapping(mapping.ToString()).HostPort, new PortMapping(mapping.ToString()).ContainerPort, new PortMapping(mapping.ToString()).Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("web")]
    [InlineData("8080:web")]
    [InlineData("8080:80/icmp")]
    [InlineData("0:80")]
    [InlineData("70000:80")]
    [InlineData("8080:80:90:100")]
    [InlineData("8000-8010:80-85")]
    [InlineData("90-80")]
    [InlineData("300.1.1.1:80:80")]
    public void What_is_wrong_is_named_with_what_was_expected(string text)
    {
        string message = Assert.Throws<FormatException>(() => new PortMapping(text)).Message;

        Assert.Contains(text, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_of_the_host_for_one_port_leaves_the_choice_to_the_engine()
    {
        var mapping = new PortMapping("8000-8010:80");

        Assert.Equal((8000, 8010, 80, 1), (mapping.HostPort, mapping.HostPortLast, mapping.ContainerPort, mapping.Count));
        Assert.Equal("8000-8010:80", mapping.ToString());
    }
}
