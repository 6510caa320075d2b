using DockerPS.Binding;
using DockerPS.Engine;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>A cmdlet that creates a container, with the options of <c>docker run</c> under their full names.</summary>
/// <purposes>
/// <para>Process: -Command, -Name, -Entrypoint, -User, -WorkingDirectory, -Environment, -EnvironmentFile, -Platform, -Pull, -Init,
/// -Terminal, -OpenInput, -GroupAdd, -Runtime, -Annotation, -ContainerIdFile, -Label, -LabelFile.</para>
/// <para>Life cycle: -RestartPolicy, -StopSignal, -StopTimeout, -RemoveAfter.</para>
/// <para>Network: -Port, -PublishAll, -Network, -NetworkAlias, -IPAddress, -IPv6Address, -LinkLocalIPAddress, -MacAddress, -Link, -Expose,
/// -Hostname, -DomainName, -AddHost, -Dns, -DnsOption, -DnsSearch.</para>
/// <para>Storage: -Volume, -Mount, -VolumeDriver, -VolumesFrom, -TmpFs, -ReadOnly, -StorageOption, -ShmSize.</para>
/// <para>Limits: -Memory, -Cpu, -MemoryReservation, -MemorySwap, -MemorySwappiness, -CpuShare, -CpuPeriod, -CpuQuota, -CpuRealtimePeriod,
/// -CpuRealtimeRuntime, -CpuSet, -MemoryNode, -CpuCount, -CpuPercent, -ProcessLimit, -BlockIOWeight, -BlockIOWeightDevice, -DeviceReadRate,
/// -DeviceWriteRate, -DeviceReadOperation, -DeviceWriteOperation, -IOMaximumBandwidth, -IOMaximumOperation, -Ulimit, -OomKillDisable,
/// -OomScoreAdjustment.</para>
/// <para>Rights: -Privileged, -CapabilityAdd, -CapabilityDrop, -SecurityOption, -Device, -DeviceRule, -Gpu, -Sysctl, -IpcMode, -PidMode,
/// -UtsMode, -UserNamespaceMode, -CgroupNamespaceMode, -CgroupParent, -Isolation.</para>
/// <para>Log: -LogDriver, -LogOption.</para>
/// <para>Health: -HealthCommand, -HealthInterval, -HealthTimeout, -HealthStartPeriod, -HealthStartInterval, -HealthRetries,
/// -NoHealthCheck.</para>
/// </purposes>
public abstract partial class ContainerCreationCmdlet : EngineCmdlet
{
    private protected ContainerCreationCmdlet() { }

    /// <summary>
    /// The specification that the parameters give. Everything that can be checked here is checked before anything is created.
    /// </summary>
    /// <exception cref="EngineException">A parameter is invalid.</exception>
    private protected ContainerSpecification ToSpecification(ImageReference image) =>
        image.Text.StartsWith("--", StringComparison.Ordinal)
            ? throw new EngineException(EngineError.Invalid, new Subject("Image", image.Text), $"'{image.Text}' is not an image.")
            {
                Advice = $"Parameters of PowerShell have one dash: {image.Text[1..]}",
            }
            : ReadSpecification(image);

