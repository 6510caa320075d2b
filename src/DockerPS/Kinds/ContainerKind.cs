using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Kinds;

/// <summary>Containers.</summary>
sealed class ContainerKind() : ResourceKind<ContainerReference, Container>("Container")
{
    public static readonly ContainerKind Instance = new();

    public override Task<IReadOnlyList<Container>> ListAsync(EngineClient client, CancellationToken cancellationToken) =>
        client.Containers.ListAsync(null, cancellationToken);

    public override Candidate ToCandidate(Container thing) => new(thing.Name, $"{thing.Image}, {thing.Status}", thing.Id);

    public override string IdOf(Container thing) => thing.Id;

    protected override IReadOnlyList<string> NamesOf(Container thing) => [thing.Name];
}

/// <summary>Completes the containers that the cmdlet can act on, with image and state as the tooltip.</summary>
public sealed class ContainerCompleter() : KindCompleter<ContainerReference, Container>(ContainerKind.Instance)
{
    static readonly ContainerState[] Active = [ContainerState.Running, ContainerState.Paused, ContainerState.Restarting];

    // a module import prefix comes between verb and noun, so they are compared separately
    static readonly (string Verb, string Noun, ContainerState[] States)[] States =
    [
        ("Start", "Container", [ContainerState.Created, ContainerState.Exited, ContainerState.Dead]),
        ("Stop", "Container", Active),
        ("Send", "ContainerSignal", Active),
        ("Suspend", "Container", [ContainerState.Running]),
        ("Resume", "Container", [ContainerState.Paused]),
        ("Enter", "Container", [ContainerState.Running]),
        ("Invoke", "ContainerCommand", [ContainerState.Running]),
        ("Get", "ContainerProcess", Active),
        ("Get", "ContainerPort", Active),
        ("Measure", "Container", Active),
    ];

    private protected override bool IsOffered(Container thing, CompletionLine line)
    {
        var known = Array.Find(States, known =>
            line.Command.StartsWith(known.Verb + "-", StringComparison.OrdinalIgnoreCase)
            && line.Command.EndsWith(known.Noun, StringComparison.OrdinalIgnoreCase));
        return known.States is null || known.States.Contains(thing.State);
    }
}
