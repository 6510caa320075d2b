using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using DockerPS.Engine;

namespace DockerPS.Session;

/// <summary>
/// What one runspace remembers: the engine that <c>Connect-Docker</c> chose, and a client for each engine that was used. It goes with its
/// runspace, or with the module.
/// </summary>
sealed class DockerSession : IDisposable
{
    /// <summary>Who names an engine, as it is called in messages.</summary>
    internal const string EngineParameter = "the parameter -Engine";

    static readonly ConditionalWeakTable<Runspace, DockerSession> Sessions = new();

    readonly Dictionary<string, EngineClient> clients = new(StringComparer.Ordinal);

    /// <summary>The session of the runspace that this thread works for.</summary>
    public static DockerSession Current => Sessions.GetValue(Runspace.DefaultRunspace, static _ => new DockerSession());

    /// <summary>The endpoint that <c>Connect-Docker</c> chose; null when the docker command's choice holds.</summary>
    public EngineEndpoint? Chosen { get; private set; }

    /// <summary>Ends the session of this runspace.</summary>
    public static void Close()
    {
        if (Runspace.DefaultRunspace is { } runspace && Sessions.TryGetValue(runspace, out var session))
        {
            Sessions.Remove(runspace);
            session.Dispose();
        }
    }

    /// <summary>Where the engine is that the user named, or that the session uses.</summary>
    /// <param name="engine">What the user named; null for the session's.</param>
    public EngineEndpoint Resolve(EngineReference? engine) =>
        engine is null
            ? Chosen ?? EndpointResolver.Resolve(null)
            : EndpointResolver.Resolve(engine.Text, engine.CertificatePath, engine.SkipCertificateCheck, EngineParameter);

    /// <summary>The client for the engine that the user named, or that the session uses.</summary>
    /// <param name="engine">What the user named; null for the session's.</param>
    public EngineClient GetClient(EngineReference? engine) =>
        engine is { CertificatePath: null, SkipCertificateCheck: false } ? GetClient(engine.Text) : GetClient(Resolve(engine));

    /// <summary>The client for the engine that an object lives on.</summary>
    /// <param name="address">The address that the object remembers, or what else names an engine.</param>
    public EngineClient GetClient(string address) =>
        // an object names its engine by address, so the common case is one look-up
        clients.TryGetValue(address, out var known) ? known : GetClient(EndpointResolver.Resolve(address, origin: EngineParameter));

    /// <summary>The clients of the engines that were used, in the order of their addresses.</summary>
    public IReadOnlyList<EngineClient> Clients =>
        [.. clients.OrderBy(static client => client.Key, StringComparer.Ordinal).Select(static client => client.Value)];

    /// <summary>Makes an engine the session's. The client takes the place of one that there was for it.</summary>
    public void Choose(EngineClient client)
    {
        if (clients.Remove(client.Endpoint.Address, out var old))
            old.Dispose();
        clients[client.Endpoint.Address] = client;
        Chosen = client.Endpoint;
    }

    /// <summary>Closes the connections to an engine. If it is the session's, the choice goes back to the docker command's rules.</summary>
    public void Forget(EngineReference engine) =>
        // a connection is closed also when what led to it is gone
        Forget(clients.ContainsKey(engine.Text) ? engine.Text : Resolve(engine).Address);

    /// <summary>Closes the connection that <c>Connect-Docker</c> made, if it made one.</summary>
    public void ForgetChosen()
    {
        if (Chosen is { } chosen)
            Forget(chosen.Address);
    }

    /// <summary>What the session knows of an engine, without asking it.</summary>
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
            // a variable or context that leads nowhere makes no engine the default
            return null;
        }
    }
}
