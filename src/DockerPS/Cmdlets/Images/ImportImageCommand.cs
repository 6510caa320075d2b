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
/// <para>By default, loads the images from an archive written by Export-Image or <c>docker save</c>, under the names stored in it. With
/// -RootFileSystem, creates one image without a history from the files in a tar, which may be on this machine or, with -Uri, at an address
/// that the engine downloads from.</para>
/// <para>Archives are sent as they are read, so memory use does not depend on their size. The engine unpacks archives compressed with gzip,
/// bzip2 or xz. Engines since version 23 also unpack zstd; for older ones it is unpacked here if PowerShell runs on .NET 11.</para>
/// </remarks>
/// <docker>docker load, docker import</docker>
/// <example>
/// <para>Loads the images from an archive.</para>
/// <code>Import-Image ./app.tar.gz</code>
/// </example>
/// <example>
/// <para>Loads the images from all archives in a folder.</para>
/// <code>Import-Image ~/backup/*.tar*</code>
/// </example>
/// <example>
/// <para>Creates an image from the files in a tar, with a command to run.</para>
/// <code>Import-Image ./rootfs.tar -RootFileSystem -Tag base:1 -Change 'CMD ["/bin/sh"]', 'ENV LANG=C.UTF-8'</code>
/// </example>
/// <example>
/// <para>Creates an image from files that the engine downloads.</para>
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

    /// <summary>The files, taken literally: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralArchiveSet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralFilesSet)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The http or https address of a tar of files, which the engine downloads itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [Completions<NothingCompleter>]
    public Uri? Uri { get; set; }

    /// <summary>Creates an image from the files in the tar, instead of loading images from it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FilesSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralFilesSet)]
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter RootFileSystem { get; set; }

    /// <summary>The names of the image: <c>repository:tag</c>, or <c>repository</c> for the tag <c>latest</c>.</summary>
    [Parameter(Position = 1, ParameterSetName = FilesSet)]
    [Parameter(Position = 1, ParameterSetName = LiteralFilesSet)]
    [Parameter(Position = 1, ParameterSetName = UriSet)]
    [Completions<ImageCompleter>]
    public string[] Tag { get; set; } = [];

    /// <summary>
    /// Dockerfile instructions that change the image's settings, such as <c>CMD ["/bin/sh"]</c> or <c>ENV NAME=value</c>.
    /// </summary>
    [Parameter(ParameterSetName = FilesSet)]
    [Parameter(ParameterSetName = LiteralFilesSet)]
    [Parameter(ParameterSetName = UriSet)]
    [Completions<NothingCompleter>]
    public string[] Change { get; set; } = [];

    /// <summary>A commit message, stored in the image.</summary>
    [Parameter(ParameterSetName = FilesSet)]
    [Parameter(ParameterSetName = LiteralFilesSet)]
    [Parameter(ParameterSetName = UriSet)]
    [Completions<NothingCompleter>]
    public string? Message { get; set; }

    /// <summary>
    /// With -RootFileSystem, the platform of the files, such as <c>linux/arm64</c>; if omitted, the engine's own. Otherwise, loads only
    /// this platform of multi-platform images in the archive.
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
