using System.Net;

namespace DockerPS.Engine;

public sealed partial class NetworkService
{
    /// <summary>The time limit for requests after a failure: the failure is what counts.</summary>
    static readonly TimeSpan ExplanationLimit = TimeSpan.FromSeconds(2);

    /// <summary>Explains why a network was not created: its name or its addresses are taken.</summary>
    async Task<EngineException> ExplainCreationAsync(EngineException e, NetworkSpecification specification)
    {
        var networks = await TryAsync(token => ListAsync(null, token)).ConfigureAwait(false) ?? [];
        if (networks.Any(network => network.Name == specification.Name))
            return Explained(
                e,
                Subject.Network(specification.Name),
                $"Network {specification.Name} already exists.",
                EngineCause.NetworkNameTaken,
                specification.Name);
        foreach (var subnet in specification.Subnets)
        {
            if (IPNetwork.TryParse(subnet.Subnet, out var range)
                && networks.FirstOrDefault(network => network.Subnets.Any(known => Overlap(known.Subnet, range))) is { } other)
            {
                var taken = other.Subnets.First(known => Overlap(known.Subnet, range)).Subnet;
                return Explained(
                    e,
                    new Subject("Subnet", subnet.Subnet),
                    $"Subnet {subnet.Subnet} overlaps with {taken} of network {other.Name}.",
                    EngineCause.SubnetTaken,
                    other.Name);
            }
        }
        bool isTaken = e.Message.Contains("overlap", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("already used", StringComparison.OrdinalIgnoreCase);
        return isTaken && specification.Subnets is [var first, ..]
            ? Explained(
                e,
                new Subject("Subnet", first.Subnet),
                $"Subnet {first.Subnet} overlaps with addresses that the engine's host already uses.",
                EngineCause.SubnetTaken)
            : e;
    }

    /// <summary>Explains why a network was not removed: it is in use, or it is built in.</summary>
    async Task<EngineException> ExplainRemovalAsync(EngineException e, string id)
    {
        if (await TryAsync(token => InspectAsync(id, token)).ConfigureAwait(false) is not { } network)
            return e;
        if (e.Message.Contains("pre-defined", StringComparison.Ordinal))
        {
            return Explained(
                e,
                Subject.Network(network.Name),
                $"Network {network.Name} is built in and cannot be removed.",
                EngineCause.Unknown);
        }
        if (network.Containers is [_, ..] users)
        {
            string[] names = [.. users.Select(static user => user.Container)];
            return Explained(
                e,
                Subject.Network(network.Name),
                $"Network {network.Name} is in use by {string.Join(", ", names)}.",
                EngineCause.NetworkInUse,
                names);
        }
        return e;
    }

    /// <summary>Explains why a container was not connected or disconnected: it already is.</summary>
    async Task<EngineException> ExplainConnectionAsync(EngineException e, string id, string container, bool mayBeConnected)
    {
        if (await TryAsync(token => InspectAsync(id, token)).ConfigureAwait(false) is not { } network)
            return e;
        var endpoint = network.Containers?.FirstOrDefault(
            endpoint => endpoint.Container == container || endpoint.ContainerId.StartsWith(container, StringComparison.Ordinal));
        if (endpoint is not null && !mayBeConnected)
        {
            return Explained(
                e,
                Subject.Network(network.Name),
                $"Container {endpoint.Container} is already connected to network {network.Name}.",
                EngineCause.NetworkConnected,
                endpoint.Container);
        }
        return endpoint is null && mayBeConnected
            ? Explained(
                e,
                Subject.Network(network.Name),
                $"Container {container} is not connected to network {network.Name}.",
                EngineCause.Unknown,
                container)
            : e;
    }

    static EngineException Explained(EngineException e, Subject subject, string sentence, EngineCause cause, params string[] involved) =>
        new(
            EngineError.Conflict,
            subject,
            sentence,
            e.InnerException ?? e)
        {
            StatusCode = e.StatusCode,
            Cause = cause,
            Involved = involved,
        };

    static bool Overlap(string one, IPNetwork other) =>
        IPNetwork.TryParse(one, out var range) && (range.Contains(other.BaseAddress) || other.Contains(range.BaseAddress));

    /// <summary>Sends a request after a failure; null if there is no answer in time.</summary>
    static async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> ask)
        where T : class
    {
        try
        {
            using var limit = new CancellationTokenSource(ExplanationLimit);
            return await ask(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            return null;
        }
    }
}
