using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Copies files and folders to, from and between containers.</summary>
/// <remarks>
/// <para>A path in a container is written CONTAINER:/path, where the container is a name, a wildcard or an id prefix. Everything else is a
/// path in this session, including one that begins with a drive of this session, such as Temp:/x. The containers need not be
/// running.</para>
/// <para>As with docker cp, if the destination is a folder, items are copied into it; otherwise the item is given the destination's name. A
/// source that ends with /. means the contents of the folder. A destination that ends with / must be a folder.</para>
/// <para>Modes and times are kept, except set-user-ID and set-group-ID bits on this machine. Files copied to this machine belong to you,
/// files copied into a container belong to its root user, and copies between containers keep their owners. A file appears under its name
/// only when it is complete. Memory use does not grow with the amount of data.</para>
/// <para>The last part of a source path in a container may be a wildcard; the engine then sends the whole folder, and items that do not
/// match are discarded.</para>
/// </remarks>
/// <docker>docker cp</docker>
/// <example>
/// <para>Copies a file out of a container into the current folder.</para>
/// <code>Copy-ContainerItem web:/etc/nginx/nginx.conf .</code>
/// </example>
/// <example>
/// <para>Copies the contents of a folder into all containers of an application.</para>
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

    /// <summary>
    /// What to copy: CONTAINER:/path, or paths in this session. Wildcards are allowed; in a container, only in the last part of the path.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [Completions<ContainerPathCompleter>]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// Paths in this session, taken literally: no character is a wildcard, and a colon does not separate a container name.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [Completions<ContainerPathCompleter>]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// The destination: CONTAINER:/path, or a path in this session. A container wildcard copies into every matching container.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [Completions<ContainerPathCompleter>]
    public string Destination { get; set; } = "";

    /// <summary>
    /// If a source is a symbolic link, copies the link's target instead of the link. Links inside folders are still copied as links.
    /// </summary>
    [Parameter]
    public SwitchParameter FollowLink { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        if (Destination == "-")
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Destination", Destination),
                "'-' is not a file or folder: nothing is copied to standard output. Use './-' for a file of this name.");
        }
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
                Skipped = problem => Post(() => WriteWarning($"{problem}. It is not copied.")),
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
                .. FindUnlisted(path).Select(static found => ((EngineClient?)null, found)),
            ];
        }
        var end = CopyEnd.InContainer(inside);
        int slash = end.Path.TrimEnd('/').LastIndexOf('/');
        string last = end.Path.TrimEnd('/')[(slash + 1)..];
        if (WildcardPattern.ContainsWildcardCharacters(end.Path))
        {
            if (WildcardPattern.ContainsWildcardCharacters(end.Path[..(slash + 1)]) || end.ContentOnly || end.MustBeFolder || FollowLink)
                throw new EngineException(
                    EngineError.Invalid,
                    new Subject("Source", path),
                    $"'{path}' has a wildcard where none is allowed: expected it in the last part of the path, without -FollowLink and "
                    + "with nothing after it.");
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

    /// <summary>PowerShell does not list files whose names are not UTF-8, so that a wildcard would miss them.</summary>
    IEnumerable<CopyEnd> FindUnlisted(string path)
    {
        int slash = path.LastIndexOfAny(['/', '\\']);
        if (!WildcardPattern.ContainsWildcardCharacters(path[(slash + 1)..]))
            return [];
        var pattern = Wildcard.Get(path[(slash + 1)..]);
        string parent = slash < 0 ? "." : path[..Math.Max(slash, 1)];
        try
        {
            return FilePaths.Resolve(SessionState.Path, parent).SelectMany(folder => CopyEnd.FindUnlisted(folder, pattern.IsMatch));
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            // a wildcard without a match is not an error
            return [];
        }
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

    /// <summary>Distinguishes a path in a container from one in the session as docker does, by the text before the first colon.</summary>
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
