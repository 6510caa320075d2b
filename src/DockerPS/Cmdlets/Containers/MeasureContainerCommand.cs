using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Measures the resource usage of containers: processors, memory, network and block devices.</summary>
/// <remarks>
/// <para>
/// Measures all containers at the same time and returns numbers: processor percentages, bytes and counts. One measurement takes a second or
/// two, since processor usage is a difference between two readings. Without -Container it measures all running containers.
/// </para>
/// <para>-Continuous keeps measuring, about once a second, until Ctrl+C or until the containers stop.</para>
/// </remarks>
/// <docker>docker stats</docker>
/// <example>
/// <para>Measures every running container once.</para>
/// <code>Measure-Container</code>
/// </example>
/// <example>
/// <para>Shows the three containers that use the most memory.</para>
/// <code>Measure-Container | Sort-Object Memory -Descending | Select-Object -First 3 Name, Memory, CpuPercent</code>
/// </example>
/// <example>
/// <para>Watches one container for a minute and saves the figures.</para>
/// <code>Measure-Container web -Count 60 | Export-Csv web.csv</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "Container")]
[OutputType(typeof(ContainerStatistics))]
public sealed class MeasureContainerCommand : ContainerTargetCmdlet
{
    readonly List<Target> targets = [];

    /// <summary>The containers: names, wildcards, id prefixes, or container objects. If omitted, all running containers.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ValidateNotNullOrEmpty]
    [ReferenceTransformation<ContainerReference>]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>Keeps measuring until Ctrl+C, or until the containers stop.</summary>
    [Parameter]
    public SwitchParameter Continuous { get; set; }

    /// <summary>How many times each container is measured; implies -Continuous.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [Completions<NothingCompleter>]
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
        // write each result as it arrives
        await MeasureAllAsync(WriteObject);
    }

    bool IsStream => Continuous || Count is not null;

    /// <summary>Measures all containers at once; they share the pipeline thread, so they do not interfere with each other.</summary>
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
