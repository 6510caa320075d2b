namespace DockerPS.Engine;

/// <summary>
/// Finds the engine in the same order as the docker command: parameter, <c>DOCKER_HOST</c>, <c>DOCKER_CONTEXT</c>, current context, default
/// socket. It runs for each cmdlet, so the common case reads at most one small file.
/// </summary>
public sealed class EndpointResolver
{
    /// <summary>The name of the context that represents the variables and the default socket.</summary>
    public const string DefaultContext = "default";

    const string Caller = "the caller";
    const string HostVariable = "DOCKER_HOST";
    const string ContextVariable = "DOCKER_CONTEXT";

    readonly DockerEnvironment environment;

    /// <summary>The source of a request, as named in messages.</summary>
    readonly string origin;

    internal EndpointResolver(DockerEnvironment environment, string origin = Caller)
    {
        this.environment = environment;
        this.origin = origin;
        Contexts = new ContextStore(environment, this);
    }

    /// <summary>The contexts in which names are looked up.</summary>
    internal ContextStore Contexts { get; }

    /// <summary>Resolves what the user specified; null for the engine that the docker command would use.</summary>
    /// <param name="requested">An address (<c>unix://</c>, <c>npipe://</c>, <c>tcp://</c>, <c>ssh://</c>), or the name of a
    /// context.</param>
    /// <param name="certificateFolder">A folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>; null for the settings of variables
    /// or the context.</param>
    /// <param name="skipVerify">Whether any server certificate is accepted.</param>
    /// <param name="origin">The source, as named in messages.</param>
    /// <exception cref="EngineException">There is no such context, or the address is invalid.</exception>
    public static EngineEndpoint Resolve(
        string? requested,
        string? certificateFolder = null,
        bool skipVerify = false,
        string origin = Caller) =>
        new EndpointResolver(DockerEnvironment.Process, origin).Find(requested, new TlsChoice(certificateFolder, skipVerify));

    /// <summary>
    /// Resolves the endpoint for a new or changed context. An address gets only what is specified here, and nothing from variables or other
    /// contexts. A name means that context with all its settings, and null means what the docker command would use.
    /// </summary>
    /// <inheritdoc cref="Resolve" />
    public static EngineEndpoint ResolveForContext(string? requested, string? certificateFolder, bool skipVerify, string origin = Caller) =>
        new EndpointResolver(DockerEnvironment.Process, origin).Find(
            requested,
            new TlsChoice(certificateFolder, skipVerify) { IsComplete = true });

    internal EngineEndpoint Find(string? requested, TlsChoice choice = default)
    {
        if (requested is null)
            return FindUsual(choice);
        if (EngineAddress.IsAddress(requested))
            return FromAddress(requested, origin, choice);
        return requested == DefaultContext ? FindDefault(choice) : FromContext(requested, origin, choice);
    }

    /// <summary>
    /// The name of the context that the docker command would use, whether it exists or not, and where the name comes from.
    /// </summary>
    internal (string Name, string Source) FindCurrentContext()
    {
        if (environment[HostVariable] is not null)
            return (DefaultContext, Variable(HostVariable));
        if (environment[ContextVariable] is { } named)
            return (named, Variable(ContextVariable));
        var file = new DockerConfigFile(environment);
        return file.ReadCurrentContext() is { Length: > 0 } current
            ? (current, $"the current context in {file.Path}")
            : (DefaultContext, "the default");
    }

    EngineEndpoint FindUsual(TlsChoice choice)
    {
        var (name, source) = FindCurrentContext();
        return name == DefaultContext ? FindDefault(choice) : FromContext(name, source, choice);
    }

    /// <summary>The endpoint of the context <c>default</c>.</summary>
    internal EngineEndpoint FindDefault(TlsChoice choice = default)
    {
        // docker treats white space as the default
        if (environment[HostVariable] is { } host && !string.IsNullOrWhiteSpace(host))
            return FromAddress(host, Variable(HostVariable), choice);
        if (choice.IsMade || TlsOfVariables() is not null)
            return FromAddress($"tcp://localhost:{EngineAddress.TlsPort}", "the default with TLS", choice);
        return new EngineEndpoint(FindSocket(), "the default");
    }

