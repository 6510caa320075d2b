using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>
/// The docker command's store of contexts: <c>contexts/meta/&lt;SHA-256 of the name&gt;/meta.json</c> and certificates below
/// <c>contexts/tls</c>, with the name of the current one in <c>config.json</c>. It is read anew at every call, as others write to it too.
/// </summary>
public sealed partial class ContextStore
{
    const string Kind = "DockerContext";
    const string MetadataFile = "meta.json";
    const string DockerEndpoint = "docker";
    const string DefaultDescription = "Current DOCKER_HOST based configuration";

    readonly DockerEnvironment environment;
    readonly EndpointResolver resolver;
    readonly DockerConfigFile config;

    internal ContextStore(DockerEnvironment environment, EndpointResolver resolver)
    {
        this.environment = environment;
        this.resolver = resolver;
        config = new DockerConfigFile(environment);
    }

    /// <summary>The store of the user, or of <c>DOCKER_CONFIG</c>.</summary>
    public static ContextStore Open() => new EndpointResolver(DockerEnvironment.Process).Contexts;

    /// <summary>The name of the context that the docker command uses now, whether it exists or not.</summary>
    public string CurrentName => resolver.FindCurrentContext().Name;

    /// <summary>The variable that overrules the current context of the configuration file; null when none does.</summary>
    public string? OverrulingVariable =>
        environment["DOCKER_HOST"] is not null ? "DOCKER_HOST"
        : environment["DOCKER_CONTEXT"] is not null ? "DOCKER_CONTEXT"
        : null;

    string MetadataRoot => Path.Combine(environment.ConfigFolder, "contexts", "meta");

    string TlsRoot => Path.Combine(environment.ConfigFolder, "contexts", "tls");

    /// <summary>All contexts, sorted by name, the one called <c>default</c> among them.</summary>
    /// <param name="broken">Is told of each that cannot be read; the others are returned all the same.</param>
    public IReadOnlyList<DockerContext> List(Action<EngineException> broken)
    {
        string current = CurrentName;
        var contexts = new List<DockerContext>();
        Read(() => DefaultOf(current));
        foreach (string folder in Directory.Exists(MetadataRoot) ? Directory.GetDirectories(MetadataRoot) : [])
        {
            string file = Path.Combine(folder, MetadataFile);
            if (File.Exists(file))
                Read(() => ToContext(ReadMetadata(file, Path.GetFileName(folder)), file, current));
        }
        contexts.Sort(static (a, b) => string.Compare(a.Name, b.Name, StringComparison.OrdinalIgnoreCase));
        return contexts;

        void Read(Func<DockerContext> read)
        {
            try
            {
                contexts.Add(read());
            }
            catch (EngineException e)
            {
                broken(e);
            }
        }
    }

    /// <summary>One context.</summary>
    /// <exception cref="EngineException">There is no context of this name.</exception>
    public DockerContext Get(string name)
    {
        string current = CurrentName;
        if (name == EndpointResolver.DefaultContext)
            return DefaultOf(current);
        string file = FileOf(name);
        return File.Exists(file) ? ToContext(ReadMetadata(file, name), file, current) : throw NotFound(name, null);
    }

    /// <summary>Makes a context.</summary>
    public DockerContext Create(string name, string? description, EngineEndpoint endpoint)
    {
        CheckNewName(name);
        var metadata = new JsonObject { ["Name"] = name, ["Metadata"] = new JsonObject(), ["Endpoints"] = new JsonObject() };
        Change(metadata, description, endpoint);
        var certificates = ReadCertificates(endpoint.Tls);
        WriteCertificates(name, DockerEndpoint, certificates);
        WriteMetadata(name, metadata);
        return Get(name);
    }

    /// <summary>Changes a context; what is null stays as it was.</summary>
    public DockerContext Update(string name, string? description, EngineEndpoint? endpoint)
    {
        Refuse(name, "changed");
        string file = FileOf(name);
        if (!File.Exists(file))
            throw NotFound(name, null);
        var metadata = ReadMetadata(file, name);
        Change(metadata, description, endpoint);
        if (endpoint is not null)
            WriteCertificates(name, DockerEndpoint, ReadCertificates(endpoint.Tls));
        WriteMetadata(name, metadata);
        return Get(name);
    }

