using System.Management.Automation;
using System.Net;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>A cmdlet that makes a container: it has the options of <c>docker run</c>, under their full names.</summary>
/// <purposes>
/// <para>What runs: -Command, -Name, -Entrypoint, -User, -WorkingDirectory, -Environment, -EnvironmentFile, -Platform, -Pull, -Init, -Terminal, -OpenInput, -GroupAdd, -Runtime, -Annotation, -ContainerIdFile, -Label, -LabelFile.</para>
/// <para>Life cycle: -RestartPolicy, -StopSignal, -StopTimeout, -RemoveAfter.</para>
/// <para>Network: -Port, -PublishAll, -Network, -NetworkAlias, -IPAddress, -IPv6Address, -LinkLocalIPAddress, -MacAddress, -Link, -Expose, -Hostname, -DomainName, -AddHost, -Dns, -DnsOption, -DnsSearch.</para>
/// <para>Storage: -Volume, -Mount, -VolumeDriver, -VolumesFrom, -TmpFs, -ReadOnly, -StorageOption, -ShmSize.</para>
/// <para>Limits: -Memory, -Cpu, -MemoryReservation, -MemorySwap, -MemorySwappiness, -CpuShare, -CpuPeriod, -CpuQuota, -CpuRealtimePeriod, -CpuRealtimeRuntime, -CpuSet, -MemoryNode, -CpuCount, -CpuPercent, -ProcessLimit, -BlockIOWeight, -BlockIOWeightDevice, -DeviceReadRate, -DeviceWriteRate, -DeviceReadOperation, -DeviceWriteOperation, -IOMaximumBandwidth, -IOMaximumOperation, -Ulimit, -OomKillDisable, -OomScoreAdjustment.</para>
/// <para>Rights: -Privileged, -CapabilityAdd, -CapabilityDrop, -SecurityOption, -Device, -DeviceRule, -Gpu, -Sysctl, -IpcMode, -PidMode, -UtsMode, -UserNamespaceMode, -CgroupNamespaceMode, -CgroupParent, -Isolation.</para>
/// <para>Log: -LogDriver, -LogOption.</para>
/// <para>Health: -HealthCommand, -HealthInterval, -HealthTimeout, -HealthStartPeriod, -HealthStartInterval, -HealthRetries, -NoHealthCheck.</para>
/// </purposes>
public abstract class ContainerCreationCmdlet : EngineCmdlet
{
    static readonly TimeSpan DiscardLimit = TimeSpan.FromSeconds(10);

    private protected ContainerCreationCmdlet() { }

    // What runs

    /// <summary>
    /// The command to run in place of the image's, each argument as it is: no shell is involved. Everything after <c>--</c> belongs to it, so
    /// <c>Invoke-Container busybox -- sh -c 'echo hi'</c> reads as it does in a shell.
    /// </summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    public string[] Command { get; set; } = [];

    /// <summary>The name of the container; the engine makes one up when it is left out.</summary>
    [Parameter]
    [ValidateContainerName]
    public string? Name { get; set; }

    /// <summary>The program to run in place of the image's entrypoint, with its first arguments. An empty text removes the image's.</summary>
    [Parameter]
    [AllowEmptyString]
    public string[] Entrypoint { get; set; } = [];

    /// <summary>The user to run as: a name, a number, or <c>user:group</c>.</summary>
    [Parameter]
    public string? User { get; set; }

    /// <summary>The folder in the container to run in.</summary>
    [Parameter]
    [Alias("Workdir")]
    public string? WorkingDirectory { get; set; }

    /// <summary>
    /// Environment variables: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from this session, or takes the variable
    /// away where this session has none.
    /// </summary>
    [Parameter]
    [Alias("Env")]
    [EnvironmentTransformation(KeepsUnset = true)]
    public string?[] Environment { get; set; } = [];

    /// <summary>Files of environment variables, one <c>NAME=value</c> a line; lines that begin with <c>#</c> are comments. <c>-Environment</c> wins over them.</summary>
    [Parameter]
    [Alias("EnvFile")]
    public string[] EnvironmentFile { get; set; } = [];

    /// <summary>The platform of the image, such as <c>linux/arm64</c>, where it exists for several.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <summary>When the image is pulled: when the engine has it not (<c>Missing</c>, as it is by default), <c>Always</c>, or <c>Never</c>.</summary>
    [Parameter]
    public PullPolicy Pull { get; set; }

