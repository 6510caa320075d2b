namespace DockerPS.Engine;

/// <summary>Creates and starts containers: their images are pulled as asked, and nothing is left of one that fails.</summary>
public sealed class ContainerLauncher
{
    static readonly TimeSpan DiscardLimit = TimeSpan.FromSeconds(10);

    readonly ContainerService containers;
    readonly ImageService images;

    internal ContainerLauncher(ContainerService containers, ImageService images)
    {
        this.containers = containers;
        this.images = images;
    }

    /// <summary>Creates a container, after pulling its image if need be, and does not start it.</summary>
    /// <param name="specification">The container.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its id, and what the engine warns of.</returns>
    /// <exception cref="EngineException">Something is not what is expected, the pull failed, or the engine refuses it.</exception>
    public async Task<CreatedContainer> CreateAsync(
        ContainerSpecification specification,
        LaunchOptions options,
        CancellationToken cancellationToken)
    {
        ContainerCheck.Run(specification);
        if (File.Exists(options.IdFile))
        {
            throw new EngineException(
                EngineError.Conflict,
                new Subject("ContainerIdFile", options.IdFile),
                $"The file '{options.IdFile}' for the id of the container already exists. Remove it, or name another one.");
        }
        if (options.Pull == PullPolicy.Always)
            await PullAsync(specification, options, cancellationToken).ConfigureAwait(false);
        CreatedContainer created;
        try
        {
            created = await containers.CreateAsync(specification, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (
            options.Pull == PullPolicy.Missing
            && e is { Error: EngineError.NotFound, Subject.Kind: "Image" }
            && ImageName.TryParse(specification.Image, out _, out _))
        {
            await PullAsync(specification, options, cancellationToken).ConfigureAwait(false);
            created = await containers.CreateAsync(specification, cancellationToken).ConfigureAwait(false);
        }
        if (options.IdFile is { } file)
            await WriteIdAsync(created.Id, file, cancellationToken).ConfigureAwait(false);
        return created;
    }

    /// <summary>
    /// Starts a container that was just created; one that cannot be started is removed, since it would only be in the way of the next
    /// attempt.
    /// </summary>
    /// <param name="id">The container.</param>
    /// <param name="image">Its image, for an error.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="EngineException">It cannot be started.</exception>
    public async Task StartAsync(string id, string image, CancellationToken cancellationToken)
    {
        try
        {
            await containers.StartAsync(id, image, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await DiscardAsync(id).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Removes a container that was created here and that is of no use, also when everything else is being stopped.</summary>
    /// <param name="id">The container.</param>
    public async Task DiscardAsync(string id)
    {
        using var limit = new CancellationTokenSource(DiscardLimit);
        try
        {
            await containers.RemoveAsync(id, force: true, volumes: true, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // the first error is the one that counts
        }
    }

    async Task PullAsync(ContainerSpecification specification, LaunchOptions options, CancellationToken cancellationToken)
    {
        if (!ImageName.TryParse(specification.Image, out var name, out string? problem))
            throw new EngineException(EngineError.Invalid, new Subject("ImageName", specification.Image), problem);
        name = name.WithDefaultTag();
        var progress = options.Pulling?.Invoke(name);
        using (progress as IDisposable)
            await images.PullAsync(name, specification.Platform, credential: null, progress, cancellationToken).ConfigureAwait(false);
    }

    async Task WriteIdAsync(string id, string file, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await DiscardAsync(id).ConfigureAwait(false);
            throw new EngineException(
                EngineError.Failed,
                new Subject("ContainerIdFile", file),
                $"The id of the container cannot be written to '{file}', so the container was removed: {e.Message}",
                e);
        }
    }
}

/// <summary>How a container is created.</summary>
public sealed record LaunchOptions
{
    /// <summary>When its image is pulled.</summary>
    public PullPolicy Pull { get; init; }

    /// <summary>A file to write its id to, which must not exist yet; null for none.</summary>
    public string? IdFile { get; init; }

    /// <summary>
    /// Called when an image is pulled, for what is told of the progress; it is disposed of when the pull ends, if it can be. Null for
    /// nobody.
    /// </summary>
    public Func<ImageName, IProgress<TransferStatus>>? Pulling { get; init; }
}