    /// <summary>Removes a context with its certificates.</summary>
    /// <param name="name">The name.</param>
    /// <param name="force">Whether the current one may go too; the default is current then.</param>
    public void Remove(string name, bool force)
    {
        Refuse(name, "removed");
        if (!File.Exists(FileOf(name)))
            throw NotFound(name, null);
        bool isConfigured = config.ReadCurrentContext() == name;
        if (!force && (isConfigured || CurrentName == name))
        {
            throw new EngineException(EngineError.Conflict, new Subject(Kind, name), $"The context '{name}' is the current one, so it is in use.")
            {
                Cause = EngineCause.ContextCurrent,
            };
        }
        AtomicFile.RemoveFolder(Path.Combine(MetadataRoot, IdOf(name)));
        AtomicFile.RemoveFolder(Path.Combine(TlsRoot, IdOf(name)));
        if (isConfigured)
            config.SetCurrentContext(null);
    }

    /// <summary>Makes a context the current one of the docker command.</summary>
    public void Use(string name)
    {
        if (name != EndpointResolver.DefaultContext && !File.Exists(FileOf(name)))
            throw NotFound(name, null);
        config.SetCurrentContext(name == EndpointResolver.DefaultContext ? null : name);
    }

    /// <summary>Writes a context, with its certificates and private key, in the form of <c>docker context export</c>.</summary>
    /// <param name="name">The context.</param>
    /// <param name="file">The file. Only the user may read it.</param>
    /// <param name="replace">Whether one that exists is replaced.</param>
    public void Export(string name, string file, bool replace)
    {
        var archive = ReadArchive(name);
        if (!replace && File.Exists(file))
            throw new EngineException(EngineError.Conflict, new Subject("File", file), $"The file {file} already exists.") { Cause = EngineCause.FileExists };
        using var content = new MemoryStream();
        archive.WriteTar(content);
        AtomicFile.Write(file, content.GetBuffer().AsSpan(0, (int)content.Length), AtomicFile.Private, keepMode: false);
    }

