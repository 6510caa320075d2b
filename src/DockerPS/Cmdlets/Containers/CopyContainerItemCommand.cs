using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Copies files and folders from, to and between containers.</summary>
/// <remarks>
/// <para>A path in a container is written CONTAINER:/path; the container is a name, a wildcard or the beginning of an id. Everything else
/// is a path of this session. The containers may run or not. A path with a drive of this session in front, such as Temp:/x, is one of the
/// session.</para>
/// <para>As with docker cp: what is copied goes into a destination that is a folder, and else gets its name. A source that ends with /.
/// stands for what is in the folder. A destination that ends with / has to be a folder.</para>
/// <para>Modes and times are kept, but for set-user-ID and set-group-ID on this machine. What comes here belongs to you, what goes into a
/// container to its root user; between containers owners are kept. Each file has its name when it is whole. Memory stays the same however
/// much is copied.</para>
/// <para>The last part of a source in a container may be a wildcard: the engine then sends the whole folder, of which what does not fit is
/// thrown away.</para>
/// </remarks>
/// <docker>docker cp</docker>
/// <example>
/// <para>Copies a file out of a container, into the current folder.</para>
/// <code>Copy-ContainerItem web:/etc/nginx/nginx.conf .</code>
/// </example>
/// <example>
/// <para>Copies what is in a folder into all containers of an application.</para>
/// <code>Copy-ContainerItem ./html/. 'web-*:/usr/share/nginx/html'</code>
/// </example>
/// <example>
/// <para>Copies the logs of a container.</para>
/// <code>Copy-ContainerItem 'web:/var/log/nginx/*.log' ./logs</code>
/// </example>
[Cmdlet(VerbsCommon.Copy, "ContainerItem", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(void))]
public sealed class CopyContainerItemCommand : ContainerTargetCmdlet
{
    const string PathSet = "Path";
    const string LiteralPathSet = "LiteralPath";

    /// <summary>What to copy: CONTAINER:/path, or paths of this session. Wildcards are allowed, in a container in the last part.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [Completions<ContainerPathCompleter>]
    public string[] Path { get; set; } = [];

    /// <summary>Paths of this session, taken as they stand: no character is a wildcard, and no colon names a container.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [Completions<ContainerPathCompleter>]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Where to: CONTAINER:/path, or a path of this session. A wildcard for the container copies into each that it fits.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [Completions<ContainerPathCompleter>]
    public string Destination { get; set; } = "";

    /// <summary>Copies what a source leads to that is a symbolic link, in place of the link. Links in folders stay links.</summary>
    [Parameter]
    public SwitchParameter FollowLink { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        foreach (string path in Path)
        {
            await TryAsync(path, async () =>
            {
                foreach (var (client, source) in await FindSourcesAsync(path))
                    await CopyAsync(client, source);
            });
        }
        foreach (string path in LiteralPath)
            await TryAsync(path, () => CopyAsync(null, CopyEnd.OnThisMachine(path, FilePaths.ResolveLiteral(SessionState.Path, path))));
    }

    async Task CopyAsync(EngineClient? client, CopyEnd source)
    {
        foreach (var (owner, destination) in await FindDestinationsAsync())
        {
            if (source.Container is null && destination.Container is null)
                throw new EngineException(EngineError.Invalid, new Subject("Destination", Destination), $"Neither {source} nor {destination} is in a container; expected one of them as CONTAINER:/path.");
            if (!ShouldProcess(destination.ToString(), $"Copy {source}"))
                continue;
            using var progress = new TransferProgress(
                this,
                $"Copying {source}",
                expected: source.Container is null && File.Exists(source.Path) ? new FileInfo(source.Path).Length : null);
            var options = new CopyOptions
            {
                FollowLink = FollowLink,
                Progress = progress,
                Skipped = name => Post(() => WriteWarning($"{name} is not copied: it is a device or a socket.")),
            };
            await TryAsync(source.ToString(), () => (client ?? owner)!.Files.CopyAsync(source, destination, options, StoppingToken));
        }
    }

    async Task<IReadOnlyList<(EngineClient? Client, CopyEnd End)>> FindSourcesAsync(string path)
    {
        if (!TrySplit(path, out string container, out string inside))
        {
            string literal = WildcardPattern.ContainsWildcardCharacters(path) ? "" : path;
            return
            [
                .. FilePaths.Resolve(SessionState.Path, path).Select(found => ((EngineClient?)null, CopyEnd.OnThisMachine(literal, found))),
            ];
        }
        var end = CopyEnd.InContainer(inside);
        int slash = end.Path.TrimEnd('/').LastIndexOf('/');
        string last = end.Path.TrimEnd('/')[(slash + 1)..];
        if (WildcardPattern.ContainsWildcardCharacters(end.Path))
        {
            if (WildcardPattern.ContainsWildcardCharacters(end.Path[..(slash + 1)]) || end.ContentOnly || end.MustBeFolder || FollowLink)
                throw new EngineException(EngineError.Invalid, new Subject("Source", path), $"'{path}' has a wildcard where none can be: expected it in the last part, without -FollowLink and with nothing behind it.");
            var pattern = Wildcard.Get(last, WildcardOptions.None);
            end = end with { Path = slash <= 0 ? "/" : end.Path[..slash], Wanted = pattern.IsMatch };
        }
        end = end with { Path = WildcardPattern.Unescape(end.Path) };
        return
        [
            .. (await ResolveAsync([new ContainerReference(container)])).Select(
                target => ((EngineClient?)target.Client, end with { Container = target.Display })),
        ];
    }

    async Task<IReadOnlyList<(EngineClient? Client, CopyEnd End)>> FindDestinationsAsync()
    {
        if (!TrySplit(Destination, out string container, out string inside))
            return [(null, CopyEnd.OnThisMachine(Destination, FilePaths.ResolveLiteral(SessionState.Path, Destination)))];
        var end = CopyEnd.InContainer(inside);
        return
        [
            .. (await ResolveAsync([new ContainerReference(container)])).Select(
                target => ((EngineClient?)target.Client, end with { Container = target.Display })),
        ];
    }

    /// <summary>Tells a path in a container from one of the session, as docker does: by what stands before the first colon.</summary>
    bool TrySplit(string path, out string container, out string inside)
    {
        int colon = path.IndexOf(':');
        container = colon > 0 ? path[..colon] : "";
        inside = colon > 0 ? path[(colon + 1)..] : "";
        if (colon <= 1 || inside.StartsWith(':') || path[0] is '.' or '/' or '\\' or '~' || container.AsSpan().IndexOfAny('/', '\\') >= 0)
            return false;
        string drive = container;
        return !SessionState.Drive.GetAll().Any(known => known.Name.Equals(drive, StringComparison.OrdinalIgnoreCase));
    }
}
