using System.Management.Automation;
using System.Reflection;

namespace DockerPS.Tests;

/// <summary>Every option of <c>docker run</c> has a parameter.</summary>
public sealed class RunOptionTests(ModuleSession module) : IClassFixture<ModuleSession>
{
    /// <summary>The options of docker run in version 28, and the parameter for each; empty, with the reason, if there is none.</summary>
    static readonly Dictionary<string, string> Options = new()
    {
        ["add-host"] = "AddHost",
        ["annotation"] = "Annotation",
        ["attach"] = "", // Invoke-Container attaches both outputs, and standard input when something is piped in
        ["blkio-weight"] = "BlockIOWeight",
        ["blkio-weight-device"] = "BlockIOWeightDevice",
        ["cap-add"] = "CapabilityAdd",
        ["cap-drop"] = "CapabilityDrop",
        ["cgroup-parent"] = "CgroupParent",
        ["cgroupns"] = "CgroupNamespaceMode",
        ["cidfile"] = "ContainerIdFile",
        ["cpu-count"] = "CpuCount",
        ["cpu-percent"] = "CpuPercent",
        ["cpu-period"] = "CpuPeriod",
        ["cpu-quota"] = "CpuQuota",
        ["cpu-rt-period"] = "CpuRealtimePeriod",
        ["cpu-rt-runtime"] = "CpuRealtimeRuntime",
        ["cpu-shares"] = "CpuShare",
        ["cpus"] = "Cpu",
        ["cpuset-cpus"] = "CpuSet",
        ["cpuset-mems"] = "MemoryNode",
        ["detach"] = "", // that is New-Container -Start
        ["detach-keys"] = "", // of a terminal
        ["device"] = "Device",
        ["device-cgroup-rule"] = "DeviceRule",
        ["device-read-bps"] = "DeviceReadRate",
        ["device-read-iops"] = "DeviceReadOperation",
        ["device-write-bps"] = "DeviceWriteRate",
        ["device-write-iops"] = "DeviceWriteOperation",
        ["disable-content-trust"] = "", // engines have no content trust any more
        ["dns"] = "Dns",
        ["dns-opt"] = "DnsOption",
        ["dns-option"] = "DnsOption",
        ["dns-search"] = "DnsSearch",
        ["domainname"] = "DomainName",
        ["entrypoint"] = "Entrypoint",
        ["env"] = "Environment",
        ["env-file"] = "EnvironmentFile",
        ["expose"] = "Expose",
        ["gpus"] = "Gpu",
        ["group-add"] = "GroupAdd",
        ["health-cmd"] = "HealthCommand",
        ["health-interval"] = "HealthInterval",
        ["health-retries"] = "HealthRetries",
        ["health-start-interval"] = "HealthStartInterval",
        ["health-start-period"] = "HealthStartPeriod",
        ["health-timeout"] = "HealthTimeout",
        ["help"] = "", // that is Get-Help
        ["hostname"] = "Hostname",
        ["init"] = "Init",
        ["interactive"] = "OpenInput",
        ["io-maxbandwidth"] = "IOMaximumBandwidth",
        ["io-maxiops"] = "IOMaximumOperation",
        ["ip"] = "IPAddress",
        ["ip6"] = "IPv6Address",
        ["ipc"] = "IpcMode",
        ["isolation"] = "Isolation",
        ["kernel-memory"] = "", // no kernel has it any more
        ["label"] = "Label",
        ["label-file"] = "LabelFile",
        ["link"] = "Link",
        ["link-local-ip"] = "LinkLocalIPAddress",
        ["log-driver"] = "LogDriver",
        ["log-opt"] = "LogOption",
        ["mac-address"] = "MacAddress",
        ["memory"] = "Memory",
        ["memory-reservation"] = "MemoryReservation",
        ["memory-swap"] = "MemorySwap",
        ["memory-swappiness"] = "MemorySwappiness",
        ["mount"] = "Mount",
        ["name"] = "Name",
        ["net"] = "Network",
        ["net-alias"] = "NetworkAlias",
        ["network"] = "Network",
        ["network-alias"] = "NetworkAlias",
        ["no-healthcheck"] = "NoHealthCheck",
        ["oom-kill-disable"] = "OomKillDisable",
        ["oom-score-adj"] = "OomScoreAdjustment",
        ["pid"] = "PidMode",
        ["pids-limit"] = "ProcessLimit",
        ["platform"] = "Platform",
        ["privileged"] = "Privileged",
        ["publish"] = "Port",
        ["publish-all"] = "PublishAll",
        ["pull"] = "Pull",
        ["quiet"] = "", // that is $ProgressPreference
        ["read-only"] = "ReadOnly",
        ["restart"] = "RestartPolicy",
        ["rm"] = "RemoveAfter",
        ["runtime"] = "Runtime",
        ["security-opt"] = "SecurityOption",
        ["shm-size"] = "ShmSize",
        ["sig-proxy"] = "", // Ctrl+C stops the pipeline, and the container with it
        ["stop-signal"] = "StopSignal",
        ["stop-timeout"] = "StopTimeout",
        ["storage-opt"] = "StorageOption",
        ["sysctl"] = "Sysctl",
        ["tmpfs"] = "TmpFs",
        ["tty"] = "Terminal",
        ["ulimit"] = "Ulimit",
        ["use-api-socket"] = "", // an experiment of the docker command with its own credentials; -Volume mounts a socket
        ["user"] = "User",
        ["userns"] = "UserNamespaceMode",
        ["uts"] = "UtsMode",
        ["volume"] = "Volume",
        ["volume-driver"] = "VolumeDriver",
        ["volumes-from"] = "VolumesFrom",
        ["workdir"] = "WorkingDirectory",
    };

