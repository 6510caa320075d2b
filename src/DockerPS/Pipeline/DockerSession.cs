using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using DockerPS.Engine;

namespace DockerPS.Pipeline;

/// <summary>
/// What one runspace remembers: the engine that <c>Connect-Docker</c> chose, and a client for each engine that was used. It goes with its
/// runspace, or with the module.
/// </summary>
sealed class DockerSession : IDisposable
{
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

    /// <summary>The client for what the user named, or for the session's engine.</summary>
    /// <param name="requested">A context's name or an address; null for the session's.</param>
    public EngineClient GetClient(string? requested)
    {
        // an object names its engine by address, so the common case is one look-up
        if (requested is not null && clients.TryGetValue(requested, out var known))
            return known;
        return GetClient(requested is null && Chosen is { } chosen ? chosen : EndpointResolver.Resolve(requested));
    }

    /// <summary>The client for an endpoint.</summary>
    public EngineClient GetClient(EngineEndpoint endpoint)
    {
        if (clients.TryGetValue(endpoint.Address, out var known))
        {
            if (known.Endpoint.Tls == endpoint.Tls)
                return known;
            known.Dispose();
        }
        return clients[endpoint.Address] = new EngineClient(endpoint);
    }

    /// <summary>Makes an endpoint the session's; null gives the choice back to the docker command's rules.</summary>
    public void Choose(EngineEndpoint? endpoint) => Chosen = endpoint;

    /// <summary>Closes the connections to an engine.</summary>
    public void Forget(string address)
    {
        if (clients.Remove(address, out var client))
            client.Dispose();
        if (Chosen?.Address == address)
            Chosen = null;
    }

    public void Dispose()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        clients.Clear();
    }
}
