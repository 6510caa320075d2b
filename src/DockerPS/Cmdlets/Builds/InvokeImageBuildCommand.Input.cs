using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Engine;
using DockerPS.Piping;

namespace DockerPS.Cmdlets;

// the input of the build: folders, the text of a Dockerfile, a tar, or a URL
public sealed partial class InvokeImageBuildCommand
{
    readonly List<string> lines = [];
    PipedArchive? archive;
    bool pipesPaths;

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        if (MyInvocation.ExpectingInput && ParameterSetName != UriSet)
            await TryAsync(InputObject, () => TakeAsync(InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject));
        else
            await BuildNamedAsync();
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        if (archive is not null)
            await TryAsync("pipeline input", archive.FinishAsync);
        else if (lines.Count > 0)
            await BuildTextAsync(string.Join('\n', lines));
    }

    /// <summary>Handles pipeline input.</summary>
    async Task TakeAsync(object? input)
    {
        switch (input)
        {
            case string text when pipesPaths || (lines.Count == 0 && !HasContext && IsFolder(text)):
                // no line of a Dockerfile before FROM could be the name of a folder
                pipesPaths = true;
                await BuildFolderAsync(FilePaths.ResolveLiteral(SessionState.Path, text));
                break;
            case string text:
                RequireNoContent();
                lines.Add(text);
                break;
            case byte single:
                await OpenArchive().AddAsync(single);
                break;
            case var list when PipedBytes.From(list) is { } bytes:
                await OpenArchive().AddAsync(bytes);
                break;
            case Stream stream:
                await BuildArchiveAsync(stream);
                break;
            case FileInfo file:
                await using (var stream = file.OpenRead())
                    await BuildArchiveAsync(stream);
                break;
            case DirectoryInfo folder when !HasContext:
                await BuildFolderAsync(folder.FullName);
                break;
            case not null when MyInvocation.BoundParameters.ContainsKey(nameof(Path)):
                await BuildNamedAsync();
                break;
            default:
                throw new EngineException(
                    EngineError.Invalid,
                    new Subject("BuildContext", $"{input}"),
                    $"'{input}' cannot be built: expected a folder, the lines of a Dockerfile, or the bytes of a tar.");
        }
    }

    bool IsFolder(string text)
    {
        try
        {
            return text.Length > 0 && Directory.Exists(FilePaths.ResolveLiteral(SessionState.Path, text));
        }
        catch (EngineException)
        {
            // anything but a path is a line
            return false;
        }
    }

    /// <summary>Whether the build folder is given in addition to the pipeline input.</summary>
    bool HasContext => ParameterSetName == LiteralPathSet || MyInvocation.BoundParameters.ContainsKey(nameof(Path));

    async Task BuildNamedAsync()
    {
        if (Uri is not null)
            await BuildAsync(new RemoteSource(Uri.OriginalString) { DockerfileName = File });
        else if (DockerfileContent.Length > 0)
            await BuildTextAsync(string.Join('\n', DockerfileContent));
        else
            await ForEachFolderAsync(BuildFolderAsync);
    }

    async Task ForEachFolderAsync(Func<string, Task> build)
    {
        foreach (string path in LiteralPath)
            await TryAsync(path, () => build(FilePaths.ResolveLiteral(SessionState.Path, path)));
        if (ParameterSetName == LiteralPathSet)
            return;
        foreach (string path in Path)
        {
            await TryAsync(path, async () =>
            {
                foreach (string folder in FilePaths.Resolve(SessionState.Path, path))
                    await TryAsync(folder, () => build(folder));
            });
        }
    }

    Task BuildFolderAsync(string folder)
    {
        RequireNoContent();
        return BuildAsync(
            new FolderSource(folder) { Dockerfile = File is null ? null : FilePaths.ResolveLiteral(SessionState.Path, File) });
    }

    async Task BuildTextAsync(string text)
    {
        if (File is not null)
            await TryAsync(
                File,
                () =>
                    throw new EngineException(
                        EngineError.Invalid,
                        new Subject("Dockerfile", File),
                        "The Dockerfile is given both as text and as a file: expected either -File or its text."));
        else if (HasContext)
            await ForEachFolderAsync(folder => BuildAsync(new FolderSource(folder) { DockerfileText = text }));
        else
            await TryAsync(null, () => BuildAsync(new TextSource(text)));
    }

    PipedArchive OpenArchive() => archive ??= new PipedArchive(BuildArchiveAsync, StoppingToken);

    Task BuildArchiveAsync(Stream stream)
    {
        RequireNoContent();
        return HasContext
            ? throw new EngineException(
                EngineError.Invalid,
                new Subject("BuildContext"),
                "The files of the build come both from the pipeline and from a folder: expected one of them.")
            : BuildAsync(new ArchiveSource(stream) { DockerfileName = File });
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            archive?.Dispose();
        base.Dispose(disposing);
    }

    void RequireNoContent()
    {
        if (DockerfileContent.Length > 0 && MyInvocation.ExpectingInput)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Dockerfile"),
                "-DockerfileContent can be used with a folder given by -Path, or without one: expected no pipeline input.");
        }
    }
}