    /// <summary>Makes a context of what <c>docker context export</c> wrote, as tar or zip.</summary>
    /// <param name="name">What to call it; null for the name it had.</param>
    /// <param name="file">The archive.</param>
    public DockerContext Import(string? name, string file)
    {
        try
        {
            using var content = File.OpenRead(file);
            return Import(name, content, file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EngineException(EngineError.NotFound, new Subject("File", file), $"There is no file {file}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineError.AccessDenied, new Subject("File", file), $"The file {file} cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc cref="Import(string?, string)" />
    internal DockerContext Import(string? name, Stream source, string sourceName)
    {
        var archive = ContextArchive.Read(source, sourceName);
        name ??= TextOf(archive.Metadata, "Name");
        CheckNewName(name);
        archive.Metadata["Name"] = name;
        foreach (var (endpoint, files) in archive.Certificates)
            WriteCertificates(name, endpoint, files);
        WriteMetadata(name, archive.Metadata);
        return Get(name);
    }

    ContextArchive ReadArchive(string name)
    {
        if (name == EndpointResolver.DefaultContext)
            throw new EngineException(EngineError.Invalid, new Subject(Kind, name), "The context 'default' is in no file, so it cannot be exported.");
        string file = FileOf(name);
        if (!File.Exists(file))
            throw NotFound(name, null);
        var endpoints = new Dictionary<string, IReadOnlyDictionary<string, byte[]>>(StringComparer.Ordinal);
        string tls = Path.Combine(TlsRoot, IdOf(name));
        foreach (string folder in Directory.Exists(tls) ? Directory.GetDirectories(tls) : [])
            endpoints[Path.GetFileName(folder)] = Directory.GetFiles(folder).ToDictionary(static path => Path.GetFileName(path), File.ReadAllBytes);
        return new ContextArchive(ReadMetadata(file, name), endpoints);
    }

    /// <summary>What the resolver needs of a context.</summary>
    /// <param name="name">The name.</param>
    /// <param name="source">Who named it, for the error.</param>
    internal (string Host, TlsSettings? Tls) ReadEndpoint(string name, string source)
    {
        string file = FileOf(name);
        if (!File.Exists(file))
            throw NotFound(name, source);
        var endpoint = EndpointOf(ReadMetadata(file, name));
        string host = TextOf(endpoint, "Host");
        if (host.Length == 0)
            throw new EngineException(EngineError.Invalid, new Subject(Kind, name), $"The context '{name}' has no Docker endpoint (see {file}).");
        return (host, TlsOf(name, IsTrue(endpoint, "SkipTLSVerify")));
    }

    /// <summary>The certificates of the context that has this address; null when none has both.</summary>
    internal TlsSettings? FindTlsOf(string address)
    {
        // a broken context does not matter to an address that is not its own
        foreach (var context in List(static _ => { }))
        {
            if (context.Name == EndpointResolver.DefaultContext || TlsOf(context.Name, context.SkipCertificateCheck) is not { } tls)
                continue;
            try
            {
                if (EngineAddress.Parse(context.Endpoint, tls: true, context.Name).ToString() == address)
                    return tls;
            }
            catch (EngineException)
            {
                // not an address, so not this one
            }
        }
        return null;
    }

    /// <summary>Whether docker takes a text for the name of a context.</summary>
    internal static bool IsName(string name) => NamePattern().IsMatch(name);

    static string IdOf(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLowerInvariant();

    string FileOf(string name) => Path.Combine(MetadataRoot, IdOf(name), MetadataFile);

    string TlsFolderOf(string name, string endpoint) => Path.Combine(TlsRoot, IdOf(name), endpoint);

    DockerContext DefaultOf(string current)
    {
        var endpoint = resolver.FindDefault();
        return new DockerContext
        {
            Name = EndpointResolver.DefaultContext,
            Description = DefaultDescription,
            Endpoint = endpoint.Address,
            IsCurrent = current == EndpointResolver.DefaultContext,
            SkipCertificateCheck = endpoint.Tls?.SkipVerify ?? false,
        };
    }

    DockerContext ToContext(JsonObject metadata, string file, string current)
    {
        var endpoint = EndpointOf(metadata);
        string name = TextOf(metadata, "Name");
        string folder = TlsFolderOf(name, DockerEndpoint);
        bool hasCertificates = Directory.Exists(folder);
        return new DockerContext
        {
            Name = name,
            Description = TextOf(metadata["Metadata"] as JsonObject, "Description"),
            Endpoint = EngineAddress.Redact(TextOf(endpoint, "Host")),
            IsCurrent = name == current,
            SkipCertificateCheck = IsTrue(endpoint, "SkipTLSVerify"),
            CertificatePath = hasCertificates ? folder : null,
            CertificateFiles = hasCertificates ? [.. Directory.GetFiles(folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [],
            MetadataPath = file,
        };
    }

    TlsSettings? TlsOf(string name, bool skipVerify)
    {
        var tls = TlsSettings.FromFolder(TlsFolderOf(name, DockerEndpoint), skipVerify);
        return tls.HasFiles || skipVerify ? tls : null;
    }

    static JsonObject? EndpointOf(JsonObject metadata) => (metadata["Endpoints"] as JsonObject)?[DockerEndpoint] as JsonObject;

    static string TextOf(JsonObject? node, string name) => node?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    static bool IsTrue(JsonObject? node, string name) => node?[name] is JsonValue value && value.TryGetValue(out bool set) && set;

    /// <summary>Sets what is not null, and leaves what others wrote.</summary>
    static void Change(JsonObject metadata, string? description, EngineEndpoint? endpoint)
    {
        if (description is not null)
        {
            if (metadata["Metadata"] is not JsonObject about)
                metadata["Metadata"] = about = [];
            about["Description"] = description;
        }
        if (endpoint is null)
            return;
        if (metadata["Endpoints"] is not JsonObject endpoints)
            metadata["Endpoints"] = endpoints = [];
        if (endpoints[DockerEndpoint] is not JsonObject docker)
            endpoints[DockerEndpoint] = docker = [];
        docker["Host"] = endpoint.Address;
        docker["SkipTLSVerify"] = endpoint.Tls?.SkipVerify ?? false;
    }

    static JsonObject ReadMetadata(string file, string name)
    {
        try
        {
            var metadata = LenientJson.ParseObject(LocalFile.ReadFile(file, LocalFile.MostText));
            return TextOf(metadata, "Name") switch
            {
                "" => throw new JsonException("It has no name."),
                // docker makes none like that, and a path may be made of it
                var written when !IsName(written) => throw new JsonException("Its name is not one that a context can have."),
                _ => metadata,
            };
        }
        catch (JsonException e)
        {
            throw new EngineException(EngineError.Parse, new Subject(Kind, name), $"{file} does not describe a context: {DockerConfigFile.Describe(e)}", e);
        }
        catch (EngineException e) when (e.Error != EngineError.Parse)
        {
            throw new EngineException(EngineError.AccessDenied, new Subject(Kind, name), $"The context cannot be read from {file}: {e.Message}", e);
        }
    }

    void WriteMetadata(string name, JsonObject metadata)
    {
        string file = FileOf(name);
        AtomicFile.CreatePrivateFolder(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, Encoding.UTF8.GetBytes(metadata.ToJsonString()), AtomicFile.Public);
    }

    /// <summary>The files that an endpoint names, under docker's names for them, found to be what they should.</summary>
    static Dictionary<string, byte[]> ReadCertificates(TlsSettings? tls)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (tls is null)
            return files;
        TlsCertificates.Check(tls);
        string?[] paths = [tls.CaFile, tls.CertificateFile, tls.KeyFile];
        for (int i = 0; i < paths.Length; i++)
        {
            if (paths[i] is { } path)
                files[TlsSettings.FileNames[i]] = File.ReadAllBytes(path);
        }
        return files;
    }

    void WriteCertificates(string name, string endpoint, IReadOnlyDictionary<string, byte[]> files)
    {
        string folder = TlsFolderOf(name, endpoint);
        if (files.Count == 0)
        {
            AtomicFile.RemoveFolder(folder);
            return;
        }
        AtomicFile.CreatePrivateFolder(folder);
        foreach (var (file, content) in files)
            AtomicFile.Write(Path.Combine(folder, file), content, AtomicFile.Private);
        // the old ones go last: no key is lost when the new ones cannot be written
        foreach (string old in Directory.GetFiles(folder).Where(path => !files.ContainsKey(Path.GetFileName(path))))
            File.Delete(old);
    }

    void CheckNewName(string name)
    {
        if (name == EndpointResolver.DefaultContext)
            throw new EngineException(EngineError.Invalid, new Subject(Kind, name), "The name 'default' is reserved for the context that stands for DOCKER_HOST and the default socket.");
        if (!IsName(name))
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject(Kind, name),
                $"'{name}' is not a name for a context. Expected two or more letters, digits and the characters _ . + -, beginning with a letter or digit.");
        }
        if (File.Exists(FileOf(name)))
            throw new EngineException(EngineError.Conflict, new Subject(Kind, name), $"A context '{name}' already exists.") { Cause = EngineCause.ContextExists };
    }

    static void Refuse(string name, string what)
    {
        if (name == EndpointResolver.DefaultContext)
            throw new EngineException(EngineError.Invalid, new Subject(Kind, name), $"The context 'default' is built in, and cannot be {what}. It stands for DOCKER_HOST and the default socket.");
    }

    EngineException NotFound(string name, string? source)
    {
        string from = source is null ? "" : $" (from {source})";
        string known = string.Join(", ", List(static _ => { }).Select(static context => context.Name));
        return new EngineException(EngineError.NotFound, new Subject(Kind, name), $"There is no docker context '{name}'{from}. There are: {known}.")
        {
            Cause = EngineCause.ContextMissing,
        };
    }

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.+-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
