namespace DockerPS.Engine;

/// <summary>
/// The docker command's store of contexts, with the name of the current one in <c>config.json</c>. Every call reads the files again, since
/// other programs write to them, too.
/// </summary>
public sealed class ContextStore
{
    internal const string Kind = "DockerContext";
    const string DefaultDescription = "Current DOCKER_HOST based configuration";

    readonly DockerEnvironment environment;
    readonly EndpointResolver resolver;
    readonly DockerConfigFile config;
    readonly ContextFiles files;

    internal ContextStore(DockerEnvironment environment, EndpointResolver resolver)
    {
        this.environment = environment;
        this.resolver = resolver;
        config = new DockerConfigFile(environment);
        files = new ContextFiles(Path.Combine(environment.ConfigFolder, "contexts"));
    }

    /// <summary>The user's store, or the one in <c>DOCKER_CONFIG</c>.</summary>
    public static ContextStore Open() => new EndpointResolver(DockerEnvironment.Process).Contexts;

    /// <summary>The name of the context that the docker command currently uses, whether it exists or not.</summary>
    public string CurrentName => resolver.FindCurrentContext().Name;

    /// <summary>The variable that overrides the current context in the configuration file; null if there is none.</summary>
    public string? OverrulingVariable =>
        environment["DOCKER_HOST"] is not null ? "DOCKER_HOST"
        : environment["DOCKER_CONTEXT"] is not null ? "DOCKER_CONTEXT"
        : null;

