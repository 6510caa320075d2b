namespace DockerPS.Engine;

/// <summary>Creates and starts containers: pulls their images as requested, and removes containers that fail.</summary>
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

    /// <summary>Creates a container without starting it, pulling its image first if necessary.</summary>
    /// <param name="specification">The container.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The container's id, and the engine's warnings.</returns>
    /// <exception cref="EngineException">An option is invalid, the pull failed, or the engine refuses it.</exception>
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
                $"The container id file '{options.IdFile}' already exists. Remove it, or choose another one.");
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
    /// Starts a container that was just created; if it cannot be started, it is removed, since it would be in the way of the next attempt.
    /// </summary>
    /// <param name="id">The container.</param>
    /// <param name="image">Its image, for errors.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="EngineException">The container cannot be started.</exception>
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

    /// <summary>Removes a container that was created here and is of no use, even while everything else is being stopped.</summary>
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

/// <summary>Options for creating a container.</summary>
public sealed record LaunchOptions
{
    /// <summary>When its image is pulled.</summary>
    public PullPolicy Pull { get; init; }

    /// <summary>A file for its id, which must not exist yet; null for none.</summary>
    public string? IdFile { get; init; }

    /// <summary>
    /// Called when an image is pulled, and returns the receiver of progress, which is disposed of when the pull ends, if it is disposable.
    /// Null for none.
    /// </summary>
    public Func<ImageName, IProgress<TransferStatus>>? Pulling { get; init; }
}
