using System.Text.Json.Nodes;

namespace DockerPS.Engine.Tests;

/// <summary>Where engines of each version expect the network options of a new container.</summary>
public sealed class ContainerNetworkTests
{
    static readonly Version Old = new(1, 43);
    static readonly Version Recent = new(1, 44);

    [Theory]
    [InlineData(null, "default")]
    [InlineData("bridge", "bridge")]
    [InlineData("own", "own")]
    public void The_hardware_address_is_the_endpoints_where_the_engine_looks_there(string? network, string endpoint)
    {
        var specification = Specify(network) with { MacAddress = "02:42:ac:11:00:02" };

        var recent = ContainerCreation.ToBody(specification, Recent);
        var old = ContainerCreation.ToBody(specification, Old);

        Assert.Equal("02:42:ac:11:00:02", (string?)Endpoints(recent)![endpoint]!["MacAddress"]);
        Assert.Null(recent["MacAddress"]);
        Assert.Equal("02:42:ac:11:00:02", (string?)old["MacAddress"]);
        Assert.Null(Endpoints(old));
    }

    [Fact]
    public void Addresses_without_a_network_are_of_the_default_one()
    {
        var specification = Specify(null) with { IPAddress = System.Net.IPAddress.Parse("172.17.0.9") };

        foreach (var api in (Version[])[Old, Recent])
        {
            var endpoint = Endpoints(ContainerCreation.ToBody(specification, api))!["default"]!;
            Assert.Equal("172.17.0.9", (string?)endpoint["IPAMConfig"]!["IPv4Address"]);
        }
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("bridge", true)]
    [InlineData("own", false)]
    public void Links_are_the_hosts_on_the_default_network_and_the_endpoints_on_others(string? network, bool isHosts)
    {
        var body = ContainerCreation.ToBody(Specify(network) with { Links = ["db:database"] }, Recent);

        Assert.Equal(isHosts ? "db:database" : null, (string?)body["HostConfig"]!["Links"]?[0]);
        Assert.Equal(isHosts ? null : "db:database", (string?)Endpoints(body)?["own"]!["Links"]![0]);
    }

    [Theory]
    [InlineData("an alias without a network")]
    [InlineData("an alias on the engine's own network", "bridge")]
    [InlineData("a network twice", "own", "own")]
    [InlineData("an engine's network and one of its own", "host", "own")]
    [InlineData("the alias in two places", "name=own,alias=a")]
    [InlineData("the address in two places", "name=own,ip=10.1.0.5")]
    [InlineData("the hardware address in two places", "name=own,mac-address=02:42:ac:11:00:03")]
    public void What_docker_refuses_is_refused(string what, params string[] networks)
    {
        var specification = new ContainerSpecification
        {
            Image = "box",
            Networks = Array.ConvertAll(networks, NetworkAttachment.Parse),
            NetworkAliases = what.Contains("alias", StringComparison.Ordinal) ? ["www"] : [],
            IPAddress = what.StartsWith("the address", StringComparison.Ordinal) ? System.Net.IPAddress.Parse("10.1.0.6") : null,
            MacAddress = what.StartsWith("the hardware", StringComparison.Ordinal) ? "02:42:ac:11:00:02" : null,
        };

        var error = Assert.Throws<EngineException>(() => ContainerCheck.Run(specification));

        Assert.Equal((EngineError.Invalid, "Network"), (error.Error, error.Subject.Kind));
    }

    [Fact]
    public void Nothing_is_said_of_a_network_of_which_nothing_was() =>
        Assert.Null(ContainerCreation.ToBody(Specify(null), Recent)["NetworkingConfig"]);

    static ContainerSpecification Specify(string? network) =>
        new() { Image = "box", Networks = network is null ? [] : [new NetworkAttachment { Name = network }] };

    static JsonNode? Endpoints(JsonObject body) => body["NetworkingConfig"]?["EndpointsConfig"];
}
