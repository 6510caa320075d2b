using System.Security.Cryptography;

namespace DockerPS.Engine;

/// <summary>What a build sends to the engine: the files of a folder but those that <c>.dockerignore</c> leaves out, and the Dockerfile.</summary>
sealed class BuildContext
{
    const string IgnoreFile = ".dockerignore";
    const string DefaultDockerfile = "Dockerfile";

    BuildContext(string folder, string dockerfile)
    {
        Folder = folder;
        Dockerfile = dockerfile;
    }

    /// <summary>The folder, without links on the way to it.</summary>
    public string Folder { get; }

    /// <summary>Where the Dockerfile is on this machine.</summary>
    public string Dockerfile { get; }

    /// <summary>What the Dockerfile is called in what is sent.</summary>
    public required string DockerfileName { get; init; }

    /// <summary>Whether the Dockerfile lies elsewhere, and is added to what is sent.</summary>
    public bool AddsDockerfile { get; init; }

    /// <summary>What is left out of the tar, in which the builder has to find the Dockerfile.</summary>
    public required IgnoreRules Rules { get; init; }

    /// <summary>What the user leaves out.</summary>
    public required IgnoreRules OwnRules { get; init; }

    /// <summary>The rules that go with this Dockerfile alone; null when there are none.</summary>
    string? IgnoreFileOfDockerfile { get; init; }

    /// <summary>Whether the files that only the builder reads are hidden from the build by the builder itself.</summary>
    bool BuilderHidesItsFiles { get; init; }

    /// <summary>Finds the Dockerfile and reads the rules; nothing else is read yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="dockerfile">The Dockerfile; null for <c>Dockerfile</c> in the folder.</param>
    /// <param name="isClassic">Whether the classic builder is to read it.</param>
    public static BuildContext Open(string folder, string? dockerfile, bool isClassic)
    {
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? new EngineException(EngineError.Invalid, new Subject("BuildContext", folder), $"The build context must be a folder, but {folder} is a file.")
                : new EngineException(EngineError.NotFound, new Subject("BuildContext", folder), $"There is no folder {folder} to build from.");
        }
        string root = RealPath.Of(folder);
        string found = FindDockerfile(root, dockerfile);
        string real = RealPath.Of(found);
        string relative = Path.GetRelativePath(root, real).Replace(Path.DirectorySeparatorChar, '/');
        bool isOutside = relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative);
        string name = isOutside ? NameFor(real) : relative;
        var rules = IgnoreRules.Read(found + IgnoreFile) ?? IgnoreRules.Read(Path.Combine(root, IgnoreFile)) ?? IgnoreRules.None;
        return new BuildContext(root, real)
        {
            DockerfileName = name,
            AddsDockerfile = isOutside,
            Rules = isClassic ? rules.Except(name, IgnoreFile) : rules.Except(name),
            OwnRules = rules,
            IgnoreFileOfDockerfile = File.Exists(found + IgnoreFile) ? found + IgnoreFile : null,
            BuilderHidesItsFiles = isClassic,
        };
    }

    /// <summary>What the Dockerfile is called where a builder asks for it.</summary>
    public string SyncedDockerfileName => Path.GetFileName(Dockerfile);

    /// <summary>The Dockerfile, and the rules that go with it alone, as a builder gets them that asks for them.</summary>
    /// <remarks>Their time is that of now: by an equal one the builder would take an earlier Dockerfile of the same size for this one.</remarks>
    public IReadOnlyList<ContextEntry> ReadDockerfiles()
    {
        var dockerfile = ContextEntry.OfBytes(SyncedDockerfileName, LocalFile.ReadAllBytes(Dockerfile));
        return IgnoreFileOfDockerfile is { } rules ? [dockerfile, ContextEntry.OfBytes(SyncedDockerfileName + IgnoreFile, LocalFile.ReadAllBytes(rules))] : [dockerfile];
    }

    /// <summary>The text of the Dockerfile.</summary>
    public async Task<string> ReadDockerfileAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(LocalFile.OpenRead(Dockerfile));
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is sent, folders before what is in them. Names come in one order everywhere, so that equal folders are sent equally.</summary>
    public IEnumerable<ContextEntry> Walk() =>
        Walk(new ContextFilter([Rules]), "", null, []).Where(entry => !(RewritesIgnoreFile && entry.Path == IgnoreFile)).Concat(Added());

    /// <summary>What a builder gets that asks for the files which it needs, and has got the Dockerfile in another way.</summary>
    /// <param name="wanted">What it asks for.</param>
    public IEnumerable<ContextEntry> Walk(ContextFilter wanted) => Walk(wanted.Without(OwnRules), "", null, []);

    /// <summary>The classic builder takes what it finds in .dockerignore out of the build, and so has to find the added Dockerfile there.</summary>
    bool RewritesIgnoreFile => AddsDockerfile && BuilderHidesItsFiles;

    IEnumerable<ContextEntry> Added()
    {
        if (!AddsDockerfile)
            yield break;
        yield return ContextEntry.OfFile(DockerfileName, Dockerfile);
        if (!RewritesIgnoreFile)
            yield break;
        string own = Path.Combine(Folder, IgnoreFile);
        string lines = File.Exists(own) ? File.ReadAllText(own) : IgnoreFile;
        yield return ContextEntry.OfText(IgnoreFile, $"{lines}\n{DockerfileName}\n");
    }

    IEnumerable<ContextEntry> Walk(ContextFilter filter, string folder, ContextDecision? above, List<ContextEntry> waiting)
    {
        foreach (var entry in ContextEntry.ReadFolder(Folder, folder))
        {
            bool isFolder = entry.Kind == ContextEntryKind.Folder;
            var decision = filter.Decide(entry.Path, isFolder, above);
            if (decision is { IsSent: false, MayHoldSent: false })
                continue;
            waiting.Add(entry);
            if (decision.IsSent)
            {
                // an ignored folder is sent only when something in it is
                foreach (var next in waiting)
                    yield return next;
                waiting.Clear();
            }
            if (isFolder)
            {
                foreach (var below in Walk(filter, entry.Path, decision, waiting))
                    yield return below;
            }
            waiting.Remove(entry);
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
            Advice = dockerfile is not null && File.Exists(inContext)
                ? $"-File is relative to the current location, not to the build context. Did you mean {inContext}?"
                : "Name it with -File.",
        };
    }

    /// <summary>A name of its own that stays the same while the content does, so that a cached COPY of the whole context stays valid.</summary>
    static string NameFor(string dockerfile)
    {
        using var file = LocalFile.OpenRead(dockerfile);
        return ".dockerfile." + Convert.ToHexString(SHA256.HashData(file))[..20].ToLowerInvariant();
    }
}