    /// <summary>Runs a small init process first, which passes signals on and buries processes that have lost their parent.</summary>
    [Parameter]
    public SwitchParameter Init { get; set; }

    /// <summary>Gives it a terminal. Its two outputs are then one.</summary>
    [Parameter]
    [Alias("Tty")]
    public SwitchParameter Terminal { get; set; }

    /// <summary>Keeps its standard input open, so that one can attach to it later.</summary>
    [Parameter]
    public SwitchParameter OpenInput { get; set; }

    /// <summary>Further groups of its user: names or numbers.</summary>
    [Parameter]
    public string[] GroupAdd { get; set; } = [];

    /// <summary>The runtime that runs it, in place of the engine's own.</summary>
    [Parameter]
    public string? Runtime { get; set; }

    /// <summary>Annotations for the runtime: a hashtable, or texts such as <c>'NAME=value'</c>. Needs version 1.43 of the Engine API.</summary>
    [Parameter]
    [KeyValueTransformation]
    public string[] Annotation { get; set; } = [];

    /// <summary>A file to write the id of the container to. It must not exist yet.</summary>
    [Parameter]
    [Alias("CidFile")]
    public string? ContainerIdFile { get; set; }

    /// <summary>Labels: a hashtable, or texts such as <c>'app=web'</c>.</summary>
    [Parameter]
    [KeyValueTransformation]
    public string[] Label { get; set; } = [];

    /// <summary>Files of labels, one <c>NAME=value</c> a line; lines that begin with <c>#</c> are comments. <c>-Label</c> wins over them.</summary>
    [Parameter]
    public string[] LabelFile { get; set; } = [];

    // Life cycle

    /// <summary>When the engine starts it again: <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure</c> or <c>on-failure:TIMES</c>.</summary>
    [Parameter]
    [Alias("Restart")]
    [Completions<RestartPolicyCompleter>]
    public string? RestartPolicy { get; set; }

    /// <summary>The signal that stops it, in place of SIGTERM.</summary>
    [Parameter]
    [Completions<SignalCompleter>]
    public string? StopSignal { get; set; }

    /// <summary>How long it may take to stop before it is killed: a TimeSpan, seconds, or a text such as <c>30s</c>.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? StopTimeout { get; set; }

    /// <summary>Removes the container, and its anonymous volumes, when it ends.</summary>
    [Parameter]
    [Alias("Rm")]
    public SwitchParameter RemoveAfter { get; set; }

    // Network

    /// <summary>
    /// Ports to publish: <c>8080:80</c>, <c>127.0.0.1:8080:80/udp</c>, ranges such as <c>8000-8010:80-90</c>, <c>80</c> for a free port of the host, or
    /// a hashtable <c>@{ 8080 = 80 }</c> of host and container ports.
    /// </summary>
    [Parameter]
    [Alias("Publish")]
    [PortMappingTransformation]
    public PortMapping[] Port { get; set; } = [];

    /// <summary>Publishes every port that the image exposes on a free port of the host.</summary>
    [Parameter]
    public SwitchParameter PublishAll { get; set; }

    /// <summary>
    /// The network: its name, <c>bridge</c>, <c>host</c>, <c>none</c>, or <c>container:NAME</c> to share another container's. There may be several, each with
    /// options of its own: <c>name=back,alias=db,ip=10.1.0.5</c>.
    /// </summary>
    [Parameter]
    [Alias("Net")]
    [Completions<NetworkCompleter>]
    public NetworkAttachment[] Network { get; set; } = [];

    /// <summary>Further names under which others in its first network find it.</summary>
    [Parameter]
    [Alias("NetAlias")]
    public string[] NetworkAlias { get; set; } = [];

    /// <summary>Its IPv4 address in its first network.</summary>
    [Parameter]
    [Alias("Ip")]
    public IPAddress? IPAddress { get; set; }

    /// <summary>Its IPv6 address in its first network.</summary>
    [Parameter]
    [Alias("Ip6")]
    public IPAddress? IPv6Address { get; set; }

    /// <summary>Its link-local addresses in its first network.</summary>
    [Parameter]
    [Alias("LinkLocalIp")]
    public IPAddress[] LinkLocalIPAddress { get; set; } = [];

    /// <summary>Its hardware address in its first network, such as <c>02:42:ac:11:00:02</c>.</summary>
    [Parameter]
    [ValidateMacAddress]
    public string? MacAddress { get; set; }