    HashSet<string> ParametersOf(string cmdlet) =>
        [.. module.Session.Run($"(Get-Command {cmdlet}).ImplementingType").Check().As<Type>().Single()
            .GetProperties()
            .Where(static property => property.GetCustomAttributes<ParameterAttribute>().Any())
            .Select(static property => property.Name)];

    [Theory]
    [InlineData("New-Container")]
    [InlineData("Invoke-Container")]
    public void Every_option_has_its_parameter(string cmdlet)
    {
        var parameters = ParametersOf(cmdlet);
        Assert.Empty(
            Options.Where(option => option.Value.Length > 0 && !parameters.Contains(option.Value))
                .Select(static option => $"--{option.Key} → -{option.Value}"));
    }

    /// <summary>Long names that mean something else here, with the reason.</summary>
    static readonly HashSet<string> NotTaken = ["interactive" /* of New-Container, which has no terminal to be interactive on */];

    [Fact]
    public void Every_long_name_is_taken_as_it_is()
    {
        var taken = module.Session.Run("(Get-Command New-Container).Parameters.Values | ForEach-Object { $_.Name; $_.Aliases }").Check().As<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Empty(Options
            .Where(
                option =>
                    option.Value.Length > 0
                        && !NotTaken.Contains(option.Key)
                        && !taken.Contains(option.Key.Replace("-", "", StringComparison.Ordinal)))
            .Select(static option => $"--{option.Key} → -{option.Value}"));
    }

    [Theory]
    [InlineData("New-Container")]
    [InlineData("Invoke-Container")]
    public void Help_groups_the_options_by_purpose(string cmdlet)
    {
        var groups = module.Session.Run($"(Get-Help {cmdlet}).description | ForEach-Object Text")
            .Check()
            .As<string>()
            .Select(static text => text.ReplaceLineEndings(" "))
            .Where(static text => text.Contains(": -", StringComparison.Ordinal));
        var named = groups.SelectMany(
            static text =>
                text[(text.IndexOf(
                    ": -",
                    StringComparison.Ordinal) + 2)..].Trim().TrimEnd('.').Split(", ").Select(static name => name[1..]))
            .ToList();
        Assert.Equal(named.Distinct(), named);
        Assert.Empty(Options.Values.Where(static parameter => parameter.Length > 0).Except(named));
        Assert.Empty(named.Except(ParametersOf(cmdlet)));
    }

    [Fact]
    public void No_option_of_an_installed_docker_is_missing()
    {
        var help = Programs.Run("docker", ["run", "--help"]);
        var flags = System.Text.RegularExpressions.Regex.Matches(
            help.Output,
            @"^\s+(?:-\w, )?--(?<name>[a-z0-9-]+)",
            System.Text.RegularExpressions.RegexOptions.Multiline);
        Assert.NotEmpty(flags);
        Assert.DoesNotContain(flags.Select(static flag => flag.Groups["name"].Value), static name => !Options.ContainsKey(name));
    }
}
