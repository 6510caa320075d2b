using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>A cmdlet that reads Dockerfiles. It does not need an engine.</summary>
public abstract class DockerfileCmdlet : AsyncCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string ContentSet = "Content";

    readonly List<string> lines = [];
    bool hasContent;

    /// <summary>
    /// The Dockerfiles; wildcards are allowed, and a folder means the file <c>Dockerfile</c> in it. If omitted, the current location.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>The Dockerfiles, taken literally: no character is a wildcard. Files from the pipeline are bound here.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// The text of one Dockerfile, or its lines. All strings from the pipeline are lines of one file, so <c>Get-Content</c> works with and
    /// without -Raw.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ContentSet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [Completions<NothingCompleter>]
    public string[] Content { get; set; } = [];

    /// <summary>Processes a file, or the Dockerfile in a folder.</summary>
    protected abstract void ProcessFile(string path);

    /// <summary>Processes a text that has no path.</summary>
    protected abstract void ProcessText(string text);

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        switch (ParameterSetName)
        {
            case ContentSet:
                lines.AddRange(Content);
                hasContent = true;
                break;
            case LiteralPathSet:
                foreach (string path in LiteralPath)
                    await TryAsync(path, () => FilePaths.ResolveLiteral(SessionState.Path, path));
                break;
            default:
                foreach (string path in Path)
                    await ProcessAllAsync(path);
                break;
        }
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        if (hasContent)
            await TryAsync(null, () => Run(() => ProcessText(string.Join('\n', lines))));
    }

    async Task ProcessAllAsync(string pattern) => await TryAsync(pattern, async () =>
    {
        foreach (string path in FilePaths.Resolve(SessionState.Path, pattern))
            await TryAsync(path, () => path);
    });

    Task<bool> TryAsync(string target, Func<string> resolve) => TryAsync(target, () => Run(() => ProcessFile(resolve())));

    static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