    /// <summary>Containers whose names it is to know in its network, as <c>NAME</c> or <c>NAME:ALIAS</c>. Networks of your own do it without.</summary>
    [Parameter]
    public string[] Link { get; set; } = [];

    /// <summary>Ports to expose without publishing them, such as <c>80</c>, <c>80-90</c> or <c>53/udp</c>.</summary>
    [Parameter]
    public PortMapping[] Expose { get; set; } = [];

    /// <summary>Its host name.</summary>
    [Parameter]
    public string? Hostname { get; set; }

    /// <summary>Its domain name.</summary>
    [Parameter]
    public string? DomainName { get; set; }

    /// <summary>Lines for its hosts file, as <c>NAME:ADDRESS</c>.</summary>
    [Parameter]
    public string[] AddHost { get; set; } = [];

    /// <summary>Its name servers.</summary>
    [Parameter]
    public IPAddress[] Dns { get; set; } = [];

    /// <summary>Options of its name resolution, such as <c>ndots:2</c>.</summary>
    [Parameter]
    [Alias("DnsOpt")]
    public string[] DnsOption { get; set; } = [];

    /// <summary>Domains in which it looks for names.</summary>
    [Parameter]
    public string[] DnsSearch { get; set; } = [];

    // Storage

    /// <summary>
    /// What to mount: <c>VOLUME:/path</c>, <c>/host/path:/path</c> or <c>./relative:/path:ro</c>; a path alone makes a new anonymous volume. Relative
    /// paths, <c>~</c> and paths of PowerShell drives are those of this session.
    /// </summary>
    [Parameter]
    [Alias("Volumes")]
    public VolumeMapping[] Volume { get; set; } = [];

    /// <summary>What to mount, with every option: docker's syntax such as <c>type=bind,source=./site,target=/www,readonly</c>, or a hashtable with the same names.</summary>
    [Parameter]
    public Mount[] Mount { get; set; } = [];

    /// <summary>The driver of volumes that are made for it.</summary>
    [Parameter]
    [Completions<VolumeDriverCompleter>]
    public string? VolumeDriver { get; set; }

    /// <summary>Containers whose mounts it gets as well; <c>NAME:ro</c> for reading only.</summary>
    [Parameter]
    [Completions<ContainerCompleter>]
    public string[] VolumesFrom { get; set; } = [];

    /// <summary>Folders that live in memory: paths, with mount options after a colon, such as <c>/run:size=64m</c>.</summary>
    [Parameter]
    public string[] TmpFs { get; set; } = [];

    /// <summary>Makes its root file system read-only.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Options of the storage driver: a hashtable, or texts such as <c>'size=120G'</c>.</summary>
    [Parameter]
    [Alias("StorageOpt")]
    [KeyValueTransformation]
    public string[] StorageOption { get; set; } = [];

    /// <summary>The size of /dev/shm: bytes, or a text such as <c>128m</c>.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long? ShmSize { get; set; }

    // Limits

    /// <summary>The most memory it may use: bytes, <c>512MB</c>, or a text such as <c>512m</c>.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long? Memory { get; set; }

    /// <summary>The most processors it may use, such as <c>1.5</c>.</summary>
    [Parameter]
    [Alias("Cpus")]
    [ValidateRange(0.0, 100_000.0)]
    public double? Cpu { get; set; }

    /// <summary>The memory that it is held to when the host has little.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long? MemoryReservation { get; set; }

    /// <summary>The most memory and swap together; -1 for no limit of swap.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(-1, long.MaxValue)]
    public long? MemorySwap { get; set; }

    /// <summary>How readily its memory is swapped, from 0 to 100; -1 for the host's choice.</summary>
    [Parameter]
    [ValidateRange(-1, 100)]
    public int? MemorySwappiness { get; set; }

    /// <summary>Its weight against other containers when the processors are busy; 1024 is the usual one.</summary>
    [Parameter]
    [Alias("CpuShares")]
    [ValidateRange(0, long.MaxValue)]
    public long? CpuShare { get; set; }

    /// <summary>The period in which the scheduler counts its time, such as <c>100ms</c>.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? CpuPeriod { get; set; }

    /// <summary>The processor time that it may use in each period, such as <c>50ms</c>.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? CpuQuota { get; set; }

