using System.Collections;
using System.Net;

namespace DockerPS.Engine.Tests.Containers;

/// <summary>The values that a container is created with: parsing, checking and formatting.</summary>
public sealed class ContainerValueTests
{
    static string Refuse(Func<object> parse) => Assert.Throws<FormatException>(parse).Message;

    /// <summary>Parses a text, and checks that the formatted value is parsed in the same way.</summary>
    static string RoundTrip<T>(string text)
        where T : ITextValue<T>
    {
        string written = T.Parse(text).ToString()!;
        Assert.Equal(written, T.Parse(written).ToString());
        return written;
    }

    [Theory]
    [InlineData("type=bind,source=/a,target=/b", "type=bind,source=/a,target=/b")]
    [InlineData("TYPE=Bind,src=/a,dst=/b,ro", "type=bind,source=/a,target=/b,readonly")]
    [InlineData("type=bind,source=/a,destination=/b,readonly=false,bind-create-src", "type=bind,source=/a,target=/b,bind-create-src")]
    [InlineData("type=bind,source=/a,target=/b,readonly,bind-recursive=readonly,bind-propagation=rprivate", "type=bind,source=/a,target=/b,readonly,bind-propagation=rprivate,bind-recursive=readonly")]
    [InlineData("target=/b", "type=volume,target=/b")]
    [InlineData("source=v,target=/b,volume-subpath=x,volume-nocopy", "type=volume,source=v,target=/b,volume-nocopy,volume-subpath=x")]
    [InlineData("source=v,target=/b,volume-driver=local,\"volume-opt=o=size=1m,uid=1\",volume-label=a=b", "type=volume,source=v,target=/b,volume-driver=local,volume-label=a=b,\"volume-opt=o=size=1m,uid=1\"")]
    [InlineData("type=image,source=i,target=/b,image-subpath=x", "type=image,source=i,target=/b,image-subpath=x")]
    [InlineData("type=tmpfs,target=/b,tmpfs-size=64m,tmpfs-mode=1770", "type=tmpfs,target=/b,tmpfs-size=67108864,tmpfs-mode=1770")]
    public void A_mount_is_read_and_written(string text, string written) => Assert.Equal(written, RoundTrip<Mount>(text));

    [Theory]
    [InlineData("type=bind,source=/a,target=/b,volume-subpath=x", "is an option of the type volume, but the type is bind")]
    [InlineData("volume-subpath=x,type=bind,source=/a,target=/b", "is an option of the type volume, but the type is bind")]
    [InlineData("type=volume,source=a,target=/b,image-subpath=x", "is an option of the type image, but the type is volume")]
    [InlineData("type=tmpfs,target=/b,subpath=x", "specifies a folder of a volume or image, but its type is tmpfs")]
    [InlineData("target=/b,bind-create-src", "is an option of the type bind, but the type is volume")]
    [InlineData("target=/b,tmpfs-size=1m", "is an option of the type tmpfs, but the type is volume")]
    [InlineData("type=bind,source=/a,target=/b,bind-recursive=writable", "is not read-only, but bind-recursive=writable needs that")]
    [InlineData("type=bind,source=/a,target=/b,bind-recursive=readonly", "is not read-only, but bind-recursive=readonly needs that")]
    [InlineData("type=bind,source=/a,target=/b,readonly,bind-recursive=readonly", "is not private, which bind-recursive=readonly needs")]
    [InlineData("type=bind,source=/a,target=/b,bind-recursive=some", "is not a valid value for bind-recursive")]
    [InlineData("type=bind,source= /a,target=/b", "has leading or trailing white space")]
    [InlineData("type=bind,source=,target=/b", "'source' in the mount")]
    [InlineData("type=disk,target=/b", "'disk' in the mount")]
    [InlineData("type=tmpfs,target=/b,tmpfs-mode=999", "is not a valid file mode")]
    [InlineData("type=tmpfs,source=x,target=/b", "has a source, which the type tmpfs cannot have")]
    [InlineData("", "is not a mount option")]
    public void A_mount_is_refused(string text, string says) =>
        Assert.Contains(says, Refuse(() => Mount.Parse(text)), StringComparison.Ordinal);

