using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Piping;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets the logs of containers.</summary>
/// <remarks>
/// <para>
/// Returns each line as a string that also has the properties Container, Stream and Timestamp. So lines print, match and parse like any
/// string, and can be filtered like objects.
/// </para>
/// <para>Lines from several containers are returned in the order in which they were written. With -Follow they are displayed with the
/// container's name in front; the strings themselves are unchanged.</para>
/// <para>-OutFile writes the log to a file byte for byte, which is the fastest way to save a large log.</para>
/// </remarks>
/// <docker>docker logs</docker>
/// <example>
/// <para>Gets the last 20 lines.</para>
/// <code>Get-ContainerLog web -Tail 20</code>
/// </example>
/// <example>
/// <para>Gets what a container wrote to standard error in the last ten minutes.</para>
/// <code>Get-ContainerLog web -Stream StandardError -Since 10m</code>
/// </example>
/// <example>
/// <para>Waits for the first line that contains ready, then continues.</para>
/// <code>Get-ContainerLog web -Follow | Where-Object { $_ -match 'ready' } | Select-Object -First 1</code>
/// </example>
/// <example>
/// <para>Saves a log to a file.</para>
/// <code>Get-ContainerLog web -OutFile ./web.log</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "ContainerLog")]
[OutputType(typeof(string))]
public sealed class GetContainerLogCommand : ContainerTargetCmdlet
{
    /// <summary>The name of the view that shows the container of each line.</summary>
    const string NamedView = "DockerPS.ContainerLogLine";

    readonly List<Target> targets = [];

    /// <summary>The containers: names, wildcards, id prefixes, or container objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<ContainerReference>]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>Keeps returning new lines until the container exits; a restart does not end it.</summary>
    [Parameter]
    [Alias("f")]
    public SwitchParameter Follow { get; set; }

    /// <summary>Only the last lines, up to this number.</summary>
    [Parameter]
    [Alias("n")]
    [NumberTransformation("number of lines", 100)]
    [ValidateRange(0, long.MaxValue)]
    [Completions<NothingCompleter>]
    public long? Tail { get; set; }

    /// <summary>Only lines written since then: a date and time, an age such as <c>10m</c>, or seconds since 1970.</summary>
    [Parameter]
    [MomentTransformation]
    [Completions<MomentCompleter>]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only lines written until then: a date and time, an age such as <c>10m</c>, or seconds since 1970.</summary>
    [Parameter]
    [MomentTransformation]
    [Completions<MomentCompleter>]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Only standard output, or only standard error.</summary>
    [Parameter]
    public ContainerStream? Stream { get; set; }

    /// <summary>Begins each line with its timestamp, like <c>docker logs --timestamps</c>.</summary>
    [Parameter]
    [Alias("Timestamps", "t")]
    public SwitchParameter Timestamp { get; set; }

    /// <summary>Writes the log to this file, byte for byte, and returns nothing. An existing file is replaced.</summary>
    [Parameter]
    public string? OutFile { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync() => targets.AddRange(await ResolveAsync(Container));

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        if (OutFile is not null)
        {
            if (targets.Count > 1)
                throw new EngineException(
                    EngineError.Invalid,
                    new Subject("OutFile", OutFile),
                    $"-OutFile saves the log of one container, but {targets.Count} were given.");
            foreach (var target in targets)
                await GuardAsync(target, () => SaveAsync(target, FilePaths.ResolveLiteral(SessionState.Path, OutFile)));
        }
        else if (targets is [var only])
        {
            await GuardAsync(only, async () =>
            {
                var writer = new LineWriter(this, await ContainerName.OfAsync(only, StoppingToken), showsName: false);
                var containers = only.Client.Containers;
                await WriteAsync(
                    writer,
                    Follow
                        ? containers.FollowLogAsync(only.Key, Query, read: null, StoppingToken)
                        : containers.ReadLogAsync(only.Key, Query, StoppingToken));
            });
        }
        else if (targets.Count > 1)
        {
            await WriteManyAsync();
        }
    }

    /// <summary>Writes the existing lines in chronological order, then new lines as they arrive.</summary>
    async Task WriteManyAsync()
    {
        var found = new List<Target>();
        var writers = new List<LineWriter>();
        foreach (var target in targets)
        {
            // report every missing container before writing any lines of the others
            await GuardAsync(target, async () =>
            {
                writers.Add(
                    new LineWriter(this, (await target.Client.Containers.InspectAsync(target.Key, StoppingToken)).Name, showsName: Follow));
                found.Add(target);
            });
        }
        var sources = found.ConvertAll(static target => new LogOrigin(target.Client.Containers, target.Key));
        await foreach (var part in ContainerLogs.ReadAsync(sources, Query, Follow, StoppingToken))
        {
            foreach (var line in part.Lines)
                writers[part.Source].Write(line);
            if (part.Failure is { } failure)
                await GuardAsync(found[part.Source], () => Task.FromException(failure));
        }
    }

    LogQuery Query => new()
    {
        Tail = Tail,
        Since = Since,
        Until = Until,
        Stream = Stream,
        Timestamps = true,
    };

    static async Task WriteAsync(LineWriter writer, IAsyncEnumerable<IReadOnlyList<OutputLine>> log)
    {
        await foreach (var lines in log)
        {
            foreach (var line in lines)
                writer.Write(line);
        }
    }

    async Task SaveAsync(Target target, string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
            await using (file)
                await target.Client.Containers.CopyLogAsync(
                    target.Key,
                    Query with { Timestamps = Timestamp, Follow = Follow },
                    file,
                    StoppingToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineError.Failed, new Subject("ContainerLog", path), $"The log of container {target.Display} cannot be written to '{path}': {e.Message}", e);
        }
    }

    /// <summary>Writes the lines of one container as strings that know their origin.</summary>
    sealed class LineWriter(GetContainerLogCommand cmdlet, string name, bool showsName)
    {
        // all lines can share these objects, since their values cannot change
        readonly PSNoteProperty container = new("Container", name);
        readonly PSNoteProperty standardOutput = new("Stream", ContainerStream.StandardOutput);
        readonly PSNoteProperty standardError = new("Stream", ContainerStream.StandardError);

        public void Write(OutputLine line)
        {
            string text = cmdlet.Timestamp && line.Timestamp is { } time ? $"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ} {line.Text}" : line.Text;
            var stream = line.Stream == ContainerStream.StandardError ? standardError : standardOutput;
            var noted = NotedText.Make(text, container, stream, new PSNoteProperty("Timestamp", line.Timestamp?.LocalDateTime));
            if (showsName)
                noted.TypeNames.Insert(0, NamedView);
            cmdlet.WriteObject(noted);
        }
    }
}
