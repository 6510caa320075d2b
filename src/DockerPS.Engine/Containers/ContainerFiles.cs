namespace DockerPS.Engine;

/// <summary>Copies files into containers, out of them and between them.</summary>
/// <remarks>Source: Engine API, "Get an archive of a filesystem resource in a container".</remarks>
public sealed partial class ContainerFiles
{
    readonly EngineHttp http;
    readonly ContainerService containers;

    internal ContainerFiles(EngineHttp http, ContainerService containers)
    {
        this.http = http;
        this.containers = containers;
    }

    /// <summary>Copies a file or a folder by the rules of <c>docker cp</c>. The containers need not run.</summary>
    /// <param name="source">What to copy.</param>
    /// <param name="destination">Where to copy it.</param>
    /// <param name="options">How to copy it.</param>
    /// <param name="cancellationToken">Stops the copy. Files that were copied stay; an incomplete one is removed.</param>
    public async Task CopyAsync(CopyEnd source, CopyEnd destination, CopyOptions options, CancellationToken cancellationToken)
    {
        string? from = await FullIdAsync(source.Container, cancellationToken).ConfigureAwait(false);
        string? to = await FullIdAsync(destination.Container, cancellationToken).ConfigureAwait(false);
        if (from is not null && from == to)
        {
            // the engine locks the container while it reads, and would wait for itself
            throw Misplaced(
                destination,
                "is in the same container as the source, which the engine does not support",
                EngineCause.CopyWithinContainer,
                source.Container!);
        }
        var item = from is null
            ? FindLocal(source, options)
            : await FindAsync(from, source, options, cancellationToken).ConfigureAwait(false);
        var place = to is null
            ? PlaceLocal(destination, item)
            : await PlaceAsync(to, destination, item, cancellationToken).ConfigureAwait(false);
        if (from is not null && to is null)
        {
            await ExtractAsync(from, item, place, options, cancellationToken).ConfigureAwait(false);
            return;
        }
        var body = new TarUpload(
            (tar, token) => from is null
                ? new FolderTar(tar, options.Skipped).WriteAsync(item.Path, place.Name, token)
                : ForwardAsync(from, item, place, tar, token),
            options.Progress);
        await UploadAsync(to!, place, destination, body, cancellationToken).ConfigureAwait(false);
    }

    async Task<string?> FullIdAsync(string? container, CancellationToken cancellationToken)
    {
        if (container is null)
            return null;
        var found = await containers.InspectWireAsync(container, size: false, cancellationToken).ConfigureAwait(false);
        return found.Id;
    }
}