    /// <summary>The period of the real-time scheduler.</summary>
    [Parameter]
    [Alias("CpuRtPeriod")]
    [DurationTransformation]
    public TimeSpan? CpuRealtimePeriod { get; set; }

    /// <summary>The processor time that it may use in each real-time period.</summary>
    [Parameter]
    [Alias("CpuRtRuntime")]
    [DurationTransformation]
    public TimeSpan? CpuRealtimeRuntime { get; set; }

    /// <summary>The processors that it may run on, such as <c>0-2,4</c>.</summary>
    [Parameter]
    [Alias("CpusetCpus")]
    public string? CpuSet { get; set; }

    /// <summary>The memory nodes that it may use, such as <c>0,1</c>.</summary>
    [Parameter]
    [Alias("CpusetMems")]
    public string? MemoryNode { get; set; }

    /// <summary>How many processors it may use. Windows containers only.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? CpuCount { get; set; }

    /// <summary>The share of processors that it may use, in percent. Windows containers only.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public long? CpuPercent { get; set; }

    /// <summary>The most processes it may have; -1 for no limit.</summary>
    [Parameter]
    [Alias("PidsLimit")]
    [ValidateRange(-1, long.MaxValue)]
    public long? ProcessLimit { get; set; }

    /// <summary>Its weight against other containers for block devices, from 10 to 1000; 0 for none.</summary>
    [Parameter]
    [Alias("BlkioWeight")]
    [ValidateRange(0, 1000)]
    public int? BlockIOWeight { get; set; }

    /// <summary>Its weight for single block devices: a hashtable, or texts such as <c>/dev/sda:200</c>.</summary>
    [Parameter]
    [Alias("BlkioWeightDevice")]
    [DeviceValueTransformation]
    public string[] BlockIOWeightDevice { get; set; } = [];

    /// <summary>Bytes a second that it may read from block devices: a hashtable, or texts such as <c>/dev/sda:1mb</c>.</summary>
    [Parameter]
    [Alias("DeviceReadBps")]
    [DeviceValueTransformation]
    public string[] DeviceReadRate { get; set; } = [];

    /// <summary>Bytes a second that it may write to block devices: a hashtable, or texts such as <c>/dev/sda:1mb</c>.</summary>
    [Parameter]
    [Alias("DeviceWriteBps")]
    [DeviceValueTransformation]
    public string[] DeviceWriteRate { get; set; } = [];

    /// <summary>Reads a second from block devices: a hashtable, or texts such as <c>/dev/sda:1000</c>.</summary>
    [Parameter]
    [Alias("DeviceReadIops")]
    [DeviceValueTransformation]
    public string[] DeviceReadOperation { get; set; } = [];

    /// <summary>Writes a second to block devices: a hashtable, or texts such as <c>/dev/sda:1000</c>.</summary>
    [Parameter]
    [Alias("DeviceWriteIops")]
    [DeviceValueTransformation]
    public string[] DeviceWriteOperation { get; set; } = [];

    /// <summary>Bytes a second on the system drive. Windows containers only.</summary>
    [Parameter]
    [Alias("IOMaxBandwidth")]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long? IOMaximumBandwidth { get; set; }

    /// <summary>Operations a second on the system drive. Windows containers only.</summary>
    [Parameter]
    [Alias("IOMaxIOps")]
    [ValidateRange(0, long.MaxValue)]
    public long? IOMaximumOperation { get; set; }

    /// <summary>Limits of the kernel: a hashtable such as <c>@{ nofile = '1024:4096' }</c>, or texts such as <c>'nofile=1024:4096'</c>.</summary>
    [Parameter]
    [KeyValueTransformation]
    public string[] Ulimit { get; set; } = [];

    /// <summary>Keeps the kernel from killing it when memory runs out. Use it together with -Memory.</summary>
    [Parameter]
    public SwitchParameter OomKillDisable { get; set; }

    /// <summary>How readily it is killed when the host's memory runs out, from -1000 (never) to 1000.</summary>
    [Parameter]
    [Alias("OomScoreAdj")]
    [ValidateRange(-1000, 1000)]
    public int? OomScoreAdjustment { get; set; }

    // Rights

    /// <summary>Gives it the privileges of the engine's host.</summary>
    [Parameter]
    public SwitchParameter Privileged { get; set; }

