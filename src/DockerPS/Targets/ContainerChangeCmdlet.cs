using System.Management.Automation;

namespace DockerPS.Targets;

/// <summary>A cmdlet that changes each of many containers, and can return them.</summary>
public abstract class ContainerChangeCmdlet : ForEachContainerCmdlet
{
    readonly List<Target> done = [];

    private protected ContainerChangeCmdlet() { }

    /// <summary>Returns the containers, as they are then. Without it, nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Changes one container.</summary>
    private protected abstract Task ChangeAsync(Target target);

    /// <summary>What a container is found by when it is done.</summary>
    private protected virtual string KeyAfterwards(Target target) => target.Key;

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        await base.EndAsync();
        foreach (var engine in done.GroupBy(target => target.Client))
        {
            // one list for all of them, and then in the order in which they were named
            var containers = await Kind.ListAsync(engine.Key, StoppingToken);
            foreach (var target in engine)
            {
                await TryAsync(target.Reference, () =>
                {
                    WriteObject(Kind.Find(new ContainerReference(KeyAfterwards(target)), containers), enumerateCollection: true);
                    return Task.CompletedTask;
                });
            }
        }
    }

    private protected sealed override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        await ChangeAsync(target);
        return Nothing;
    }

    private protected sealed override void Done(Target target)
    {
        if (PassThru)
            done.Add(target);
    }
}
