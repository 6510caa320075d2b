using System.IO.Compression;
using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Formatting;
using DockerPS.Kinds;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Writes images to files: all to one, or each to one of its own.</summary>
/// <remarks>
/// <para>Writes images, with their names and all that they are built on, to one file, which Import-Image and <c>docker load</c> take. Where
/// -Path is a folder, each gets a file of its own there, named after it: <c>registry.example.com:5000/team/app:1.4</c> becomes
/// <c>registry.example.com_5000_team_app_1.4.tar</c>. A repository without a tag means all its tags.</para>
/// <para>A file whose name ends with .gz, .tgz, .zst or .tzst is compressed accordingly, and -Compression says it for a folder. Zstandard
/// needs a PowerShell on .NET 11.</para>
/// <para>It is written as it comes: the memory stays the same however large it is. A file has its name when it is whole: what fails or is
/// stopped leaves the file as it was.</para>
/// </remarks>
/// <docker>docker save</docker>
/// <example>
/// <para>Writes two images to one compressed file.</para>
/// <code>Export-Image team/app:1.4, postgres:16 -Path ./release.tar.gz</code>
/// </example>
/// <example>
/// <para>Writes each image of a repository to a file of its own.</para>
/// <code>Get-Image team/app | Export-Image -Path ~/backup -Compression Gzip</code>
/// </example>
/// <example>
/// <para>Copies an image to another engine.</para>
/// <code>Export-Image team/app:1.4 -Path ./app.tar | Import-Image -Engine ssh://admin@build.example.com</code>
/// </example>
[Cmdlet(VerbsData.Export, "Image", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportImageCommand : ImageTargetCmdlet
{
    readonly List<ImageReference> references = [];
    readonly HashSet<string> written = [];

    /// <summary>The images: names, wildcards, beginnings of ids, image objects, or containers, which stand for their images.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<ImageReference>]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>
    /// The file that gets all images, or a folder that gets a file for each. The current folder when left out. A file that exists is
    /// replaced.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>How the files are compressed; when left out, as the name of the file says, and in a folder not at all.</summary>
    [Parameter]
    public ArchiveCompression? Compression { get; set; }

    /// <summary>How much work goes into the compression.</summary>
    [Parameter]
    public CompressionLevel CompressionLevel { get; set; } = CompressionLevel.Optimal;

    /// <summary>Only what is for this platform, such as <c>linux/arm64</c>, of images that the engine keeps for several.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <summary>Also replaces a file that is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Refuses to replace a file that exists.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <inheritdoc />
    protected override Task ProcessAsync()
    {
        references.AddRange(Image);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        string path = FilePaths.ResolveLiteral(SessionState.Path, Path);
        bool isFolder = Directory.Exists(path);
        var compression = Compression ?? (isFolder ? ArchiveCompression.None : ArchiveFormat.OfName(path));
        ArchiveFormat.Require(compression);
        var (images, isAll) = await TryFindAsync(references);
        if (isFolder)
        {
            foreach (var image in images)
                await TryAsync(
                    image.Name,
                    () =>
                        ExportAsync(
                            [image],
                            System.IO.Path.Combine(path, FileNameOf(image) + ArchiveFormat.ExtensionOf(compression)),
                            compression));
        }
        // one file of which something is missing would be taken for whole
        else if (isAll && images.Count > 0)
            await TryAsync(Path, () => ExportAsync(images, path, compression));
    }

    async Task ExportAsync(IReadOnlyList<Image> images, string file, ArchiveCompression compression)
    {
        if (images.Select(static image => image.Engine).Distinct().Count() > 1)
            throw new EngineException(EngineError.Invalid, new Subject("File", file), "The images are on several engines, and a file is written by one: expected a folder as -Path, or images of one engine.");
        if (!written.Add(file))
            throw new EngineException(EngineError.Invalid, new Subject("File", file), $"Another image is written to {file} already; export it by itself, to another file.");
        FilePaths.CheckReplaceable(file, NoClobber, Force);
        string names = string.Join(", ", images.Select(Kind.NameOf));
        if (!ShouldProcess(file, $"Export {names}"))
            return;
        using var progress = new TransferProgress(
            this,
            $"Exporting {Cell.Shorten(names, 60)}",
            expected: images.DistinctBy(static image => image.Id).Sum(static image => image.Size));
        var target = new ArchiveTarget(file, compression, CompressionLevel);
        await GetClient(images[0]).Images.SaveAsync(
            [.. images.Select(static image => image.Name)],
            target,
            Platform,
            progress,
            StoppingToken);
        WriteObject(FilePaths.Get(this, file));
    }

    static string FileNameOf(Image image) => FilePaths.ToFileName(
        image.Repository is null ? Cell.ShortId(image.Id)
        : image.Tag is null ? $"{image.Repository}_{Cell.ShortId(image.Id)}"
        : image.Name);
}
