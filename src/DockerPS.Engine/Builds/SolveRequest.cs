using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>A build request for BuildKit's own interface.</summary>
/// <remarks>
/// Source: message SolveRequest of github.com/moby/buildkit, api/services/control/control.proto, with the attributes that an engine sets.
/// </remarks>
sealed partial class SolveRequest
{
    const string ImageExporter = "moby";

    /// <summary>The API version from which an engine's BuildKit supports references to unnamed stages.</summary>
    static readonly Version UnnamedVersion = new(1, 44);

    readonly Dictionary<string, string> attributes = new(StringComparer.Ordinal);
    readonly BuildOptions options;
    readonly string? session;
    readonly bool leavesSteps;

    /// <param name="options">The options.</param>
    /// <param name="arguments">Values for the Dockerfile's ARG instructions.</param>
    /// <param name="input">The input: what a session offers, or what the engine downloads.</param>
    /// <param name="session">The id of the session; null if there is none.</param>
    /// <param name="control">What BuildKit has reported about itself.</param>
    /// <exception cref="EngineException">The build is not possible with these options.</exception>
    public SolveRequest(
        BuildOptions options,
        IReadOnlyDictionary<string, string?> arguments,
        BuildInput input,
        string? session,
        BuildKitControl control)
    {
        this.options = options;
        this.session = session;
        leavesSteps = arguments.GetValueOrDefault(BuildRequest.InlineCacheArgument) is "1" or "t" or "T" or "true" or "TRUE" or "True";
        Set("filename", input.DockerfileName);
        Set("context", input.Remote is BuildSessionServices.ClientSession ? null : input.Remote);
        Set("no-cache", options.NoCache ? "" : Join(ToFreshStages(input, control)));
        Set("image-resolve-mode", options.Pull ? "pull" : "default");
        Set("target", options.Target);
        Set("platform", options.Platform);
        Set("force-network-mode", options.Network is "default" ? null : options.Network);
        Set("add-hosts", Join(options.AddHost.Select(host => ToHost(host, control.HostGateway))));
        Set("cache-from", Join(options.CacheFrom.Select(BuildRequest.ToImage)));
        Set("shm-size", options.ShmSize?.ToString(CultureInfo.InvariantCulture));
        Set("ulimit", Join(options.Ulimits.Select(static limit => limit.ToString())));
        foreach (var (name, value) in arguments)
            Set("build-arg:" + name, value);
        foreach (var (name, value) in options.Labels)
            Set("label:" + name, value);
    }

    /// <summary>Refuses a stage that BuildKit would ignore: one that is not in the Dockerfile, or that it does not support.</summary>
    /// <param name="options">The options.</param>
    /// <param name="input">What is built.</param>
    /// <param name="api">The API version of the engine.</param>
    /// <param name="tooOld">Creates the error for an engine that is too old.</param>
    /// <exception cref="EngineException">There is such a stage.</exception>
    public static void CheckStages(BuildOptions options, BuildInput input, Version api, Func<Version, string, EngineException> tooOld)
    {
        if (options.NoCacheStages.Count == 0)
            return;
        var file = DockerfileSteps.TryRead(input.DockerfileText);
        foreach (string stage in options.NoCacheStages)
        {
            var own = file?.FindStage(stage);
            if (file is not null && own is null)
            {
                throw new EngineException(
                    EngineError.Invalid,
                    new Subject("NoCacheStage", stage),
                    $"There is no stage '{stage}' in {input.Dockerfile}: expected the name after AS in one of its FROM instructions, or "
                    + "stage-N for the unnamed stage with the number N, counting from 0.");
            }
            if (api < UnnamedVersion && UnnamedStage().IsMatch(stage) && own?.Name is null)
                throw tooOld(UnnamedVersion, "Running an unnamed stage again");
        }
    }

    /// <summary>The id under which BuildKit reports on the build.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The attributes of the build.</summary>
    public IReadOnlyDictionary<string, string> Attributes => attributes;

    /// <summary>The message.</summary>
    public ReadOnlyMemory<byte> ToMessage()
    {
        var message = new ProtobufWriter().Text(1, Id).Text(3, Exporter);
        // older engines use the single exporter, newer ones the list
        var exporter = new ProtobufWriter().Text(1, Exporter);
        if (options.Tags.Count > 0 && Exporter == ImageExporter)
        {
            var names = Pair("name", string.Join(',', options.Tags.Select(static tag => tag.WithDefaultTag().ToString())));
            message.Message(4, names);
            exporter.Message(2, names);
        }
        message.Message(13, exporter);
        if (session is not null)
            message.Text(5, session);
        message.Text(6, "dockerfile.v0");
        foreach (var (name, value) in attributes)
            message.Message(7, Pair(name, value));
        if (leavesSteps)
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

    IEnumerable<string> ToFreshStages(BuildInput input, BuildKitControl control)
    {
        var stages = control.MixesSteps && DockerfileSteps.TryRead(input.DockerfileText) is { } file
            ? file.AddDependents(options.NoCacheStages)
            : options.NoCacheStages;
        // BuildKit gives unnamed stages no name
        return stages.Any(static stage => UnnamedStage().IsMatch(stage)) ? [.. stages, ""] : stages;
    }

    static string ToHost(HostEntry host, string? hostGateway)
    {
        string? address = host.Address == HostEntry.Gateway ? hostGateway : host.Address;
        return address is null
            ? throw new EngineException(
                EngineError.Invalid,
                new Subject("AddHost", host.ToString()),
                "The engine does not say which address host-gateway stands for.")
            {
                Advice = "Specify the address.",
            }
            : $"{host.Name}={address}";
    }

    static ProtobufWriter Pair(string name, string value) => new ProtobufWriter().Text(1, name).Text(2, value);

    static string? Join(IEnumerable<string> texts) => string.Join(',', texts) is { Length: > 0 } joined ? joined : null;

    void Set(string name, string? value)
    {
        if (value is not null)
            attributes[name] = value;
    }

    [GeneratedRegex(@"^stage-\d+$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex UnnamedStage();
}
