using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Imports images from files: archives that docker save wrote, or root file systems.</summary>
/// <remarks>
/// <para>Without -RootFileSystem, loads the images of an archive that Export-Image or <c>docker save</c> wrote, under the names that they
/// have in it. With -RootFileSystem, makes one image of the files of a tar, which has no history; the tar may be on this machine, or with
/// -Uri where the engine fetches it.</para>
/// <para>Archives are sent as they are read: the memory stays the same however large they are. Those that are compressed with gzip, bzip2
/// or xz are unpacked by the engine, and those with zstd by engines since version 23, else here where PowerShell runs on .NET 11.</para>
/// </remarks>
/// <docker>docker load, docker import</docker>
/// <example>
/// <para>Loads the images of an archive.</para>
/// <code>Import-Image ./app.tar.gz</code>
/// </example>
/// <example>
/// <para>Loads those of all archives in a folder.</para>
/// <code>Import-Image ~/backup/*.tar*</code>
/// </example>
/// <example>
/// <para>Makes an image of the files of a tar, with a command to run.</para>
/// <code>Import-Image ./rootfs.tar -RootFileSystem -Tag base:1 -Change 'CMD ["/bin/sh"]', 'ENV LANG=C.UTF-8'</code>
/// </example>
/// <example>
/// <para>Makes an image of files that the engine fetches.</para>
/// <code>Import-Image -Uri https://example.com/rootfs.tar.gz -Tag base:2</code>
/// </example>
[Cmdlet(VerbsData.Import, "Image", SupportsShouldProcess = true, DefaultParameterSetName = ArchiveSet)]
[OutputType(typeof(Image))]
public sealed class ImportImageCommand : EngineCmdlet
{
    const string ArchiveSet = "Archive";
    const string LiteralArchiveSet = "LiteralArchive";
    const string FilesSet = "RootFileSystem";
    const string LiteralFilesSet = "LiteralRootFileSystem";
    const string UriSet = "Uri";

    /// <summary>The files; wildcards are allowed.</summary>
    [
        Parameter(
            Mandatory = true,
            Position = 0,
            ValueFromPipeline = true,
            ValueFromPipelineByPropertyName = true,
            ParameterSetName = ArchiveSet),
    ]
    [
        Parameter(
            Mandatory = true,
            Position = 0,
            ValueFromPipeline = true,
            ValueFromPipelineByPropertyName = true,
            ParameterSetName = FilesSet),
    ]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken as they stand: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralArchiveSet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralFilesSet)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The http or https address of a tar of files, which the engine fetches by itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    public Uri? Uri { get; set; }

    /// <summary>Makes an image of the files of the tar, in place of loading images from it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FilesSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralFilesSet)]
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter RootFileSystem { get; set; }

    /// <summary>The names that the image gets: <c>repository:tag</c>, or <c>repository</c> for the tag <c>latest</c>.</summary>
    [Parameter(Position = 1, ParameterSetName = FilesSet)]
    [Parameter(Position = 1, ParameterSetName = LiteralFilesSet)]
    [Parameter(Position = 1, ParameterSetName = UriSet)]
    [Completions<ImageCompleter>]
    public string[] Tag { get; set; } = [];

    /// <summary>
    /// Instructions of a Dockerfile that set what a container of it runs, such as <c>CMD ["/bin/sh"]</c> or <c>ENV NAME=value</c>.
    /// </summary>
    [Parameter(ParameterSetName = FilesSet)]
    [Parameter(ParameterSetName = LiteralFilesSet)]
    [Parameter(ParameterSetName = UriSet)]
    public string[] Change { get; set; } = [];

    /// <summary>A message that the image records.</summary>
    [Parameter(ParameterSetName = FilesSet)]
    [Parameter(ParameterSetName = LiteralFilesSet)]
    [Parameter(ParameterSetName = UriSet)]
    public string? Message { get; set; }

    /// <summary>
    /// With -RootFileSystem, the platform of the files, such as <c>linux/arm64</c>; the engine's own when left out. Without it, loads only
    /// what is for this platform, of images that the archive holds for several.
    /// </summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        if (Uri is not null)
            await TryAsync(
                Uri,
                () =>
                    MakeAsync(
                        Uri.OriginalString,
                        (client, options, progress) => client.Images.ImportAsync(Uri, options, progress, StoppingToken)));
        foreach (string path in Path)
        {
            await TryAsync(path, async () =>
            {
                foreach (string file in FilePaths.Resolve(SessionState.Path, path))
                    await TryAsync(file, () => ImportAsync(file));
            });
        }
        foreach (string path in LiteralPath)
            await TryAsync(path, () => ImportAsync(FilePaths.ResolveLiteral(SessionState.Path, path)));
    }

    async Task ImportAsync(string file)
    {
        if (RootFileSystem)
        {
            await MakeAsync(file, (client, options, progress) => client.Images.ImportAsync(file, options, progress, StoppingToken));
            return;
        }
        if (!ShouldProcess(file, "Load images"))
            return;
        using var progress = new TransferProgress(this, $"Importing {System.IO.Path.GetFileName(file)}");
        await WriteAllAsync(await GetClient().Images.LoadAsync(file, Platform, progress, StoppingToken));
    }

    async Task MakeAsync(string source, Func<EngineClient, ImportOptions, TransferProgress, Task<string>> import)
    {
        ImageName[] names = Array.ConvertAll(Tag, static tag => ImageNames.ParseTag(tag).WithDefaultTag());
        if (!ShouldProcess(source, "Import image"))
            return;
        var client = GetClient();
        var options = new ImportOptions
        {
            Name = names.Length > 0 ? names[0] : null,
            Changes = Change,
            Message = Message,
            Platform = Platform,
        };
        string id;
        using (var progress = new TransferProgress(this, $"Importing {System.IO.Path.GetFileName(source)}"))
            id = await import(client, options, progress);
        foreach (var name in names.Skip(1))
            await client.Images.TagAsync(id, name, StoppingToken);
        await WriteAllAsync(names.Length == 0 ? [id] : Array.ConvertAll(names, static name => name.ToString()));
    }

    async Task WriteAllAsync(IEnumerable<string> images)
    {
        foreach (string image in images)
            WriteObject(await GetClient().Images.GetAsync(image, StoppingToken));
    }
}
