using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using DockerPS.Engine;

namespace DockerPS.Session;

/// <summary>
/// The state of one runspace: the engine that <c>Connect-Docker</c> selected, and a client for each engine in use. It ends with its
/// runspace, or with the module.
/// </summary>
sealed class DockerSession : IDisposable
{
    /// <summary>The source of an engine address, as named in messages.</summary>
    internal const string EngineParameter = "the parameter -Engine";

    static readonly ConditionalWeakTable<Runspace, DockerSession> Sessions = new();

    readonly Dictionary<string, EngineClient> clients = new(StringComparer.Ordinal);

    /// <summary>The session of the current thread's runspace.</summary>
    public static DockerSession Current => Sessions.GetValue(Runspace.DefaultRunspace, static _ => new DockerSession());

    /// <summary>The endpoint selected by <c>Connect-Docker</c>; null if the docker command's rules apply.</summary>
    public EngineEndpoint? Chosen { get; private set; }

    /// <summary>Closes the session of this runspace.</summary>
    public static void Close()
    {
        if (Runspace.DefaultRunspace is { } runspace && Sessions.TryGetValue(runspace, out var session))
        {
            Sessions.Remove(runspace);
            session.Dispose();
        }
    }

    /// <summary>Resolves the engine that the user specified, or the session's engine.</summary>
    /// <param name="engine">The engine that the user specified; null for the session's.</param>
    public EngineEndpoint Resolve(EngineReference? engine) =>
        engine is null
            ? Chosen ?? EndpointResolver.Resolve(null)
            : EndpointResolver.Resolve(engine.Text, engine.CertificatePath, engine.SkipCertificateCheck, EngineParameter);

    /// <summary>Gets the client for the engine that the user specified, or for the session's engine.</summary>
    /// <param name="engine">The engine that the user specified; null for the session's.</param>
    public EngineClient GetClient(EngineReference? engine) =>
        engine is { CertificatePath: null, SkipCertificateCheck: false } ? GetClient(engine.Text) : GetClient(Resolve(engine));

    /// <summary>Gets the client for the engine of an object.</summary>
    /// <param name="address">The address stored in the object, or another name of an engine.</param>
    public EngineClient GetClient(string address) =>
        // an object names its engine by address, so the common case is a single lookup
        clients.TryGetValue(address, out var known) ? known : GetClient(EndpointResolver.Resolve(address, origin: EngineParameter));

    /// <summary>The clients of the engines in use, sorted by address.</summary>
    public IReadOnlyList<EngineClient> Clients =>
        [.. clients.OrderBy(static client => client.Key, StringComparer.Ordinal).Select(static client => client.Value)];

    /// <summary>Makes an engine the session's default. The client replaces an existing one for the same engine.</summary>
    public void Choose(EngineClient client)
    {
        if (clients.Remove(client.Endpoint.Address, out var old))
            old.Dispose();
        clients[client.Endpoint.Address] = client;
        Chosen = client.Endpoint;
    }

    /// <summary>Closes the connections to an engine. If it is the session's default, the docker command's rules apply again.</summary>
    public void Forget(EngineReference engine) =>
        // a connection can be closed even if the context that led to it is gone
        Forget(clients.ContainsKey(engine.Text) ? engine.Text : Resolve(engine).Address);

    /// <summary>Closes the connection made by <c>Connect-Docker</c>, if there is one.</summary>
    public void ForgetChosen()
    {
        if (Chosen is { } chosen)
            Forget(chosen.Address);
    }

    /// <summary>Describes a connection, without contacting the engine.</summary>
    public DockerConnection Describe(EngineEndpoint endpoint)
    {
        var client = clients.GetValueOrDefault(endpoint.Address);
        return new DockerConnection
        {
            Engine = endpoint.Address,
            Context = endpoint.Context,
            Source = endpoint.Source,
            IsConnected = client?.LastPing is not null,
            IsDefault = endpoint.Address == (Chosen ?? FindUsual())?.Address,
            ApiVersion = client?.KnownApiVersion?.ToString(),
            OperatingSystem = client?.LastPing?.OperatingSystem ?? "",
            CertificatePath = Path.GetDirectoryName(endpoint.Tls?.CaFile ?? endpoint.Tls?.CertificateFile),
            SkipCertificateCheck = endpoint.Tls?.SkipVerify ?? false,
        };
    }

    public void Dispose()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        clients.Clear();
    }

    void Forget(string address)
    {
        if (clients.Remove(address, out var client))
            client.Dispose();
        if (Chosen?.Address == address)
            Chosen = null;
    }

    EngineClient GetClient(EngineEndpoint endpoint)
    {
        if (clients.TryGetValue(endpoint.Address, out var known))
        {
            if (known.Endpoint.Tls == endpoint.Tls)
            {
                known.Describe(endpoint);
                return known;
            }
            known.Dispose();
        }
        return clients[endpoint.Address] = new EngineClient(endpoint);
    }

    static EngineEndpoint? FindUsual()
    {
        try
        {
            return EndpointResolver.Resolve(null);
        }
        catch (EngineException)
        {
            // with a variable or context that does not resolve, no engine is the default
            return null;
        }
    }
}
