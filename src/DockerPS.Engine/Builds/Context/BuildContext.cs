using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// What a build sends to the engine: the files of a folder but those that <c>.dockerignore</c> leaves out, and the Dockerfile.
/// </summary>
sealed class BuildContext
{
    const string IgnoreFile = ".dockerignore";

    /// <summary>What a Dockerfile is called where nobody says otherwise.</summary>
    public const string DefaultDockerfile = "Dockerfile";

    BuildContext(string folder, string dockerfile)
    {
        Folder = folder;
        Dockerfile = dockerfile;
    }

    /// <summary>The folder, without links on the way to it.</summary>
    public string Folder { get; }

    /// <summary>Where the Dockerfile is on this machine, or what to call it when its text was given.</summary>
    public string Dockerfile { get; }

    /// <summary>
    /// The text of the Dockerfile, when it is sent in place of the file: what was given, or what had to be converted to UTF-8.
    /// </summary>
    public string? DockerfileText { get; init; }

    /// <summary>What the Dockerfile is called in what is sent.</summary>
    public required string DockerfileName { get; init; }

    /// <summary>Whether the Dockerfile lies elsewhere, and is added to what is sent.</summary>
    public bool AddsDockerfile { get; init; }

    /// <summary>What is left out.</summary>
    public required IgnoreRules Rules { get; init; }

    /// <summary>The same as the file has it, without what is sent all the same.</summary>
    IgnoreRules FileRules { get; init; } = IgnoreRules.None;

    /// <summary>Whether the files that only the builder reads are hidden from the build by the builder itself.</summary>
    bool BuilderHidesItsFiles { get; init; }

    /// <summary>Finds the Dockerfile and reads the rules; nothing else is read yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="dockerfile">The Dockerfile; null for <c>Dockerfile</c> in the folder.</param>
    /// <param name="isClassic">Whether the classic builder is to read it.</param>
    /// <param name="text">The text of the Dockerfile, in place of any file; null when there is none.</param>
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
        // a builder reads UTF-8 only, and what is a pipe can be read once
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
    /// What is sent, folders before what is in them. Names come in one order everywhere, so that equal folders are sent equally.
    /// </summary>
    public IEnumerable<FileEntry> Walk() => Survey().Where(static found => found.IsSent).Select(static found => found.Entry);

    /// <summary>
    /// The same with all that is left out, and the line that decided it. What is in an ignored folder is looked at only where a line may
    /// take it back in.
    /// </summary>
    public IEnumerable<SurveyedEntry> Survey() =>
        Survey("", Rules, null, [], static _ => true)
            .Where(found => !(RewritesIgnoreFile && found.Entry.Path == IgnoreFile))
            .Concat(Added().Select(static entry => new SurveyedEntry(entry, IsSent: true, null)));

    /// <summary>What a session offers: the same without the Dockerfile, which the builder gets by itself.</summary>
    /// <param name="enters">Whether a folder has to be looked into.</param>
    public IEnumerable<FileEntry> WalkFiles(Func<string, bool> enters) =>
        Survey("", FileRules, null, [], enters).Where(static found => found.IsSent).Select(static found => found.Entry);

    /// <summary>
    /// The Dockerfile as a session offers it: with the present time, so that the builder never takes an earlier one for it.
    /// </summary>
    public FileEntry GetDockerfile(string name) =>
        DockerfileText is null
            ? FileEntry.OfFile(name, Dockerfile) with { Modified = DateTime.UtcNow }
            : FileEntry.OfText(name, DockerfileText);

    /// <summary>
    /// The classic builder takes what it finds in .dockerignore out of the build, and so has to find the added Dockerfile there.
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
                // an ignored folder is sent only when something in it is
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
            // one that was named is not to be named again
            Cause = dockerfile is null
                ? EngineCause.DockerfileMissing
                : File.Exists(inContext)
                ? EngineCause.DockerfileInContext
                : EngineCause.Unknown,
            Involved = [inContext],
        };
    }

    /// <summary>
    /// A name of its own that stays the same while the content does, so that a cached COPY of the whole context stays valid.
    /// </summary>
    static string NameFor(string dockerfile)
    {
        using var file = LocalFile.OpenRead(dockerfile);
        return ToName(SHA256.HashData(file));
    }

    static string NameFor(byte[] dockerfile) => ToName(SHA256.HashData(dockerfile));

    static string ToName(byte[] hash) => ".dockerfile." + Convert.ToHexString(hash)[..20].ToLowerInvariant();

    /// <summary>Whether a file says by its first two bytes that it is of UTF-16, as editors of Windows may write it.</summary>
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

/// <summary>What a folder holds, and what becomes of it.</summary>
/// <param name="Entry">The file, folder or link.</param>
/// <param name="IsSent">Whether it is sent.</param>
/// <param name="Decider">The line that decided it; null when none fits.</param>
readonly record struct SurveyedEntry(FileEntry Entry, bool IsSent, IgnorePattern? Decider);
