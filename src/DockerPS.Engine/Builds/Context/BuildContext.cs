using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// What a build sends to the engine: the files of a folder except those that <c>.dockerignore</c> excludes, and the Dockerfile.
/// </summary>
sealed class BuildContext
{
    const string IgnoreFile = ".dockerignore";

    /// <summary>The default name of a Dockerfile.</summary>
    public const string DefaultDockerfile = "Dockerfile";

    BuildContext(string folder, string dockerfile)
    {
        Folder = folder;
        Dockerfile = dockerfile;
    }

    /// <summary>The folder, with links in its path resolved.</summary>
    public string Folder { get; }

    /// <summary>Where the Dockerfile is on this machine, or its name if its text was given.</summary>
    public string Dockerfile { get; }

    /// <summary>
    /// The text of the Dockerfile if it is sent instead of the file: because it was given, or had to be converted to UTF-8.
    /// </summary>
    public string? DockerfileText { get; init; }

    /// <summary>The name of the Dockerfile in the context that is sent.</summary>
    public required string DockerfileName { get; init; }

    /// <summary>Whether the Dockerfile is elsewhere and is added to the context.</summary>
    public bool AddsDockerfile { get; init; }

    /// <summary>The rules for what is excluded.</summary>
    public required IgnoreRules Rules { get; init; }

    /// <summary>The rules as in the file, without the exceptions for files that are always sent.</summary>
    IgnoreRules FileRules { get; init; } = IgnoreRules.None;

    /// <summary>Whether the builder itself hides from the build the files that only it reads.</summary>
    bool BuilderHidesItsFiles { get; init; }