    /// <summary>All contexts, sorted by name, including <c>default</c>.</summary>
    /// <param name="broken">Called for each context that cannot be read; the others are still returned.</param>
    public IReadOnlyList<DockerContext> List(Action<EngineException> broken)
    {
        string current = CurrentName;
        var contexts = new List<DockerContext>();
        Read(() => DefaultOf(current));
        foreach (var (file, folder) in files.All())
            Read(() => ToContext(ContextMetadata.Read(file, folder), file, current));
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
    /// <exception cref="EngineException">There is no context with this name.</exception>
    public DockerContext Get(string name)
    {
        string current = CurrentName;
        if (name == EndpointResolver.DefaultContext)
            return DefaultOf(current);
        return ToContext(Read(name), files.MetadataOf(name), current);
    }

    /// <summary>Creates a context.</summary>
    public DockerContext Create(string name, string? description, EngineEndpoint endpoint)
    {
        CheckNewName(name);
        return Save(name, new ContextMetadata(name), description, endpoint);
    }

    /// <summary>Changes a context; null values are left unchanged.</summary>
    public DockerContext Update(string name, string? description, EngineEndpoint? endpoint)
    {
        Refuse(name, "changed");
        return Save(name, Read(name), description, endpoint);
    }

    /// <summary>Removes a context with its certificates.</summary>
    /// <param name="name">The name.</param>
    /// <param name="force">Whether the current context may be removed; <c>default</c> then becomes the current one.</param>
    public void Remove(string name, bool force)
    {
        Refuse(name, "removed");
        if (!files.Has(name))
            throw NotFound(name, null);
        bool isConfigured = config.ReadCurrentContext() == name;
        if (!force && (isConfigured || CurrentName == name))
        {
            throw new EngineException(
                EngineError.Conflict,
                new Subject(Kind, name),
                $"The context '{name}' is the current one, so it is in use.")
            {
                Cause = EngineCause.ContextCurrent,
            };
        }
        files.Remove(name);
        if (isConfigured)
            config.SetCurrentContext(null);
    }

    /// <summary>Makes a context the docker command's current one.</summary>
    public void Use(string name)
    {
        if (name != EndpointResolver.DefaultContext && !files.Has(name))
            throw NotFound(name, null);
        config.SetCurrentContext(name == EndpointResolver.DefaultContext ? null : name);
    }

    /// <summary>Writes a context, with its certificates and private key, in the format of <c>docker context export</c>.</summary>
    /// <param name="name">The context.</param>
    /// <param name="file">The file, which only the user can read.</param>
    /// <param name="replace">Whether an existing file is replaced.</param>
    public void Export(string name, string file, bool replace)
    {
        var archive = ReadArchive(name);
        if (!replace && File.Exists(file))
        {
            throw new EngineException(EngineError.Conflict, new Subject("File", file), $"The file {file} already exists.")
            {
                Cause = EngineCause.FileExists,
            };
        }
        using var content = new MemoryStream();
        archive.WriteTar(content);
        AtomicFile.Write(file, content.GetBuffer().AsSpan(0, (int)content.Length), AtomicFile.Private, keepMode: false);
    }

    /// <summary>Creates a context from a file of <c>docker context export</c>, in tar or zip format.</summary>
    /// <param name="name">The name of the context; null for its original name.</param>
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
            throw new EngineException(EngineError.NotFound, new Subject("File", file), $"File {file} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                EngineError.AccessDenied,
                new Subject("File", file),
                $"The file {file} cannot be read: {e.Message}",
                e);
        }
    }

    /// <inheritdoc cref="Import(string?, string)" />
    internal DockerContext Import(string? name, Stream source, string sourceName)
    {
        var archive = ContextArchive.Read(source, sourceName);
        var metadata = new ContextMetadata(archive.Metadata);
        name ??= metadata.Name;
        CheckNewName(name);
        metadata.Name = name;
        foreach (var (endpoint, certificates) in archive.Certificates)
            files.WriteCertificates(name, endpoint, certificates);
        files.Write(name, metadata);
        return Get(name);
    }

    ContextArchive ReadArchive(string name) => name == EndpointResolver.DefaultContext
        ? throw new EngineException(
            EngineError.Invalid,
            new Subject(Kind, name),
            "The context 'default' is not stored in a file, so it cannot be exported.")
        : new ContextArchive(Read(name).Json, files.ReadCertificates(name));

    /// <summary>The resolver's view of a context.</summary>
    /// <param name="name">The name.</param>
    /// <param name="source">Where the name came from, for errors.</param>
    internal (string Host, TlsSettings? Tls) ReadEndpoint(string name, string source)
    {
        var metadata = Read(name, source);
        return metadata.Host.Length > 0
            ? (metadata.Host, files.FindTls(name, metadata.SkipsVerification))
            : throw new EngineException(
                EngineError.Invalid,
                new Subject(Kind, name),
                $"The context '{name}' has no Docker endpoint (see {files.MetadataOf(name)}).");
    }

    /// <summary>The TLS settings of the context that has this address; null if there is none, or none with TLS settings.</summary>
    internal TlsSettings? FindTlsOf(string address)
    {
        // a broken context does not matter for an address that is not its own
        foreach (var context in List(static _ => { }))
        {
            if (context.Name == EndpointResolver.DefaultContext || files.FindTls(context.Name, context.SkipCertificateCheck) is not { } tls)
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

    DockerContext ToContext(ContextMetadata metadata, string file, string current)
    {
        string? certificates = files.FindCertificates(metadata.Name);
        return new DockerContext
        {
            Name = metadata.Name,
            Description = metadata.Description,
            Endpoint = EngineAddress.Redact(metadata.Host),
            IsCurrent = metadata.Name == current,
            SkipCertificateCheck = metadata.SkipsVerification,
            CertificatePath = certificates,
            CertificateFiles = certificates is null
                ? []
                : [.. Directory.GetFiles(certificates).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)],
            MetadataPath = file,
        };
    }

    ContextMetadata Read(string name, string? source = null)
    {
        try
        {
            return files.Has(name) ? ContextMetadata.Read(files.MetadataOf(name), name) : throw NotFound(name, source);
        }
        catch (EngineException) when (!files.Has(name))
        {
            // another process has just removed it
            throw NotFound(name, source);
        }
    }

    /// <summary>Changes the values that are not null, and writes the files of the context.</summary>
    DockerContext Save(string name, ContextMetadata metadata, string? description, EngineEndpoint? endpoint)
    {
        metadata.Change(description, endpoint);
        var certificates = endpoint is null ? null : ContextFiles.ReadCertificates(endpoint.Tls);
        try
        {
            if (certificates is not null)
                files.WriteCertificates(name, ContextMetadata.DockerEndpoint, certificates);
            files.Write(name, metadata);
            return Get(name);
        }
        catch (EngineException e) when (e.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EngineException(
                EngineError.Conflict,
                new Subject(Kind, name),
                $"The context '{name}' was removed by another process while it was written.",
                e);
        }
    }

    void CheckNewName(string name)
    {
        if (name == EndpointResolver.DefaultContext)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject(Kind, name),
                "The name 'default' is reserved for the context that represents DOCKER_HOST and the default socket.");
        }
        if (!ContextMetadata.IsName(name))
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject(Kind, name),
                $"'{name}' is not a valid context name. Expected two or more letters, digits or characters _ . + -, beginning with a "
                + "letter or digit.");
        }
        if (files.Has(name))
        {
            throw new EngineException(EngineError.Conflict, new Subject(Kind, name), $"A context '{name}' already exists.")
            {
                Cause = EngineCause.ContextExists,
            };
        }
    }

    static void Refuse(string name, string what)
    {
        if (name == EndpointResolver.DefaultContext)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject(Kind, name),
                $"The context 'default' is built in and cannot be {what}. It represents DOCKER_HOST and the default socket.");
        }
    }

    EngineException NotFound(string name, string? source)
    {
        string from = source is null ? "" : $" (from {source})";
        string known = string.Join(", ", List(static _ => { }).Select(static context => context.Name));
        return new EngineException(
            EngineError.NotFound,
            new Subject(Kind, name),
            $"The docker context '{name}'{from} does not exist. Available contexts: {known}.")
        {
            Cause = EngineCause.ContextMissing,
        };
    }
}
