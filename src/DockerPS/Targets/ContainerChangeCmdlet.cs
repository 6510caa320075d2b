using System.Management.Automation;

namespace DockerPS.Targets;

/// <summary>A cmdlet that changes each of many containers, and can return them.</summary>
public abstract class ContainerChangeCmdlet : ForEachContainerCmdlet
{
    readonly List<Target> done = [];

    private protected ContainerChangeCmdlet() { }

    /// <summary>Returns the changed containers. By default, nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Changes one container.</summary>
    private protected abstract Task ChangeAsync(Target target);

    /// <summary>The key by which a container is found afterwards.</summary>
    private protected virtual string KeyAfterwards(Target target) => target.Key;

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        await base.EndAsync();
        foreach (var engine in done.GroupBy(target => target.Client))
        {
            // list them once, then return them in the order in which they were given
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
