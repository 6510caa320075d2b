using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>
/// Creates the request for a build. Options that its builder does not support are refused, since builders ignore what they do not know.
/// </summary>
/// <remarks>Source: Engine API, <c>POST /build</c>.</remarks>
static class BuildRequest
{
    /// <summary>
    /// The API version from which engines pass kernel limits and the size of /dev/shm to BuildKit; older ones accept and ignore them.
    /// </summary>
    static readonly Version BuildKitLimits = new(1, 42);

    /// <summary>The build argument with which BuildKit stores its cache in the image.</summary>
    public const string InlineCacheArgument = "BUILDKIT_INLINE_CACHE";

    const string InlineCache = "type=inline";
    const string CacheFromImage = "type=registry,ref=";

    /// <summary>Creates the request, without the input.</summary>
    /// <param name="options">The options.</param>
    /// <param name="subject">The build, for errors.</param>
    /// <param name="arguments">Values for the Dockerfile's ARG instructions, including those from the configuration.</param>
    /// <param name="builder">The builder.</param>
    /// <param name="buildId">The id by which the build can be stopped.</param>
    public static EngineRequest Make(
        BuildOptions options,
        Subject subject,
        IReadOnlyDictionary<string, string?> arguments,
        ImageBuilder builder,
        string buildId)
    {
        bool isClassic = builder == ImageBuilder.Classic;
        string? values = ToJson(arguments);
        var request = EngineRequest.Post("/build", subject);
        foreach (var tag in options.Tags)
            request.With("t", tag.WithDefaultTag().ToString());
        foreach (var host in options.AddHost)
            request.With("extrahosts", host.ToString());
        request
            .WithSecrets("buildargs", values, values is null ? [] : [values])
            .With("labels", ToJson(options.Labels))
            .With("target", options.Target)
            .With("platform", options.Platform)
            .With("networkmode", options.Network)
            .With("nocache", options.NoCache)
            .With("cachefrom", options.CacheFrom.Count == 0 ? null : ToJson(options.CacheFrom.Select(ToImage)))
            .With("shmsize", options.ShmSize)
            .With(
                "ulimits",
                options.Ulimits.Count == 0 ? null : new JsonArray([.. options.Ulimits.Select(ContainerCreation.ToUlimit)]).ToJsonString())
            .With("pull", options.Pull)
            .With("outputs", ToOutputs(options.Export))
            .With("version", isClassic ? null : "2")
            .With("buildid", isClassic ? null : buildId)
            // the classic builder leaves its steps' containers behind unless told to remove them
            .With("rm", isClassic)
            .With("forcerm", isClassic);
        return isClassic ? AddClassic(request, options.Classic) : request;
    }