    /// <summary>Linux capabilities to add, such as <c>NET_ADMIN</c>.</summary>
    [Parameter]
    [Alias("CapAdd")]
    [Completions<CapabilityCompleter>]
    public string[] CapabilityAdd { get; set; } = [];

    /// <summary>Linux capabilities to drop, such as <c>NET_RAW</c>, or <c>ALL</c>.</summary>
    [Parameter]
    [Alias("CapDrop")]
    [Completions<CapabilityCompleter>]
    public string[] CapabilityDrop { get; set; } = [];

    /// <summary>Security options, such as <c>no-new-privileges</c> or <c>seccomp=unconfined</c>.</summary>
    [Parameter]
    [Alias("SecurityOpt")]
    [Completions<SecurityOptionCompleter>]
    public string[] SecurityOption { get; set; } = [];

    /// <summary>Devices of the host: <c>/dev/x</c>, <c>/dev/x:/dev/y:rwm</c>, or a name of the Container Device Interface.</summary>
    [Parameter]
    public string[] Device { get; set; } = [];

    /// <summary>Rules for devices, such as <c>'c 42:* rmw'</c>.</summary>
    [Parameter]
    [Alias("DeviceCgroupRule")]
    public string[] DeviceRule { get; set; } = [];

    /// <summary>Graphics processors: <c>all</c>, a number, or <c>device=0,1</c>.</summary>
    [Parameter]
    [Alias("Gpus")]
    public string? Gpu { get; set; }

    /// <summary>Kernel parameters: a hashtable, or texts such as <c>'net.core.somaxconn=1024'</c>.</summary>
    [Parameter]
    [KeyValueTransformation]
    public string[] Sysctl { get; set; } = [];

    /// <summary>Whose shared memory it sees: <c>private</c>, <c>shareable</c>, <c>host</c>, <c>none</c> or <c>container:NAME</c>.</summary>
    [Parameter]
    [Alias("Ipc")]
    [Completions<NamespaceCompleter>]
    public string? IpcMode { get; set; }

    /// <summary>Whose processes it sees: its own when left out, <c>host</c>, or <c>container:NAME</c>.</summary>
    [Parameter]
    [Alias("Pid")]
    [Completions<NamespaceCompleter>]
    public string? PidMode { get; set; }

    /// <summary>Whose host name it has: its own when left out, or <c>host</c>.</summary>
    [Parameter]
    [Alias("Uts")]
    [Completions<NamespaceCompleter>]
    public string? UtsMode { get; set; }

    /// <summary>Whose users it has: those that the engine maps when left out, or <c>host</c>.</summary>
    [Parameter]
    [Alias("Userns")]
    [Completions<NamespaceCompleter>]
    public string? UserNamespaceMode { get; set; }

    /// <summary>Which control groups it sees: <c>private</c> or <c>host</c>.</summary>
    [Parameter]
    [Alias("Cgroupns")]
    [Completions<NamespaceCompleter>]
    public string? CgroupNamespaceMode { get; set; }

    /// <summary>The control group that its own is in.</summary>
    [Parameter]
    public string? CgroupParent { get; set; }

    /// <summary>How it is isolated: <c>default</c>, <c>process</c> or <c>hyperv</c>. Windows containers only.</summary>
    [Parameter]
    public string? Isolation { get; set; }

    // Log

    /// <summary>The driver that keeps its log.</summary>
    [Parameter]
    [Completions<LogDriverCompleter>]
    public string? LogDriver { get; set; }

    /// <summary>Options of the log driver: a hashtable, or texts such as <c>'max-size=10m'</c>.</summary>
    [Parameter]
    [Alias("LogOpt")]
    [KeyValueTransformation]
    public string[] LogOption { get; set; } = [];

    // Health

    /// <summary>The command by which its health is checked; a shell in the container runs it.</summary>
    [Parameter]
    [Alias("HealthCmd")]
    public string? HealthCommand { get; set; }

    /// <summary>The time between health checks.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? HealthInterval { get; set; }

    /// <summary>How long a health check may take.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? HealthTimeout { get; set; }

    /// <summary>How long after the start a failed health check does not count.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? HealthStartPeriod { get; set; }

    /// <summary>The time between health checks as long as the start period lasts. Needs version 1.44 of the Engine API.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? HealthStartInterval { get; set; }

    /// <summary>How many health checks in a row have to fail until it counts as unhealthy.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? HealthRetries { get; set; }