    /// <summary>Finds the Dockerfile and reads the ignore rules; nothing else is read yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="dockerfile">The Dockerfile; null for <c>Dockerfile</c> in the folder.</param>
    /// <param name="isClassic">Whether it is for the classic builder.</param>
    /// <param name="text">The text of the Dockerfile, instead of a file; null if there is none.</param>
    /// <param name="cancellationToken">Stops waiting for a Dockerfile that is a pipe.</param>
    public static BuildContext Open(
        string folder,
        string? dockerfile,
        bool isClassic,
        string? text = null,
        CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? new EngineException(
                    EngineError.Invalid,
                    new Subject("BuildContext", folder),
                    $"The build context must be a folder, but {folder} is a file.")
                : new EngineException(
                    EngineError.NotFound,
                    new Subject("BuildContext", folder),
                    $"There is no folder {folder} to build from.");
        }
        string root = RealPath.Of(folder);
        string ofFolder = Path.Combine(root, IgnoreFile);
        if (text is not null)
            return Open(root, DefaultDockerfile, relative: null, text, IgnoreRules.Read(ofFolder), isClassic);
        string found = FindDockerfile(root, dockerfile);
        string real = RealPath.Of(found);
        string relative = Path.GetRelativePath(root, real).Replace(Path.DirectorySeparatorChar, '/');
        bool isOutside = relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative);
        var rules = IgnoreRules.Read(found + IgnoreFile) ?? IgnoreRules.Read(ofFolder);
        // a builder only reads UTF-8, and a pipe can only be read once
        string? converted = !LocalFile.HasLength(found) || IsUtf16(real) ? ReadText(found, cancellationToken) : null;
        return Open(root, real, isOutside || converted is not null ? null : relative, converted, rules, isClassic);
    }

    static BuildContext Open(string root, string dockerfile, string? relative, string? text, IgnoreRules? rules, bool isClassic)
    {
        rules ??= IgnoreRules.None;
        string name = relative ?? (text is null ? NameFor(dockerfile) : NameFor(Encoding.UTF8.GetBytes(text)));
        return new BuildContext(root, dockerfile)
        {
            DockerfileName = name,
            DockerfileText = text,
            AddsDockerfile = relative is null,
            FileRules = rules,
            Rules = isClassic ? rules.Except(name, IgnoreFile) : rules.Except(name),
            BuilderHidesItsFiles = isClassic,
        };
    }

    /// <summary>The text of the Dockerfile.</summary>
    public string ReadDockerfile(CancellationToken cancellationToken) => DockerfileText ?? ReadText(Dockerfile, cancellationToken);

    /// <summary>
    /// The items to send, with each folder before its contents. Names are in the same order everywhere, so that equal folders are sent in
    /// the same way.
    /// </summary>
    public IEnumerable<FileEntry> Walk() => Survey().Where(static found => found.IsSent).Select(static found => found.Entry);

    /// <summary>
    /// The same, including all ignored items and the line that decided it. An ignored folder is searched only if a line could include some
    /// of its contents again.
    /// </summary>
    public IEnumerable<SurveyedEntry> Survey() =>
        Survey("", Rules, null, [], static _ => true)
            .Where(found => !(RewritesIgnoreFile && found.Entry.Path == IgnoreFile))
            .Concat(Added().Select(static entry => new SurveyedEntry(entry, IsSent: true, null)));

    /// <summary>What a session offers: the same without the Dockerfile, which the builder requests separately.</summary>
    /// <param name="enters">Whether a folder has to be searched.</param>
    public IEnumerable<FileEntry> WalkFiles(Func<string, bool> enters) =>
        Survey("", FileRules, null, [], enters).Where(static found => found.IsSent).Select(static found => found.Entry);

    /// <summary>The Dockerfile for a session: with the current time, so that the builder never mistakes it for an earlier one.</summary>
    public FileEntry GetDockerfile(string name) =>
        DockerfileText is null
            ? FileEntry.OfFile(name, Dockerfile) with { Modified = DateTime.UtcNow }
            : FileEntry.OfText(name, DockerfileText);

    /// <summary>
    /// The classic builder removes the files listed in .dockerignore from the build, so the added Dockerfile has to be listed there.
    /// </summary>
    bool RewritesIgnoreFile => AddsDockerfile && BuilderHidesItsFiles;

    IEnumerable<FileEntry> Added()
    {
        if (!AddsDockerfile)
            yield break;
        yield return DockerfileText is null
            ? FileEntry.OfFile(DockerfileName, Dockerfile)
            : FileEntry.OfText(DockerfileName, DockerfileText);
        if (!RewritesIgnoreFile)
            yield break;
        string own = Path.Combine(Folder, IgnoreFile);
        string lines = File.Exists(own) ? File.ReadAllText(own) : IgnoreFile;
        yield return FileEntry.OfText(IgnoreFile, $"{lines}\n{DockerfileName}\n");
    }

    IEnumerable<SurveyedEntry> Survey(
        string folder,
        IgnoreRules rules,
        bool[]? parentFits,
        List<SurveyedEntry> waiting, Func<string, bool> enters)
    {
        foreach (var entry in FileEntry.ReadFolder(Folder, folder))
        {
            bool[] fits = rules.Match(entry.Path, parentFits, out var decider);
            bool isIgnored = decider is { IsException: false };
            bool isFolder = entry.Kind == FileEntryKind.Folder;
            var found = new SurveyedEntry(entry, !isIgnored, decider);
            if (isIgnored && !(isFolder && rules.MayTakeBackIn(entry.Path)))
            {
                yield return found;
                continue;
            }
            waiting.Add(found);
            if (!isIgnored)
            {
                // an ignored folder is sent only if something in it is sent
                foreach (var next in waiting)
                    yield return next with { IsSent = true };
                waiting.Clear();
            }
            if (isFolder && enters(entry.Path))
            {
                foreach (var below in Survey(entry.Path, rules, fits, waiting, enters))
                    yield return below;
            }
            if (waiting.Remove(found))
                yield return found;
        }
    }

    static string FindDockerfile(string root, string? dockerfile)
    {
        string path = dockerfile ?? Path.Combine(root, DefaultDockerfile);
        if (dockerfile is null && !File.Exists(path) && Path.Combine(root, "dockerfile") is var lower && File.Exists(lower))
            return lower;
        if (File.Exists(path))
            return path;
        string inContext = Path.Combine(root, Path.GetFileName(path));
        throw new EngineException(EngineError.NotFound, new Subject("Dockerfile", path), $"There is no Dockerfile at {path}.")
        {
            // one that was already reported is not reported again
            Cause = dockerfile is null
                ? EngineCause.DockerfileMissing
                : File.Exists(inContext)
                ? EngineCause.DockerfileInContext
                : EngineCause.Unknown,
            Involved = [inContext],
        };
    }

    /// <summary>A unique name that stays the same for the same content, so that a cached COPY of the whole context remains valid.</summary>
    static string NameFor(string dockerfile)
    {
        using var file = LocalFile.OpenRead(dockerfile);
        return ToName(SHA256.HashData(file));
    }

    static string NameFor(byte[] dockerfile) => ToName(SHA256.HashData(dockerfile));

    static string ToName(byte[] hash) => ".dockerfile." + Convert.ToHexString(hash)[..20].ToLowerInvariant();

    /// <summary>Whether the first two bytes of a file indicate UTF-16, which Windows editors may write.</summary>
    static bool IsUtf16(string path)
    {
        using var file = LocalFile.OpenRead(path);
        int first = file.ReadByte();
        return (first, file.ReadByte()) is (0xff, 0xfe) or (0xfe, 0xff);
    }

    static string ReadText(string path, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(new MemoryStream(LocalFile.ReadAll(path, LocalFile.MostText, cancellationToken)));
        return reader.ReadToEnd();
    }
}

/// <summary>An item in a folder, and what happens to it.</summary>
/// <param name="Entry">The file, folder or link.</param>
/// <param name="IsSent">Whether it is sent.</param>
/// <param name="Decider">The line that decided it; null if none matches.</param>
readonly record struct SurveyedEntry(FileEntry Entry, bool IsSent, IgnorePattern? Decider);