    /// <summary>The first existing socket among those on which engines listen by default; the usual one if there is none.</summary>
    string FindSocket()
    {
        if (environment.IsWindows)
            return "npipe://" + EngineAddress.DefaultPipe;
        if (environment.Exists(EngineAddress.DefaultSocket))
            return "unix://" + EngineAddress.DefaultSocket;
        string[] others =
        [
            environment["XDG_RUNTIME_DIR"] is { } runtime ? Path.Combine(runtime, "docker.sock") : "",
            Path.Combine(environment.Home, ".docker/run/docker.sock"),
            Path.Combine(environment.Home, ".docker/desktop/docker.sock"),
        ];
        return "unix://" + (Array.Find(others, path => path.Length > 0 && environment.Exists(path)) ?? EngineAddress.DefaultSocket);
    }

    EngineEndpoint FromContext(string name, string source, TlsChoice choice)
    {
        var context = Contexts.ReadEndpoint(name, source);
        string from = $"the docker context '{name}', {(source == origin ? "named by " : "")}{source}";
        var tls = choice.IsMade ? TlsOf(choice, context.Tls) : context.Tls;
        var address = EngineAddress.Parse(context.Host, tls is not null, from);
        return new EngineEndpoint(address.ToString(), from) { Context = name, Tls = TlsFor(address, tls, choice) };
    }

    EngineEndpoint FromAddress(string text, string source, TlsChoice choice)
    {
        bool isComplete = choice.IsComplete && source == origin;
        var tls = choice.IsMade ? TlsOf(choice, null) : isComplete ? null : TlsOfVariables();
        var address = EngineAddress.Parse(text, tls is not null, source);
        string normal = address.ToString();
        if (tls is null && source == origin && !isComplete && address.IsTcp && Contexts.FindTlsOf(normal) is { } known)
        {
            // an object only remembers the address; the context that it came from has the certificates
            return new EngineEndpoint(normal, source) { Tls = known };
        }
        return new EngineEndpoint(normal, source) { Tls = TlsFor(address, tls, choice) };
    }

    static TlsSettings? TlsFor(EngineAddress address, TlsSettings? tls, TlsChoice choice)
    {
        if (address.IsTcp && address.Scheme != "http")
            return tls ?? (address.Scheme == "https" ? new TlsSettings(null, null, null, false) : null);
        if (choice.IsMade)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("CertificatePath", choice.Folder),
                $"A connection to {address} does not use TLS, so certificates have no effect. Expected an address such as "
                + $"tcp://host:{EngineAddress.TlsPort} with them.");
        }
        return null;
    }

    /// <summary>The explicit settings of a caller; the others come from the context.</summary>
    static TlsSettings TlsOf(TlsChoice choice, TlsSettings? context)
    {
        if (choice.Folder is not { } folder)
            return (context ?? new TlsSettings(null, null, null, false)) with { SkipVerify = choice.SkipVerify };
        if (!Directory.Exists(folder))
            throw InvalidFolder(folder, "there is no such folder");
        var tls = TlsSettings.FromFolder(folder, choice.SkipVerify);
        return tls.HasFiles ? tls : throw InvalidFolder(folder, $"it has none of {string.Join(", ", TlsSettings.FileNames)}");
    }

    /// <summary>
    /// The settings of <c>DOCKER_TLS_VERIFY</c>, <c>DOCKER_TLS</c> and <c>DOCKER_CERT_PATH</c>; each takes effect if it is not empty,
    /// whatever its value.
    /// </summary>
    TlsSettings? TlsOfVariables()
    {
        bool verify = environment["DOCKER_TLS_VERIFY"] is not null;
        if (!verify && environment["DOCKER_TLS"] is null)
            return null;
        string folder = environment["DOCKER_CERT_PATH"] ?? environment.ConfigFolder;
        var tls = TlsSettings.FromFolder(folder, !verify);
        return !verify || tls.CaFile is not null
            ? tls
            : throw InvalidFolder(folder, "it has no ca.pem, which DOCKER_TLS_VERIFY requires");
    }

    static EngineException InvalidFolder(string folder, string reason) => new(
        EngineError.Invalid,
        new Subject("CertificatePath", folder),
        $"The certificates cannot be read from the folder '{folder}': {reason}. Expected {string.Join(", ", TlsSettings.FileNames)} there, as docker names them.");

    static string Variable(string name) => "the environment variable " + name;
}

/// <summary>A caller's TLS settings, which take precedence over variables and contexts.</summary>
/// <param name="Folder">The folder with the certificates; null if not specified.</param>
/// <param name="SkipVerify">Whether any server certificate is accepted.</param>
internal readonly record struct TlsChoice(string? Folder, bool SkipVerify)
{
    /// <summary>Whether anything is specified.</summary>
    public bool IsMade => Folder is not null || SkipVerify;

    /// <summary>Whether an address from the caller only gets these settings.</summary>
    public bool IsComplete { get; init; }
}