    /// <summary>Refuses options that this builder does not support.</summary>
    public static void Check(BuildOptions options, ImageBuilder builder, Version api, Func<Version, string, EngineException> tooOld)
    {
        ContainerCheck.Run("AddHost", options.AddHost);
        ContainerCheck.Run("Ulimit", options.Ulimits);
        ContainerCheck.Run("Limit", null, options.Classic.Limits.Check);
        var others = options.Classic.Limits with
        {
            Memory = null,
            MemorySwap = null,
            CpuShare = null,
            CpuPeriod = null,
            CpuQuota = null,
            CpuSet = null,
            MemoryNode = null,
        };
        if (others != new ResourceLimits())
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("BuildOption", "Limits"),
                "A builder would ignore limits other than memory, processor weight, periods, quotas and sets, and memory nodes.");
        }
        foreach (string label in options.Labels.Keys)
            ContainerCheck.Run("Label", label, () => PairName.CheckLabel(label));
        if (options.CacheTo.FirstOrDefault(static text => text is not (InlineCache or "inline")) is { } cache)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("CacheTo", cache),
                $"An engine's builder cannot export its cache to '{cache}': expected {InlineCache}, which stores it in the image.")
            {
                Cause = EngineCause.InlineCacheOnly,
            };
        }
        if (builder == ImageBuilder.Classic && FindBuildKit(options) is { } only)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("BuildOption", only),
                $"The build option {only} is only supported by BuildKit, and would be ignored by the classic builder.")
            {
                Cause = EngineCause.BuildKitOnly,
            };
        }
        if (builder == ImageBuilder.BuildKit)
        {
            if (FindClassic(options.Classic) is { } name)
            {
                throw new EngineException(
                    EngineError.Invalid,
                    new Subject("BuildOption", name),
                    $"The build option {name} is only supported by the classic builder, and would be ignored by BuildKit.")
                {
                    Cause = EngineCause.ClassicBuilderOnly,
                };
            }
            if (api < BuildKitLimits && options.ShmSize is not null)
                throw tooOld(BuildKitLimits, "The size of /dev/shm in a build with BuildKit");
            if (api < BuildKitLimits && options.Ulimits.Count > 0)
                throw tooOld(BuildKitLimits, "A kernel limit in a build with BuildKit");
        }
    }

    static EngineRequest AddClassic(EngineRequest request, ClassicBuildOptions options)
    {
        foreach (string option in options.SecurityOptions)
            request.With("securityopt", option);
        return request
            .With("memory", options.Limits.Memory)
            .With("memswap", options.Limits.MemorySwap)
            .With("cpushares", options.Limits.CpuShare)
            .With("cpuperiod", ContainerCreation.Microseconds(options.Limits.CpuPeriod))
            .With("cpuquota", ContainerCreation.Microseconds(options.Limits.CpuQuota))
            .With("cpusetcpus", options.Limits.CpuSet)
            .With("cpusetmems", options.Limits.MemoryNode)
            .With("cgroupparent", options.CgroupParent)
            .With("isolation", options.Isolation)
            .With("squash", options.Squash);
    }

    /// <summary>The name of the first option that only BuildKit supports; null if there is none.</summary>
    public static string? FindBuildKit(BuildOptions options) => options switch
    {
        { Secrets.Count: > 0 } => "Secret",
        { SshAgents.Count: > 0 } => "Ssh",
        { Export.Type: not BuildExportType.Image } => "Output",
        { CacheTo.Count: > 0 } => nameof(options.CacheTo),
        { NoCacheStages.Count: > 0 } => "NoCacheStage",
        _ => null,
    };

    /// <summary>The same for options that only the classic builder supports.</summary>
    static string? FindClassic(ClassicBuildOptions options) => options switch
    {
        { Limits.Memory: not null } => nameof(ResourceLimits.Memory),
        { Limits.MemorySwap: not null } => nameof(ResourceLimits.MemorySwap),
        { Limits.CpuShare: not null } => nameof(ResourceLimits.CpuShare),
        { Limits.CpuPeriod: not null } => nameof(ResourceLimits.CpuPeriod),
        { Limits.CpuQuota: not null } => nameof(ResourceLimits.CpuQuota),
        { Limits.CpuSet: not null } => nameof(ResourceLimits.CpuSet),
        { Limits.MemoryNode: not null } => nameof(ResourceLimits.MemoryNode),
        { CgroupParent: not null } => nameof(options.CgroupParent),
        { SecurityOptions.Count: > 0 } => "SecurityOption",
        { Isolation: not null } => nameof(options.Isolation),
        { Squash: true } => nameof(options.Squash),
        _ => null,
    };

    /// <summary>The name of an image whose steps are reused.</summary>
    public static string ToImage(string text)
    {
        string name = text.StartsWith(CacheFromImage, StringComparison.Ordinal) ? text[CacheFromImage.Length..] : text;
        return ImageName.TryParse(name, out _, out _)
            ? name
            : throw new EngineException(
                EngineError.Invalid,
                new Subject("CacheFrom", text),
                $"An engine cannot use the cache in '{text}': expected the name of an image, or {CacheFromImage}NAME.");
    }

    /// <summary>The output in the engine's syntax; null for an image, which is the default.</summary>
    static string? ToOutputs(BuildExport? export) => export?.Type switch
    {
        BuildExportType.Local => """[{"Type":"local"}]""",
        BuildExportType.Tar => """[{"Type":"tar"}]""",
        _ => null,
    };

    static string ToJson(IEnumerable<string> texts) => new JsonArray([.. texts.Select(static text => (JsonNode)text)]).ToJsonString();

    /// <summary>Names and values as one JSON object; null if there are none.</summary>
    static string? ToJson<T>(IReadOnlyDictionary<string, T> values)
        where T : class?
    {
        if (values.Count == 0)
            return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in values)
                json.WriteString(name, value as string);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
