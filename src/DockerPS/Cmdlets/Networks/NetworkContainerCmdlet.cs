using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>A cmdlet that performs an action on each of many containers in each of many networks.</summary>
public abstract class NetworkContainerCmdlet : ForEachNetworkCmdlet
{
    private protected NetworkContainerCmdlet() { }

    /// <summary>The containers: names, wildcards, id prefixes, or container objects.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>Performs the action on one container in one network.</summary>
    private protected abstract Task ActAsync(Target network, string container);

    private protected sealed override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        foreach (var reference in Container)
        {
            await GuardAsync(target, async () =>
            {
                foreach (var (key, name) in await FindAsync(target.Client, reference))
                    await CallingAsync(key, name, () => ActAsync(target, key));
            });
        }
        return Nothing;
    }

    async Task<IReadOnlyList<(string Key, string Name)>> FindAsync(EngineClient client, ContainerReference reference)
    {
        if (reference.Engine is { } engine && engine != client.Endpoint.Address)
            throw new EngineException(EngineError.Invalid, new Subject("Container", reference.Text), $"The container is on {engine}, but the network is on {client.Endpoint.Address}.");
        return reference.IsWildcard
            ?
            [
                .. ContainerKind.Instance.Find(reference, await ContainerKind.Instance.ListAsync(client, StoppingToken))
                    .Select(static found => (ContainerKind.Instance.KeyOf(found), ContainerKind.Instance.NameOf(found))),
            ]
            : [(reference.Text, reference.ToString())];
    }
}