    [Fact]
    public void A_mount_is_made_of_a_table_or_of_properties()
    {
        var mount = Mount.Parse(
            new Hashtable
            {
                ["Type"] = "volume",
                ["Source"] = "v",
                ["Target"] = "/b",
                ["ReadOnly"] = true,
                ["VolumeLabels"] = new Hashtable { ["a"] = "b" },
            });

        Assert.Equal("type=volume,source=v,target=/b,readonly,volume-label=a=b", mount.ToString());
        Assert.Contains(
            "option of the type",
            Refuse(() => Mount.Parse(new Hashtable { ["Type"] = "bind", ["Source"] = "/a", ["Target"] = "/b", ["TmpFsSize"] = "1m" })),
            StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => new Mount { Type = "bind", Source = "/a", Target = "/b", Subpath = "x" }.Check());
        new Mount { Source = "v", Target = "/b", Subpath = "x" }.Check();
    }

    [Theory]
    [InlineData("front", "front")]
    [InlineData("container:db", "container:db")]
    [InlineData("name=front,alias=web,alias=www,ip=10.1.0.5,ip6=fd00::5,mac-address=02:42:ac:11:00:02,link-local-ip=169.254.1.1,driver-opt=a=b,gw-priority=-1", "name=front,alias=web,alias=www,ip=10.1.0.5,ip6=fd00::5,mac-address=02:42:ac:11:00:02,link-local-ip=169.254.1.1,driver-opt=a=b,gw-priority=-1")]
    public void A_network_is_read_and_written(string text, string written) => Assert.Equal(written, RoundTrip<NetworkAttachment>(text));

