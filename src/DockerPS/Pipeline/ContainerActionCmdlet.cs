using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Pipeline;

/// <summary>A cmdlet that does one thing to each of many containers.</summary>
public abstract class ContainerActionCmdlet : TargetActionCmdlet<ContainerReference, Container>
{
    readonly List<Target> done = [];

    private protected ContainerActionCmdlet() { }

    /// <summary>The containers: names, wildcards, beginnings of ids, or container objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ContainerCompleter]
    public ContainerReference[] Container { get; set; } = [];

    private protected sealed override ReferenceMatcher<Container> Matcher => ContainerMatching.Matcher;

    private protected sealed override ContainerReference[] References => Container;

    /// <summary>Whether the containers are to be returned when it is done.</summary>
    private protected virtual bool ReturnsContainers => false;

    /// <summary>What a container is found by when it is done.</summary>
    private protected virtual string KeyAfterwards(Target target) => target.Key;

    private protected sealed override Task<IReadOnlyList<Container>> ListAsync(EngineClient client) => client.Containers.ListAsync(null, StoppingToken);

    private protected override Task DoneAsync(Target target)
    {
        if (ReturnsContainers)
            done.Add(target);
        return base.DoneAsync(target);
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        await base.EndAsync();
        foreach (var engine in done.GroupBy(target => target.Client))
        {
            // one list for all of them, and then in the order in which they were named
            var containers = await engine.Key.Containers.ListAsync(null, StoppingToken);
            foreach (var target in engine)
                await TryAsync(target.Reference, () => Task.FromResult(WriteAll(Matcher.Find(new ContainerReference(KeyAfterwards(target)), containers))));
        }
    }

    bool WriteAll(IReadOnlyList<Container> containers)
    {
        WriteObject(containers, enumerateCollection: true);
        return true;
    }
}

/// <summary>A container action that can return what it acted on.</summary>
public abstract class ContainerChangeCmdlet : ContainerActionCmdlet
{
    private protected ContainerChangeCmdlet() { }

    /// <summary>Returns the containers, as they are then. Without it, nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected sealed override bool ReturnsContainers => PassThru;
}
