using System.Net;

namespace DockerPS.Engine.Tests.Containers;

/// <summary>The options of a container that are refused before an engine is contacted, and the request body for the others.</summary>
public sealed class ContainerCheckTests
{
    static readonly ContainerSpecification Box = new() { Image = "box" };

    public static TheoryData<string, ContainerSpecification> Wrong => new()
    {
        { "ContainerName", Box with { Name = "w" } },
        { "ContainerName", Box with { Name = "a b" } },
        { "Port", Box with { Ports = [new PortMapping { ContainerPort = 0 }] } },
        { "Volume", Box with { Volumes = [new VolumeMapping { Destination = "data" }] } },
        { "Mount", Box with { Mounts = [new Mount { Target = "" }] } },
        { "TmpFs", Box with { TmpFs = [new TmpFsMount { Path = "run" }] } },
        { "AddHost", Box with { AddHost = [new HostEntry { Name = "db", Address = "10.1" }] } },
        { "Device", Box with { Devices = [new DeviceMapping { PathOnHost = "/dev/x", PathInContainer = "y" }] } },
        { "Gpu", Box with { Gpus = [new GpuRequest()] } },
        { "RestartPolicy", Box with { RestartPolicy = new RestartPolicy { Name = "always", MaximumRetryCount = 3 } } },
        { "RestartPolicy", Box with { RestartPolicy = RestartPolicy.Parse("always"), RemoveAfter = true } },
        { "HealthCheck", Box with { Health = new HealthCheck { Retries = -1 } } },
        { "Limit", Box with { Limits = new ResourceLimits { BlockIOWeight = 5 } } },
        { "Limit", Box with { Limits = new ResourceLimits { Ulimits = [new Ulimit { Name = "none", Soft = 1, Hard = 1 }] } } },
        { "Label", Box with { Labels = new Dictionary<string, string> { [""] = "x" } } },
        { "Label", Box with { Labels = new Dictionary<string, string> { ["a b"] = "x" } } },
        { "Environment", Box with { Environment = ["=x"] } },
        { "Environment", Box with { Environment = [" =x"] } },
        { "DnsSearch", Box with { DnsSearch = ["1.2.3.4"] } },
        { "SecurityOption", Box with { SecurityOptions = ["seccomp"] } },
        { "SecurityOption", Box with { SecurityOptions = ["label="] } },
        { "Expose", Box with { Exposed = [PortMapping.Parse("8080:9090")] } },
        { "Expose", Box with { Exposed = [PortMapping.Parse("127.0.0.1::9090")] } },
        { "LogOption", Box with { LogDriver = "none", LogOptions = new Dictionary<string, string> { ["max-size"] = "1m" } } },
        { "Link", Box with { Links = ["a:b:c"] } },
        { "DeviceRule", Box with { DeviceRules = ["c 42 rmw"] } },
        { "Network", Box with { MacAddress = "foo" } },
        { "Network", Box with { IPAddress = IPAddress.IPv6Loopback } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_docker_refuses_is_refused(string kind, ContainerSpecification specification)
    {
        var error = Assert.Throws<EngineException>(() => ContainerCheck.Run(specification));

        Assert.Equal((EngineError.Invalid, kind), (error.Error, error.Subject.Kind));
        Assert.DoesNotContain("(Parameter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_of_the_system_are_unconfined_by_empty_lists()
    {
        var host = ContainerCreation.ToBody(
            Box with { SecurityOptions = ["systempaths=unconfined", "no-new-privileges"] },
            new Version(1, 41))["HostConfig"]!;

        Assert.Equal("[]", host["MaskedPaths"]!.ToJsonString());
        Assert.Equal("[]", host["ReadonlyPaths"]!.ToJsonString());
        Assert.Equal("""["no-new-privileges"]""", host["SecurityOpt"]!.ToJsonString());
        Assert.Null(ContainerCreation.ToBody(Box, new Version(1, 41))["HostConfig"]!["MaskedPaths"]);
    }

    [Fact]
    public void Of_two_folders_in_memory_with_one_path_the_last_counts()
    {
        var host = ContainerCreation.ToBody(
            Box with { TmpFs = [TmpFsMount.Parse("/run:size=1m"), TmpFsMount.Parse("/run:size=2m")] },
            new Version(1, 41))["HostConfig"]!;

        Assert.Equal("""{"/run":"size=2m"}""", host["Tmpfs"]!.ToJsonString());
    }

    [Fact]
    public void Graphics_processors_are_written_as_docker_does()
    {
        var host = ContainerCreation.ToBody(
            Box with { Gpus = [GpuRequest.Parse("device=GPU-1,capabilities=utility"), GpuRequest.Parse("all")] },
            new Version(1, 41))["HostConfig"]!;

        Assert.Equal("""[{"DeviceIDs":["GPU-1"],"Capabilities":[["utility","gpu"]]},{"Count":-1,"Capabilities":[["gpu"]]}]""", host["DeviceRequests"]!.ToJsonString());
    }

    [Fact]
    public void Limits_are_written_the_same_for_a_new_container_and_for_one_that_is_there()
    {
        var limits = new ResourceLimits
        {
            Memory = 1,
            Cpu = 0.5,
            CpuPeriod = TimeSpan.FromMilliseconds(100),
            CpuSet = "0,1",
            BlockIOWeight = 10,
            Ulimits = [Ulimit.Parse("nofile=1:2")],
            DeviceReadRates = [DeviceRate.Parse("/dev/sda:1k")],
        };
        const string Written = """{"Memory":1,"NanoCpus":500000000,"CpuPeriod":100000,"CpusetCpus":"0,1","BlkioWeight":10,"BlkioDeviceReadBps":[{"Path":"/dev/sda","Rate":1024}],"Ulimits":[{"Name":"nofile","Soft":1,"Hard":2}]}""";

        Assert.Equal(Written, new System.Text.Json.Nodes.JsonObject().WithLimits(limits).ToJsonString());
        Assert.StartsWith(
            Written[..^1],
            ContainerCreation.ToBody(Box with { Limits = limits }, new Version(1, 41))["HostConfig"]!.ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_seccomp_profile_is_read_and_has_to_be_JSON()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "{\n  \"defaultAction\": \"SCMP_ACT_ALLOW\"\n}\n");
            Assert.Equal(
                """seccomp={"defaultAction":"SCMP_ACT_ALLOW"}""",
                SecurityOptions.Read("seccomp=x", _ => file, CancellationToken.None));
            Assert.Equal("seccomp=unconfined", SecurityOptions.Read("seccomp=unconfined", _ => file, CancellationToken.None));

            File.WriteAllText(file, "not JSON");
            Assert.Equal(
                "SecurityOption",
                Assert.Throws<EngineException>(() => SecurityOptions.Read("seccomp=x", _ => file, CancellationToken.None)).Subject.Kind);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