    [Theory]
    [InlineData("", "has no name")]
    [InlineData("alias=web", "has no name")]
    [InlineData("name=front,ip=10.1.5", "'10.1.5' in the network")]
    [InlineData("name=front,ip=fd00::5", "is not an IPv4 address")]
    [InlineData("name=front,ip6=10.1.0.5", "is not an IPv6 address")]
    [InlineData("name=front,mac-address=foo", "is not a valid MAC address")]
    [InlineData("name=front,colour=red", "is not a network option")]
    [InlineData("name=front,gw-priority=high", "is not a valid number")]
    [InlineData("name=bridge,alias=web", "cannot have an alias in the network bridge")]
    public void A_network_is_refused(string text, string says) =>
        Assert.Contains(says, Refuse(() => NetworkAttachment.Parse(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("no")]
    [InlineData("always")]
    [InlineData("unless-stopped")]
    [InlineData("on-failure")]
    [InlineData("on-failure:3")]
    public void A_restart_policy_is_read_and_written(string text) => Assert.Equal(text, RoundTrip<RestartPolicy>(text));

    [Theory]
    [InlineData("")]
    [InlineData("sometimes")]
    [InlineData("always:3")]
    [InlineData("on-failure:")]
    [InlineData("on-failure:-1")]
    [InlineData("on-failure:x")]
    public void A_restart_policy_is_refused(string text) =>
        Assert.Equal($"'{text}' is not a valid restart policy. Expected no, always, unless-stopped, on-failure or on-failure:TIMES, such as on-failure:3.", Refuse(() => RestartPolicy.Parse(text)));

    [Theory]
    [InlineData("nofile=1024", "nofile=1024")]
    [InlineData("nofile=1024:4096", "nofile=1024:4096")]
    [InlineData("core=unlimited", "core=-1")]
    [InlineData("memlock=64:-1", "memlock=64:-1")]
    public void A_limit_of_the_kernel_is_read_and_written(string text, string written) => Assert.Equal(written, RoundTrip<Ulimit>(text));

    [Theory]
    [InlineData("nofile")]
    [InlineData("nofile=x")]
    [InlineData("nofile=1:2:3")]
    [InlineData("none=1")]
    [InlineData("nofile=2:1")]
    [InlineData("nofile=-1:5")]
    [InlineData("nofile=-5")]
    public void A_limit_of_the_kernel_is_refused(string text) => Refuse(() => Ulimit.Parse(text));

    [Theory]
    [InlineData("/dev/x", "/dev/x", null, "rwm", false)]
    [InlineData("/dev/x:rw", "/dev/x", null, "rw", false)]
    [InlineData("/dev/x:/dev/y", "/dev/x", "/dev/y", "rwm", false)]
    [InlineData("/dev/x:/dev/y:m", "/dev/x", "/dev/y", "m", false)]
    [InlineData("vendor.com/class=name", "vendor.com/class=name", null, "rwm", true)]
    [InlineData("nvidia.com/gpu=0:1", "nvidia.com/gpu=0:1", null, "rwm", true)]
    [InlineData("class/5B45201D-F2F2-4F3B-85BB-30FF1F953599", "class/5B45201D-F2F2-4F3B-85BB-30FF1F953599", null, "rwm", false)]
    public void A_device_is_read_and_written(string text, string path, string? inside, string permissions, bool isQualified)
    {
        var device = DeviceMapping.Parse(text);

        Assert.Equal(
            (path, inside, permissions, isQualified),
            (device.PathOnHost, device.PathInContainer, device.Permissions, device.IsQualifiedName));
        Assert.Equal(text, device.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("dev/x")]
    [InlineData("/dev/x:dev/y")]
    [InlineData("/dev/x:rr")]
    [InlineData("/dev/x:/dev/y:rr")]
    [InlineData("/dev/x:/dev/y:x")]
    [InlineData("/dev/x:/dev/y:")]
    [InlineData("/dev/x:/dev/y:rwm:z")]
    public void A_device_is_refused(string text) =>
        Assert.StartsWith($"'{text}' is not a valid device. Expected", Refuse(() => DeviceMapping.Parse(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("all", -1, "", "gpu", "count=all")]
    [InlineData("2", 2, "", "gpu", "count=2")]
    [InlineData("count=-1", -1, "", "gpu", "count=all")]
    [InlineData("count=all,driver=nvidia", -1, "", "gpu", "count=all,driver=nvidia")]
    [InlineData("device=0,1", 0, "0 1", "gpu", "\"device=0,1\"")]
    [InlineData("\"device=0,1\"", 0, "0 1", "gpu", "\"device=0,1\"")]
    [InlineData("device=GPU-1,capabilities=utility", 0, "GPU-1", "utility gpu", "device=GPU-1,capabilities=utility")]
    [InlineData("\"capabilities=compute,utility\"", 1, "", "compute utility gpu", "count=1,\"capabilities=compute,utility\"")]
    [InlineData("driver=nvidia", 1, "", "gpu", "count=1,driver=nvidia")]
    public void Graphics_processors_are_read_and_written(string text, int count, string devices, string capabilities, string written)
    {
        var request = GpuRequest.Parse(text);

        Assert.Equal(
            (count, devices, capabilities),
            (request.Count, string.Join(' ', request.DeviceIds), string.Join(' ', request.Capabilities)));
        Assert.Equal(written, RoundTrip<GpuRequest>(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("some")]
    [InlineData("-2")]
    [InlineData("0")]
    [InlineData("count=1,count=2")]
    [InlineData("device=0,device=1")]
    [InlineData("device=0,count=2")]
    [InlineData("device=")]
    [InlineData("colour=red")]
    [InlineData("capabilities=compute,utility")]
    public void Graphics_processors_are_refused(string text) =>
        Assert.Contains("Expected all, a number, or options", Refuse(() => GpuRequest.Parse(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("/run", "/run", null)]
    [InlineData("/run:", "/run", null)]
    [InlineData("/run:rw,noexec,size=64m", "/run", "rw,noexec,size=64m")]
    public void A_folder_in_memory_is_read(string text, string path, string? options) =>
        Assert.Equal((path, options), (TmpFsMount.Parse(text).Path, TmpFsMount.Parse(text).Options));

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData(":size=1m")]
    public void A_folder_in_memory_is_refused(string text) => Refuse(() => TmpFsMount.Parse(text));

    [Theory]
    [InlineData("db:10.1.0.5", "db:10.1.0.5")]
    [InlineData("db=10.1.0.5", "db:10.1.0.5")]
    [InlineData("db:::1", "db:::1")]
    [InlineData("db=::1", "db:::1")]
    [InlineData("db:[::1]", "db:::1")]
    [InlineData("db=[fd00::5]", "db:fd00::5")]
    [InlineData("db:host-gateway", "db:host-gateway")]
    public void A_host_is_read_and_written(string text, string written) => Assert.Equal(written, RoundTrip<HostEntry>(text));

    [Theory]
    [InlineData("db")]
    [InlineData("db:")]
    [InlineData(":10.1.0.5")]
    [InlineData("a:b=10.1.0.5")]
    [InlineData("db:10.1")]
    [InlineData("db:0x7f.0.0.1")]
    [InlineData("db:127.0.0.01")]
    public void A_host_is_refused(string text) =>
        Assert.StartsWith($"'{text}' is not a valid hosts entry.", Refuse(() => HostEntry.Parse(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("NONE", "NONE")]
    [InlineData("CMD curl -f http://localhost/", "CMD curl -f http://localhost/")]
    [InlineData("CMD [\"curl\", \"-f\"]", "CMD [\"curl\",\"-f\"]")]
    [InlineData("--interval=1m30s --timeout=1.5s --start-period=0 --start-interval=500ms --retries=3 CMD true", "--interval=1m30s --timeout=1.5s --start-period=0s --start-interval=0.5s --retries=3 CMD true")]
    [InlineData("--retries=3", "--retries=3")]
    public void A_health_check_is_read_and_written(string text, string written) => Assert.Equal(written, RoundTrip<HealthCheck>(text));

    [Theory]
    [InlineData("curl -f http://localhost/")]
    [InlineData("CMD")]
    [InlineData("--interval=soon CMD true")]
    [InlineData("--interval=1us CMD true")]
    [InlineData("--retries=-1 CMD true")]
    [InlineData("--colour=red CMD true")]
    [InlineData("--interval=1s NONE")]
    public void A_health_check_is_refused(string text) => Refuse(() => HealthCheck.Parse(text));

    [Fact]
    public void Limits_of_devices_are_read_and_written()
    {
        Assert.Equal("/dev/sda:1048576", RoundTrip<DeviceRate>("/dev/sda:1mb"));
        Assert.Equal("/dev/sda:1000", RoundTrip<DeviceOperationRate>("/dev/sda:1000"));
        Assert.Equal("/dev/sda:200", RoundTrip<DeviceWeight>("/dev/sda:200"));
        Assert.Equal("/dev/sda:0", RoundTrip<DeviceWeight>("/dev/sda:0"));
    }

    [Theory]
    [InlineData("sda:100")]
    [InlineData("/dev/sda")]
    [InlineData("/dev/sda:-1")]
    [InlineData("/dev/sda:lots")]
    public void Limits_of_devices_are_refused(string text)
    {
        Refuse(() => DeviceRate.Parse(text));
        Refuse(() => DeviceOperationRate.Parse(text));
        Refuse(() => DeviceWeight.Parse(text));
    }

    [Theory]
    [InlineData("/dev/sda:5")]
    [InlineData("/dev/sda:1001")]
    [InlineData("/dev/sda:99999999999")]
    public void A_weight_outside_10_to_1000_is_refused(string text) => Refuse(() => DeviceWeight.Parse(text));

    [Theory]
    [InlineData(null, 9)]
    [InlineData(null, 1001)]
    [InlineData(null, -1)]
    [InlineData(1e-10, null)]
    [InlineData(-1.0, null)]
    [InlineData(double.NaN, null)]
    public void Resource_limits_are_refused(double? cpu, int? weight) =>
        Assert.Throws<FormatException>(() => new ResourceLimits { Cpu = cpu, BlockIOWeight = weight }.Check());

    [Theory]
    [InlineData(0.1, 100_000_000)]
    [InlineData(1.5, 1_500_000_000)]
    [InlineData(1e-9, 1)]
    [InlineData(0.0, 0)]
    public void Processors_are_counted_in_billionths(double cpu, long nano)
    {
        var limits = new ResourceLimits { Cpu = cpu, BlockIOWeight = 0 };

        limits.Check();
        Assert.Equal(nano, limits.NanoCpus);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("30s", 30)]
    [InlineData("1m30s", 90)]
    [InlineData(".5h", 1800)]
    [InlineData("1.5s", 1.5)]
    [InlineData("2d", 172800)]
    [InlineData("10us", 0.00001)]
    [InlineData("10µs", 0.00001)]
    [InlineData("00:01:30", 90)]
    public void A_duration_is_read(string text, double seconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromTicks((long)Math.Round((decimal)seconds * TimeSpan.TicksPerSecond)), duration);
        Assert.True(Duration.TryParse(Duration.ToText(duration), out var again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("10kb")]
    [InlineData("1h30")]
    [InlineData("soon")]
    [InlineData("99999999999999999h")]
    public void A_duration_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData(".5g", 536870912)]
    [InlineData("1.g", 1073741824)]
    [InlineData("0.5GiB", 536870912)]
    [InlineData("512", 512)]
    [InlineData("-1", -1)]
    public void A_size_is_read(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out long read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("g")]
    [InlineData("10d")]
    [InlineData("-2")]
    public void A_size_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("10.1.0.5", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("::", true)]
    [InlineData("fd00::5", true)]
    [InlineData("::ffff:10.1.0.5", true)]
    [InlineData("8.8.8", false)]
    [InlineData("8", false)]
    [InlineData("010.0.0.1", false)]
    [InlineData("0x7f.0.0.1", false)]
    [InlineData("256.0.0.1", false)]
    [InlineData("1.2.3.4.", false)]
    [InlineData("1.2.3.4.5", false)]
    [InlineData("[::1]", false)]
    [InlineData("fe80::1%eth0", false)]
    [InlineData("::ffff:10.1.5", false)]
    [InlineData("foo", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_address_is_read_as_docker_reads_it(string? text, bool isValid)
    {
        Assert.Equal(isValid, NetworkAddress.TryParse(text, out var address));
        Assert.Equal(isValid ? IPAddress.Parse(text!) : null, address);
    }

    [Theory]
    [InlineData("10.20.0.0/16", true)]
    [InlineData("fd00::/64", true)]
    [InlineData("10.20/16", false)]
    [InlineData("10.20.0.0/33", false)]
    [InlineData("10.20.0.0", false)]
    [InlineData("10.20.0.0/x", false)]
    public void A_range_of_addresses_is_told(string text, bool isValid) => Assert.Equal(isValid, NetworkAddress.IsRange(text));

    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("example.com.", "example.com")]
    [InlineData(" a-b.example ", "a-b.example")]
    [InlineData(".", ".")]
    public void A_search_domain_is_written_as_docker_does(string text, string domain) => Assert.Equal(domain, SearchDomain.Normalize(text));

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3.4")]
    [InlineData("a b")]
    [InlineData("-a.example")]
    [InlineData("a..example")]
    [InlineData("a_b.example")]
    public void A_search_domain_is_refused(string text) => Refuse(() => SearchDomain.Normalize(text));
}