    /// <summary>Turns the image's health check off.</summary>
    [Parameter]
    public SwitchParameter NoHealthCheck { get; set; }

    /// <summary>What the parameters ask for. Everything that can be checked here is checked before anything is made.</summary>
    /// <exception cref="EngineException">A parameter is not what is expected.</exception>
    private protected ContainerSpecification ToSpecification(ImageReference image) => new()
    {
        Image = image.Text,
        Name = Name?.TrimStart('/'),
        Command = Command.Length == 0 ? null : Command,
        Entrypoint = Entrypoint.Length == 0 ? null : Entrypoint,
        User = User,
        WorkingDirectory = WorkingDirectory,
        Environment = [.. EnvironmentFile.SelectMany(ReadEnvironmentFile), .. Environment.OfType<string>()],
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
        Dns = Array.ConvertAll(Dns, static address => address.ToString()),
        Volumes = Array.ConvertAll(Volume, ResolveVolume),
        Mounts = Array.ConvertAll(Mount, ResolveMount),
        VolumeDriver = VolumeDriver,
        StorageOptions = KeyValues.ToDictionary(StorageOption),
        ShmSize = ShmSize,
        VolumesFrom = VolumesFrom,
        TmpFs = TmpFs.Select(static mount => mount.Split(':', 2)).ToDictionary(static parts => parts[0], static parts => parts.Length > 1 ? parts[1] : ""),
        ReadOnly = ReadOnly,
        Memory = Memory,
        MemoryReservation = MemoryReservation,
        MemorySwap = MemorySwap,
        MemorySwappiness = MemorySwappiness,
        Cpu = Cpu,
        CpuShare = CpuShare,
        CpuPeriod = CpuPeriod,
        CpuQuota = CpuQuota,
        CpuRealtimePeriod = CpuRealtimePeriod,
        CpuRealtimeRuntime = CpuRealtimeRuntime,
        CpuSet = CpuSet,
        MemoryNode = MemoryNode,
        CpuCount = CpuCount,
        CpuPercent = CpuPercent,
        ProcessLimit = ProcessLimit,
        BlockIOWeight = BlockIOWeight,
        BlockIOWeightDevices = KeyValues.ToDictionary(BlockIOWeightDevice),
        DeviceReadRates = KeyValues.ToDictionary(DeviceReadRate),
        DeviceWriteRates = KeyValues.ToDictionary(DeviceWriteRate),
        DeviceReadOperations = KeyValues.ToDictionary(DeviceReadOperation),
        DeviceWriteOperations = KeyValues.ToDictionary(DeviceWriteOperation),
        IOMaximumBandwidth = IOMaximumBandwidth,
        IOMaximumOperations = IOMaximumOperation,
        Ulimits = KeyValues.ToDictionary(Ulimit),
        OomKillDisable = OomKillDisable,
        OomScoreAdjustment = OomScoreAdjustment,
        Privileged = Privileged,
        CapabilityAdd = CapabilityAdd,
        CapabilityDrop = CapabilityDrop,
        SecurityOptions = Array.ConvertAll(SecurityOption, ReadSecurityOption),
        Devices = Device,
        DeviceRules = DeviceRule,
        Gpu = Gpu,
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
            new CommandWords(MyInvocation).RefuseUnknownParameters();
        return Task.CompletedTask;
    }

    /// <summary>Makes the container, after pulling its image if need be, and passes on what the engine warns of.</summary>
    private protected async Task<string> CreateAsync(EngineClient client, ContainerSpecification specification)
    {
        string? idFile = ContainerIdFile is null ? null : FilePaths.ResolveLiteral(SessionState.Path, ContainerIdFile);
        if (File.Exists(idFile))
            throw new EngineException(EngineError.Conflict, new Subject("ContainerIdFile", idFile), $"The file '{idFile}' for the id of the container already exists. Remove it, or name another one.");
        if (Pull == PullPolicy.Always)
            await PullAsync(client, specification);
        CreatedContainer created;
        try
        {
            created = await client.Containers.CreateAsync(specification, StoppingToken);
        }
        catch (EngineException e) when (Pull == PullPolicy.Missing && e is { Error: EngineError.NotFound, Subject.Kind: "Image" } && ImageName.TryParse(specification.Image, out _, out _))
        {
            await PullAsync(client, specification);
            created = await client.Containers.CreateAsync(specification, StoppingToken);
        }
        foreach (string warning in created.Warnings)
            WriteWarning(warning);
        if (idFile is not null)
            await WriteIdAsync(client, created.Id, idFile);
        return created.Id;
    }

