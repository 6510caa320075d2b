namespace DockerPS.Engine.Tests;

/// <summary>A simulated environment: variables, a home folder, existing sockets.</summary>
sealed class Surroundings : IDisposable
{
    readonly TemporaryFolder home = new();
    readonly HashSet<string> sockets = [];
    readonly Dictionary<string, string> variables = [];
    readonly bool isWindows;

    public Surroundings(bool isWindows = false)
    {
        this.isWindows = isWindows;
        Environment = new DockerEnvironment(name => variables.GetValueOrDefault(name), home.Path, isWindows) { Exists = sockets.Contains };
    }

    public string Home => home.Path;

    public string ConfigFolder => Environment.ConfigFolder;

    public DockerEnvironment Environment { get; }

    public EndpointResolver Resolver => new(Environment, "the parameter -Engine");

    public ContextStore Contexts => Resolver.Contexts;

    public Surroundings With(string variable, string value)
    {
        variables[variable] = value;
        return this;
    }

    public Surroundings WithSocket(string path)
    {
        sockets.Add(path.Replace("~", Home, StringComparison.Ordinal));
        return this;
    }

    public Surroundings WithContext(string name, string host, TlsSettings? tls = null)
    {
        Contexts.Create(name, null, new EngineEndpoint(host, "a test") { Tls = tls });
        return this;
    }

    public string WriteConfig(string content) => home.Write(Path.Combine(ConfigFolder, "config.json"), content);

    public void Dispose() => home.Dispose();
}
