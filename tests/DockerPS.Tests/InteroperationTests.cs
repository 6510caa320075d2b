using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerPS.Tests;

/// <summary>This module and the docker command on the same engine: each sees and manages what the other created.</summary>
[Trait("Engine", "Docker")]
public sealed class InteroperationTests(ModuleSession module) : IClassFixture<ModuleSession>, IDisposable
{
    const string Image = "dockerps-test/busybox:latest";

    readonly string run = "i" + Guid.NewGuid().ToString("N")[..8];

    string Theirs => run + "-theirs";

    string Ours => run + "-ours";

    public void Dispose()
    {
        Programs.Run("docker", ["rm", "--force", "--volumes", Theirs, Ours, run + "-other"]);
        foreach (string kind in new[] { "volume", "network" })
            Programs.Run("docker", [kind, "rm", run]);
        Programs.Run("docker", ["image", "rm", run]);
    }

    /// <summary>Arguments of docker create, and those of New-Container. Arguments of docker are separated by bars.</summary>
    public static TheoryData<string, string> Options => new()
    {
        { "", "" },
        { "-p|8080:80|-p|127.0.0.1:9000-9002:90-92/udp|-p|70", "-Port 8080:80, 127.0.0.1:9000-9002:90-92/udp, 70" },
        { "-P|--expose|81-82/udp|--expose|90", "-PublishAll -Expose 81-82/udp, 90" },
        { "-v|/tmp:/x:ro|-v|RUN:/y|-v|RUN:/z:nocopy", "-Volume /tmp:/x:ro, RUN:/y, RUN:/z:nocopy" },
        { "--mount|type=bind,src=/tmp,dst=/m,readonly,bind-propagation=rslave", "-Mount @{ Type = 'bind'; Source = '/tmp'; Target = '/m'; ReadOnly = $true; 'bind-propagation' = 'rslave' }" },
        { "--mount|type=volume,src=RUN,dst=/m,volume-nocopy,volume-label=a=b,volume-opt=type=tmpfs,volume-opt=device=tmpfs", "-Mount 'type=volume,src=RUN,dst=/m,volume-nocopy,volume-label=a=b,volume-opt=type=tmpfs,volume-opt=device=tmpfs'" },
        { "--mount|type=tmpfs,dst=/t,tmpfs-size=64m,tmpfs-mode=1770", "-Mount 'type=tmpfs,dst=/t,tmpfs-size=64m,tmpfs-mode=1770'" },
        { "--tmpfs|/run:size=1m,exec|--tmpfs|/t2", "-TmpFs '/run:size=1m,exec', /t2" },
        { "-e|A=b|-e|HOME|-e|EMPTY=|-e|DOCKERPS_NOT_SET", "-Environment A=b, HOME, EMPTY=, DOCKERPS_NOT_SET" },
        { "-m|512m|--memory-swap|1g|--memory-reservation|256m|--memory-swappiness|10", "-Memory 512MB -MemorySwap 1g -MemoryReservation 0.25GB -MemorySwappiness 10" },
        { "-m|64m|--oom-kill-disable|--oom-score-adj|100|--group-add|5", "-Memory 64m -OomKillDisable -OomScoreAdjustment 100 -GroupAdd 5" },
        { "--cpus|1.5|--cpu-shares|512|--cpuset-cpus|0|--cpuset-mems|0", "-Cpu 1.5 -CpuShare 512 -CpuSet 0 -MemoryNode 0" },
        { "--cpu-period|50000|--cpu-quota|25000|--pids-limit|-1", "-CpuPeriod 50ms -CpuQuota 25ms -ProcessLimit -1" },
        { "--ulimit|nofile=1024:2048|--ulimit|nproc=5", "-Ulimit @{ nofile = '1024:2048'; nproc = 5 }" },
        { "--restart|on-failure:3", "-RestartPolicy on-failure:3" },
        { "--restart|always", "-RestartPolicy always" },
        { "--network|none", "-Network none" },
        { "--network|host", "-Network host" },
        { "--network|RUN|--network-alias|al|--ip|10.77.0.5", "-Network RUN -NetworkAlias al -IPAddress 10.77.0.5" },
        { "--network|container:RUN-other|--pid|container:RUN-other", "-Network container:RUN-other -PidMode container:RUN-other" },
        { "--hostname|h1|--domainname|d.e|--dns|1.1.1.1|--dns-search|x.y|--dns-option|ndots:2|--add-host|a:1.2.3.4|--add-host|b:host-gateway", "-Hostname h1 -DomainName d.e -Dns 1.1.1.1 -DnsSearch x.y -DnsOption ndots:2 -AddHost a:1.2.3.4, b:host-gateway" },
        { "--cap-add|CAP_NET_ADMIN|--cap-drop|ALL|--privileged|--security-opt|no-new-privileges|--security-opt|label=disable", "-CapabilityAdd CAP_NET_ADMIN -CapabilityDrop ALL -Privileged -SecurityOption no-new-privileges, label=disable" },
        { "--device|/dev/null:/dev/n:rw|--device|/dev/zero|--device-cgroup-rule|c 42:* rmw", "-Device /dev/null:/dev/n:rw, /dev/zero -DeviceRule 'c 42:* rmw'" },
        { "--device-read-bps|/dev/null:1mb|--device-write-iops|/dev/null:100", "-DeviceReadRate /dev/null:1mb -DeviceWriteOperation @{ '/dev/null' = 100 }" },
        { "--read-only|--init|--ipc|shareable|--pid|host|--shm-size|128m|--sysctl|net.core.somaxconn=1024", "-ReadOnly -Init -IpcMode shareable -PidMode host -ShmSize 128m -Sysctl net.core.somaxconn=1024" },
        { "--cgroup-parent|/x|--runtime|runc|--userns|host|--cgroupns|host", "-CgroupParent /x -Runtime runc -UserNamespaceMode host -CgroupNamespaceMode host" },
        { "--health-cmd|true|--health-interval|5s|--health-timeout|2s|--health-start-period|1m30s|--health-retries|4", "-HealthCommand true -HealthInterval 5s -HealthTimeout 2 -HealthStartPeriod 1m30s -HealthRetries 4" },
        { "--no-healthcheck", "-NoHealthCheck" },
        { "--log-driver|local|--log-opt|max-size=10m", "-LogDriver local -LogOption max-size=10m" },
        { "--label|a=b|--label|c|--user|1:2|--workdir|/tmp|--stop-signal|SIGINT|--stop-timeout|7|-t", "-Label a=b, c -User 1:2 -WorkingDirectory /tmp -StopSignal SIGINT -StopTimeout 7 -Terminal" },
        { "--entrypoint|/bin/echo", "-Entrypoint /bin/echo" },
        { "--entrypoint|", "-Entrypoint ''" },
        { "--gpus|all", "-Gpu all" },
        { "--volumes-from|RUN-other:ro|--rm", "-VolumesFrom RUN-other:ro -RemoveAfter" },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void A_container_is_made_as_docker_makes_it(string options, string parameters)
    {
        if (options.Contains("RUN-other", StringComparison.Ordinal))
            Docker("create", "--name", run + "-other", "--volume", "/data", Image, "true");
        if (options.Contains("|RUN|", StringComparison.Ordinal))
            Docker("network", "create", "--subnet", "10.77.0.0/24", run);

        Docker(
            ["create", "--name", Theirs, .. options.Length == 0 ? [] : options.Replace(
                "RUN",
                run,
                StringComparison.Ordinal).Split('|'), Image, "sleep", "5"]);
        module.Session.Run($"New-Container {Image} -Name {Ours} {parameters.Replace("RUN", run, StringComparison.Ordinal)} -Command sleep, 5").Check();

        Assert.Equal(Inspect(Theirs), Inspect(Ours));
    }

    [Fact]
    public void What_docker_made_is_shown_and_managed()
    {
        Docker("volume", "create", "--label", "made=docker", run);
        Docker("network", "create", "--subnet", "10.78.0.0/24", "--label", "made=docker", run);
        Docker("tag", Image, run);
        string id = Docker("run", "--detach", "--name", Theirs, "--network", run, "--volume", $"{run}:/data", "--publish", "127.0.0.1::80", "--label", "made=docker", run, "sh", "-c", "trap 'exit 4' TERM; echo ready; sleep 1000000 & wait").Trim();

        Assert.Equal($"{id} Running {run}", Script("Get-Container -Label made=docker | Where-Object Name -eq $args[0] | ForEach-Object { \"$($_.Id) $($_.State) $($_.Image)\" }", Theirs));
        Assert.Equal("10.78.0.2", Docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", Theirs).Trim());
        Assert.Equal(Docker("port", Theirs, "80").Trim(), "127.0.0.1:" + Script("(Get-Container $args[0]).Ports.HostPort", Theirs));
        Assert.Equal(Theirs, Script("(Get-Container -Volume $args[0]).Name", run));
        Assert.Equal("docker", Script("(Get-Volume $args[0]).Labels['made']", run));
        Assert.Equal("docker", Script("(Get-Network $args[0]).Labels['made']", run));
        Assert.Equal("ready", Script("Wait-Container $args[0] -LogPattern ready > $null; Get-ContainerLog $args[0]", Theirs));
        Assert.Equal("VolumeConflict", Script("Remove-Volume $args[0] -Confirm:$false -ErrorVariable problem -ErrorAction SilentlyContinue; ($problem[0].FullyQualifiedErrorId -split ',')[0]", run));

        module.Session.Run("Rename-Container $args[0] -NewName $args[1]; Stop-Container $args[1]", Theirs, Ours).Check();
        Assert.Equal("exited 4", Docker("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", Ours).Trim());

        module.Session.Run("Remove-Container $args[1]; Remove-Volume $args[0] -Confirm:$false; Remove-Network $args[0]; Remove-Image $args[0]", run, Ours).Check();
        Assert.Empty(Docker("ps", "--all", "--quiet", "--filter", $"name={run}") + Docker("volume", "ls", "--quiet", "--filter", $"name={run}")
            + Docker("network", "ls", "--quiet", "--filter", $"name={run}") + Docker("images", "--quiet", run));
    }

    [Fact]
    public void What_the_module_made_is_managed_by_docker()
    {
        module.Session.Run(
            """
            $null = New-Volume $args[0] -Label made=here
            $null = New-Network $args[0] -Label made=here
            $null = Add-ImageTag $args[2] $args[0]
            $null = New-Container $args[0] -Name $args[1] -Start -Network $args[0] -Volume "$($args[0]):/data" -Label made=here -Command sh, -c, 'echo ready; sleep 1000'
            """,
            run,
            Ours,
            Image).Check();

        Assert.Equal(Ours, Docker("ps", "--filter", "label=made=here", "--filter", $"volume={run}", "--filter", $"network={run}", "--filter", $"ancestor={run}", "--format", "{{.Names}}").Trim());
        Assert.Equal(run, Docker("volume", "ls", "--filter", "label=made=here", "--format", "{{.Name}}").Trim());
        Assert.Equal(run, Docker("network", "ls", "--filter", "label=made=here", "--format", "{{.Name}}").Trim());
        Assert.Equal("hi", Docker("exec", Ours, "echo", "hi").Trim());
        Docker("kill", Ours);
        Assert.Equal(137, module.Session.Run("(Wait-Container $args[0]).ExitCode", Ours).Check().As<int>().Single());
        Docker("rm", Ours);
        Docker("volume", "rm", run);
        Docker("network", "rm", run);
        Docker("rmi", run);

        Assert.Equal("ContainerNotFound", Script("Get-Container $args[0] -ErrorVariable problem -ErrorAction SilentlyContinue; ($problem[0].FullyQualifiedErrorId -split ',')[0]", Ours));
    }

    /// <summary>The string that a script returns.</summary>
    string Script(string script, params object?[] arguments) => string.Join('\n', module.Session.Run(script, arguments).Check().Output);

    static string Docker(params string[] arguments)
    {
        var result = Programs.Run("docker", arguments);
        Assert.True(result.ExitCode == 0, $"docker {string.Join(' ', arguments)}: {result.Errors}");
        return result.Output;
    }

    /// <summary>
    /// The configuration of a container, without anything that differs between any two, or that can be written in two ways.
    /// </summary>
    static string Inspect(string name)
    {
        var container = JsonNode.Parse(Docker("inspect", name))![0]!;
        var told = new JsonObject
        {
            ["Config"] = container["Config"]!.DeepClone(),
            ["HostConfig"] = container["HostConfig"]!.DeepClone(),
            ["Mounts"] = container["Mounts"]!.DeepClone(),
            ["Networks"] = container["NetworkSettings"]!["Networks"]!.DeepClone(),
        };
        string text = Sort(told)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        return text
            .Replace(container["Id"]!.GetValue<string>()[..12], "ID", StringComparison.Ordinal)
            .Replace("\"no\"", "\"\"", StringComparison.Ordinal)
            .Replace(": {}", ": null", StringComparison.Ordinal)
            .Replace(": []", ": null", StringComparison.Ordinal);
    }

    /// <summary>The same with names and lists sorted.</summary>
    static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(
            map.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(
                static pair => KeyValuePair.Create(pair.Key, Sort(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort).OrderBy(static item => item?.ToJsonString(), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };
}
