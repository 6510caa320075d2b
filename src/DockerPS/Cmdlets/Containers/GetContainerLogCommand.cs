using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>Gets the log of containers.</summary>
/// <remarks>
/// <para>
/// Returns each line as a text that also knows where it comes from: the properties Container, Stream and Timestamp. So lines print, match and
/// parse like any text, and can be filtered like objects.
/// </para>
/// <para>-OutFile writes the log to a file byte by byte, which is the fastest way for large ones.</para>
/// </remarks>
/// <docker>docker logs</docker>
/// <example>
/// <para>Gets the last 20 lines.</para>
/// <code>Get-ContainerLog web -Tail 20</code>
/// </example>
/// <example>
/// <para>Gets what it wrote to standard error in the last ten minutes.</para>
/// <code>Get-ContainerLog web -Stream StandardError -Since 10m</code>
/// </example>
/// <example>
/// <para>Waits for the first line that says ready, and goes on.</para>
/// <code>Get-ContainerLog web -Follow | Where-Object { $_ -match 'ready' } | Select-Object -First 1</code>
/// </example>
/// <example>
/// <para>Saves a log as it is.</para>
/// <code>Get-ContainerLog web -OutFile ./web.log</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "ContainerLog")]
[OutputType(typeof(string))]
public sealed class GetContainerLogCommand : ContainerTargetCmdlet
{
    /// <summary>The containers: names, wildcards, beginnings of ids, or container objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ContainerCompleter]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>Waits for more until the container ends.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>Only this many of the last lines.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? Tail { get; set; }

    /// <summary>Only what was written since: a date and time, or how long ago, such as <c>10m</c>.</summary>
    [Parameter]
    [MomentTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only what was written until: a date and time, or how long ago, such as <c>10m</c>.</summary>
    [Parameter]
    [MomentTransformation]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Only standard output, or only standard error.</summary>
    [Parameter]
    public ContainerStream? Stream { get; set; }

    /// <summary>Begins each line with its time, as <c>docker logs --timestamps</c> does.</summary>
    [Parameter]
    public SwitchParameter Timestamp { get; set; }

    /// <summary>Writes the log to this file, byte for byte, and returns nothing. A file that exists is replaced.</summary>
    [Parameter]
    public string? OutFile { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        foreach (var target in await ResolveAsync(Container))
        {
            try
            {
                if (OutFile is not null)
                    await SaveAsync(target, FilePaths.ResolveLiteral(this, OutFile));
                else
                    await WriteAsync(target);
            }
            catch (EngineException e)
            {
                await WriteErrorAsync(e, target);
            }
        }
    }

    LogQuery Query => new()
    {
        Follow = Follow,
        Tail = Tail,
        Since = Since,
        Until = Until,
        Stream = Stream,
        Timestamps = true,
    };

    async Task WriteAsync(Target target)
    {
        var container = new PSNoteProperty("Container", target.Display);
        // two objects serve all lines, since the value can not change
        var streams = new Dictionary<ContainerStream, PSNoteProperty>
        {
            [ContainerStream.StandardOutput] = new("Stream", ContainerStream.StandardOutput),
            [ContainerStream.StandardError] = new("Stream", ContainerStream.StandardError),
        };
        await foreach (var lines in target.Client.Containers.ReadLogAsync(target.Key, Query, StoppingToken))
        {
            foreach (var line in lines)
            {
                string text = Timestamp && line.Timestamp is { } time ? $"{time:yyyy-MM-ddTHH:mm:ss.fffffffZ} {line.Text}" : line.Text;
                var output = new PSObject(text);
                output.Properties.Add(container);
                output.Properties.Add(streams[line.Stream]);
                output.Properties.Add(new PSNoteProperty("Timestamp", line.Timestamp));
                WriteObject(output);
            }
        }
    }

    async Task SaveAsync(Target target, string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
            await using (file)
                await target.Client.Containers.CopyLogAsync(target.Key, Query with { Timestamps = Timestamp }, file, StoppingToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineError.Failed, new Subject("ContainerLog", path), $"The log of container {target.Display} can not be written to '{path}': {e.Message}", e);
        }
    }
}