    ContainerSpecification ReadSpecification(ImageReference image) => new()
    {
        Image = image.Text,
        Name = string.IsNullOrEmpty(Name) ? null : Name.TrimStart('/'),
        Command = Command.Length == 0 ? null : Command,
        Entrypoint = Entrypoint.Length == 0 ? null : Entrypoint,
        User = User,
        WorkingDirectory = WorkingDirectory,
        Environment =
        [
            .. EnvironmentFile.SelectMany(ReadEnvironmentFile),
            .. Environment.OfType<string>().Where(static variable => variable.Length > 0),
        ],
        Platform = Platform,
        Init = Init,
        Labels = KeyValues.ToDictionary([.. LabelFile.SelectMany(ReadLabelFile), .. Label]),
        Terminal = Terminal,
        OpenInput = OpenInput,
        GroupAdd = GroupAdd,
        Runtime = Runtime,
        Annotations = KeyValues.ToDictionary(Annotation),
        RestartPolicy = RestartPolicy,
        StopSignal = StopSignal,
        StopTimeout = StopTimeout,
        RemoveAfter = RemoveAfter,
        Ports = Port,
        PublishAll = PublishAll,
        Networks = Network,
        NetworkAliases = NetworkAlias,
        IPAddress = IPAddress,
        IPv6Address = IPv6Address,
        LinkLocalAddresses = LinkLocalIPAddress,
        MacAddress = MacAddress,
        Links = Link,
        Exposed = Expose,
        Hostname = Hostname,
        DomainName = DomainName,
        DnsOptions = DnsOption,
        DnsSearch = DnsSearch,
        AddHost = AddHost,
        Dns = Dns,
        Volumes = Array.ConvertAll(Volume, ResolveVolume),
        Mounts = Array.ConvertAll(Mount, ResolveMount),
        VolumeDriver = VolumeDriver,
        StorageOptions = KeyValues.ToDictionary(StorageOption),
        ShmSize = ShmSize,
        VolumesFrom = VolumesFrom,
        TmpFs = TmpFs,
        ReadOnly = ReadOnly,
        Limits = Limits,
        OomScoreAdjustment = OomScoreAdjustment,
        Privileged = Privileged,
        CapabilityAdd = CapabilityAdd,
        CapabilityDrop = CapabilityDrop,
        SecurityOptions = Array.ConvertAll(
            SecurityOption,
            option => SecurityOptions.Read(option, path => FilePaths.ResolveLiteral(SessionState.Path, path), StoppingToken)),
        Devices = Device,
        DeviceRules = DeviceRule,
        Gpus = Gpu is null ? [] : [Gpu],
        Sysctls = KeyValues.ToDictionary(Sysctl),
        IpcMode = IpcMode,
        PidMode = PidMode,
        UtsMode = UtsMode,
        UserNamespaceMode = UserNamespaceMode,
        CgroupNamespaceMode = CgroupNamespaceMode,
        CgroupParent = CgroupParent,
        Isolation = Isolation,
        LogDriver = LogDriver,
        LogOptions = KeyValues.ToDictionary(LogOption),
        Health = ToHealth(),
    };

    /// <inheritdoc />
    protected override Task BeginAsync()
    {
        if (Command.Length > 0)
            Command = new CommandWords(MyInvocation).Check(Command, SessionState);
        // a table row may have an empty cell, but a variable that is typed needs a name
        if (Environment.Contains(""))
            throw new EngineException(EngineError.Invalid, new Subject("Environment"), "'' is not a valid environment variable. Expected NAME=value, NAME alone, or a hashtable.");
        return Task.CompletedTask;
    }

    /// <summary>Creates a container, starts it in the background if wanted, and returns it.</summary>
    private protected async Task LaunchAsync(ImageReference image, bool start)
    {
        var specification = ToSpecification(image);
        if (!ShouldProcess(specification.Name ?? image.Text, start ? "Create and start container" : "Create container"))
            return;
        var client = GetClient(image);
        string id = await CreateAsync(client, specification);
        if (start)
            await client.Launcher.StartAsync(id, specification.Image, StoppingToken);
        WriteObject(await client.Containers.GetAsync(id, StoppingToken));
    }

    /// <summary>Creates the container, pulling its image first if necessary, and passes on the engine's warnings.</summary>
    private protected async Task<string> CreateAsync(EngineClient client, ContainerSpecification specification)
    {
        var options = new LaunchOptions
        {
            Pull = Pull,
            IdFile = ContainerIdFile is null ? null : FilePaths.ResolveLiteral(SessionState.Path, ContainerIdFile),
            Pulling = name => new TransferProgress(this, $"Pulling {name}"),
        };
        var created = await client.Launcher.CreateAsync(specification, options, StoppingToken);
        foreach (string warning in created.Warnings)
            WriteWarning(warning);
        return created.Id;
    }

    /// <summary>
    /// Makes a relative host path absolute, as this session resolves it; absolute paths are left alone, since the engine may be on another
    /// host.
    /// </summary>
    VolumeMapping ResolveVolume(VolumeMapping volume)
    {
        if (!volume.IsPath
            || volume.Source is not { } source
            || source.StartsWith('/')
            || source.StartsWith(@"\\", StringComparison.Ordinal))
            return volume;
        return volume with { Source = FilePaths.ResolveLiteral(SessionState.Path, source) };
    }

    /// <summary>Does the same for the long form; the source of a bind mount is always a path.</summary>
    Mount ResolveMount(Mount mount)
    {
        if (mount is not { Type: "bind", Source: { } source }
            || source.StartsWith('/')
            || source.StartsWith(@"\\", StringComparison.Ordinal))
            return mount;
        return mount with { Source = FilePaths.ResolveLiteral(SessionState.Path, source) };
    }

    // a label without a value gets an empty value, not one from the session
    IReadOnlyList<string> ReadLabelFile(string path) =>
        EnvironmentFileReader.Read(FilePaths.ResolveLiteral(SessionState.Path, path), takesFromProcess: false, StoppingToken);

    IReadOnlyList<string> ReadEnvironmentFile(string path) =>
        EnvironmentFileReader.Read(FilePaths.ResolveLiteral(SessionState.Path, path), takesFromProcess: true, StoppingToken);
}
