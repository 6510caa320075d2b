using System.Globalization;

namespace DockerPS.Engine;

/// <summary>A build as BuildKit's own interface takes it.</summary>
/// <remarks>Source: message SolveRequest of github.com/moby/buildkit, api/services/control/control.proto, and its attributes as an engine sets them.</remarks>
sealed class SolveRequest
{
    const string ImageExporter = "moby";

    readonly Dictionary<string, string> attributes = new(StringComparer.Ordinal);
    readonly BuildOptions options;
    readonly string? session;

    /// <param name="options">What was asked for.</param>
    /// <param name="arguments">Values for the Dockerfile's ARG instructions.</param>
    /// <param name="input">What is built: what a session offers, or what the engine fetches.</param>
    /// <param name="session">The id of the session; null for none.</param>
    /// <exception cref="EngineException">It can not be built so.</exception>
    public SolveRequest(BuildOptions options, IReadOnlyDictionary<string, string?> arguments, BuildInput input, string? session)
    {
        this.options = options;
        this.session = session;
        if (options.AddHost.Any(static host => host.EndsWith("host-gateway", StringComparison.Ordinal)))
            throw Invalid("With -NoCacheStage BuildKit knows no host-gateway in -AddHost: name the address.");
        CheckStages(input);
        Set("filename", input.DockerfileName);
        Set("context", input.Remote is BuildSessionServices.ClientSession ? null : input.Remote);
        Set("no-cache", options.NoCache ? "" : string.Join(',', options.NoCacheStages));
        Set("image-resolve-mode", options.Pull ? "pull" : "default");
        Set("target", options.Target);
        Set("platform", options.Platform);
        Set("force-network-mode", options.Network is "default" ? null : options.Network);
        Set("add-hosts", Join(options.AddHost.Select(static host => BuildRequest.ToHost(host).Split(':', 2) is [var name, var address] ? $"{name}={address}" : host)));
        Set("cache-from", Join(options.CacheFrom.Select(BuildRequest.ToImage)));
        Set("shm-size", options.ShmSize?.ToString(CultureInfo.InvariantCulture));
        Set("ulimit", Join(options.Ulimits.Select(static limit => $"{limit.Key}={limit.Value}")));
        foreach (var (name, value) in arguments)
            Set("build-arg:" + name, value);
        foreach (var (name, value) in options.Labels)
            Set("label:" + name, value);
    }

    /// <summary>By which BuildKit tells of the build.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The attributes of the build.</summary>
    public IReadOnlyDictionary<string, string> Attributes => attributes;

    /// <summary>The message.</summary>
    public ReadOnlyMemory<byte> ToMessage()
    {
        var message = new ProtobufWriter().Text(1, Id).Text(3, Exporter);
        if (options.Tags.Count > 0 && Exporter == ImageExporter)
            message.Message(4, Pair("name", string.Join(',', options.Tags.Select(static tag => tag.WithDefaultTag().ToString()))));
        if (session is not null)
            message.Text(5, session);
        message.Text(6, "dockerfile.v0");
        foreach (var (name, value) in attributes)
            message.Message(7, Pair(name, value));
        if (options.CacheTo.Count > 0)
            message.Message(8, new ProtobufWriter().Message(4, new ProtobufWriter().Text(1, "inline")));
        if (options.Network == "host")
            message.Text(9, "network.host");
        return message.Written;
    }

    string Exporter => options.Export?.Type switch
    {
        BuildExportType.Local => "local",
        BuildExportType.Tar => "tar",
        _ => ImageExporter,
    };

    /// <summary>Refuses a stage that is not in the Dockerfile: BuildKit would ignore it.</summary>
    void CheckStages(BuildInput input)
    {
        if (input.DockerfileText is null)
            return;
        var instructions = DockerfileReader.Parse(input.DockerfileText).Instructions;
        if (options.NoCacheStages.FirstOrDefault(stage => !instructions.Any(instruction => instruction.IsOfStage(stage))) is { } missing)
            throw Invalid($"There is no stage '{missing}' in {input.Dockerfile}: expected the name after AS in one of its FROM instructions, or stage-N for the one without a name that has the number N, from 0.");
    }

    static ProtobufWriter Pair(string name, string value) => new ProtobufWriter().Text(1, name).Text(2, value);

    static string? Join(IEnumerable<string> texts) => string.Join(',', texts) is { Length: > 0 } joined ? joined : null;

    void Set(string name, string? value)
    {
        if (value is not null)
            attributes[name] = value;
    }

    EngineException Invalid(string problem) =>
        new(EngineError.Invalid, new Subject("NoCacheStage", string.Join(", ", options.NoCacheStages)), problem);
}
