using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Measures what containers use: processors, memory, network, block devices.</summary>
/// <remarks>
/// <para>
/// Measures each container, all at the same time, and returns numbers: percent of a processor, bytes, counts. One measurement takes a
/// second or two, since the use of processors is a difference. Without -Container it measures all that run.
/// </para>
/// <para>-Continuous goes on, about once a second, until Ctrl+C or until the containers have ended.</para>
/// </remarks>
/// <docker>docker stats</docker>
/// <example>
/// <para>Measures every running container once.</para>
/// <code>Measure-Container</code>
/// </example>
/// <example>
/// <para>Shows the three that use the most memory.</para>
/// <code>Measure-Container | Sort-Object Memory -Descending | Select-Object -First 3 Name, Memory, CpuPercent</code>
/// </example>
/// <example>
/// <para>Watches one container for a minute, and saves the figures.</para>
/// <code>Measure-Container web -Count 60 | Export-Csv web.csv</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "Container")]
[OutputType(typeof(ContainerStatistics))]
public sealed class MeasureContainerCommand : ContainerTargetCmdlet
{
    readonly List<Target> targets = [];

    /// <summary>The containers: names, wildcards, beginnings of ids, or container objects. All that run when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ValidateNotNullOrEmpty]
    [ReferenceTransformation<ContainerReference>]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>Goes on measuring until Ctrl+C, or until the containers have ended.</summary>
    [Parameter]
    public SwitchParameter Continuous { get; set; }

    /// <summary>How many times each container is measured; it implies -Continuous.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Count { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync() => targets.AddRange(await ResolveAsync(Container));

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        if (targets.Count == 0)
        {
            if (MyInvocation.ExpectingInput || Container.Length > 0)
                return;
            var client = GetClient();
            var running = await client.Containers.ListAsync(
                new ContainerQuery { Filters = new Dictionary<string, IReadOnlyCollection<string>> { ["status"] = ["running", "paused"] } },
                StoppingToken);
            targets.AddRange(
                running.Select(container => new Target(client, container.Id, container.Name, new ContainerReference(container))));
        }
        if (!IsStream)
        {
            var measured = new List<ContainerStatistics>();
            await MeasureAllAsync(measured.Add);
            WriteObject(measured.OrderBy(static statistics => statistics.Name, StringComparer.Ordinal), enumerateCollection: true);
            return;
        }
        // each writes as its figures come
        await MeasureAllAsync(WriteObject);
    }

    bool IsStream => Continuous || Count is not null;

    /// <summary>Measures all at once; they share the pipeline thread, so none disturbs another.</summary>
    Task MeasureAllAsync(Action<ContainerStatistics> write) =>
        Task.WhenAll(targets.ConvertAll(target => GuardAsync(target, () => MeasureAsync(target, write))));

    async Task MeasureAsync(Target target, Action<ContainerStatistics> write)
    {
        int count = 0;
        await foreach (var statistics in target.Client.Containers.MeasureAsync(target.Key, once: !IsStream, StoppingToken))
        {
            write(statistics);
            if (++count == Count)
                break;
        }
    }
}