    async Task WriteIdAsync(EngineClient client, string id, string file)
    {
        try
        {
            await File.WriteAllTextAsync(file, id, StoppingToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await DiscardAsync(client, id);
            throw new EngineException(EngineError.Failed, new Subject("ContainerIdFile", file), $"The id of the container cannot be written to '{file}', so it was removed: {e.Message}", e);
        }
    }

    async Task PullAsync(EngineClient client, ContainerSpecification specification)
    {
        var name = ImageNames.Parse(specification.Image).WithDefaultTag();
        using var progress = new TransferProgress(this, $"Pulling {name}");
        await client.Images.PullAsync(name, specification.Platform, credential: null, progress, StoppingToken);
    }

    /// <summary>Removes a container that this command made and that is of no use, also when the pipeline is being stopped.</summary>
    private protected static async Task DiscardAsync(EngineClient client, string id)
    {
        using var limit = new CancellationTokenSource(DiscardLimit);
        try
        {
            await client.Containers.RemoveAsync(id, force: true, volumes: true, limit.Token);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // the first error is the one that counts
        }
    }

    HealthSpecification? ToHealth()
    {
        bool asked = HealthCommand is not null || HealthInterval is not null || HealthTimeout is not null || HealthStartPeriod is not null || HealthStartInterval is not null || HealthRetries is not null;
        if (NoHealthCheck)
        {
            return asked
                ? throw new EngineException(EngineError.Invalid, new Subject("HealthCheck"), "-NoHealthCheck cannot be used together with the other health parameters.")
                : new HealthSpecification { Disabled = true };
        }
        return !asked ? null : new HealthSpecification
        {
            Command = HealthCommand,
            Interval = HealthInterval,
            Timeout = HealthTimeout,
            StartPeriod = HealthStartPeriod,
            StartInterval = HealthStartInterval,
            Retries = HealthRetries,
        };
    }

    /// <summary>Makes a path on the host absolute, as this session sees it; an engine elsewhere takes what is absolute already as its own.</summary>
    VolumeMapping ResolveVolume(VolumeMapping volume)
    {
        if (!volume.IsPath || volume.Source is not { } source || source.StartsWith('/') || source.StartsWith(@"\\", StringComparison.Ordinal))
            return volume;
        return volume.WithSource(FilePaths.ResolveLiteral(SessionState.Path, source));
    }

    /// <summary>The same for the long form; of a bind every source is a path.</summary>
    Mount ResolveMount(Mount mount)
    {
        if (mount is not { Type: "bind", Source: { } source } || source.StartsWith('/') || source.StartsWith(@"\\", StringComparison.Ordinal))
            return mount;
        return mount.WithSource(FilePaths.ResolveLiteral(SessionState.Path, source));
    }

    /// <summary>A seccomp profile is a file here and its content there, as for docker.</summary>
    string ReadSecurityOption(string option)
    {
        const string Seccomp = "seccomp=";
        string value = option.StartsWith(Seccomp, StringComparison.Ordinal) ? option[Seccomp.Length..] : "";
        if (value is "" or "unconfined" or "builtin" || value.StartsWith('{'))
            return option;
        string file = FilePaths.ResolveLiteral(SessionState.Path, value);
        try
        {
            return Seccomp + File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineError.Invalid, new Subject("SecurityOption", option), $"The seccomp profile '{file}' cannot be read: {e.Message}", e);
        }
    }

    // a label without a value is one with an empty value, not one from the session
    IEnumerable<string> ReadLabelFile(string path) => ReadLines(path, takesFromProcess: false);

    IEnumerable<string> ReadEnvironmentFile(string path) => ReadLines(path, takesFromProcess: true);

    IReadOnlyList<string> ReadLines(string path, bool takesFromProcess)
    {
        string file = FilePaths.ResolveLiteral(SessionState.Path, path);
        try
        {
            return EnvironmentFileReader.Read(file, takesFromProcess, StoppingToken);
        }
        catch (EngineException e) when (e.Error != EngineError.Parse)
        {
            throw new EngineException(EngineError.Invalid, new Subject(takesFromProcess ? "EnvironmentFile" : "LabelFile", path), e.Message, e.InnerException);
        }
    }
}
