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

/// <summary>Exports images to files: all to one, or each to its own.</summary>
/// <remarks>
/// <para>Writes images, with their names and all their layers, to one file that Import-Image and <c>docker load</c> can read. If -Path is a
/// folder, each image gets its own file there, named after the image: <c>registry.example.com:5000/team/app:1.4</c> becomes
/// <c>registry.example.com_5000_team_app_1.4.tar</c>. A repository without a tag means all its tags.</para>
/// <para>A file whose name ends with .gz, .tgz, .zst or .tzst is compressed accordingly; for a folder, use -Compression. Zstandard requires
/// PowerShell on .NET 11.</para>
/// <para>The archive is written as it arrives, so memory use does not depend on its size. A file appears only when it is complete; if the
/// export fails or is stopped, an existing file is left unchanged.</para>
/// </remarks>
/// <docker>docker save</docker>
/// <example>
/// <para>Exports two images to one compressed file.</para>
/// <code>Export-Image team/app:1.4, postgres:16 -Path ./release.tar.gz</code>
/// </example>
/// <example>
/// <para>Exports each image of a repository to its own file.</para>
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

    /// <summary>The images: names, wildcards, id prefixes, image objects, or containers, which mean their images.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<ImageReference>]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>
    /// The file for all images, or a folder that gets a file for each image. If omitted, the current folder. An existing file is replaced.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>How the files are compressed. If omitted, the file name decides; in a folder, files are not compressed.</summary>
    [Parameter]
    public ArchiveCompression? Compression { get; set; }

    /// <summary>The compression level.</summary>
    [Parameter]
    public CompressionLevel CompressionLevel { get; set; } = CompressionLevel.Optimal;

    /// <summary>For multi-platform images, only this platform, such as <c>linux/arm64</c>.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <summary>Also replaces a read-only file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not replace an existing file.</summary>
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
        // an incomplete file would be mistaken for a complete one
        else if (isAll && images.Count > 0)
            await TryAsync(Path, () => ExportAsync(images, path, compression));
    }

    async Task ExportAsync(IReadOnlyList<Image> images, string file, ArchiveCompression compression)
    {
        if (images.Select(static image => image.Engine).Distinct().Count() > 1)
            throw new EngineException(
                EngineError.Invalid,
                new Subject("File", file),
                "The images are on several engines, but a file is written by one engine: expected a folder as -Path, or images from one "
                + "engine.");
        if (!written.Add(file))
            throw new EngineException(
                EngineError.Invalid,
                new Subject("File", file),
                $"Another image has already been written to {file}; export this one separately, to another file.");
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
