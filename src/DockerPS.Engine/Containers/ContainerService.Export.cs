using System.Text;
namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>Writes all files of a container into a tar, as they come. The file has its name when it is whole.</summary>
    /// <param name="id">The container.</param>
    /// <param name="path">The file of the tar.</param>
    /// <param name="progress">Told of the bytes that are written.</param>
    /// <param name="cancellationToken">Drops the connection, and leaves no file.</param>
    public Task ExportAsync(string id, string path, IProgress<TransferStatus>? progress, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/containers/{EngineRequest.Escape(id)}/export", Subject.Container(id));
        return FileDownload.SaveAsync(http, request, new ArchiveTarget(path), progress, cancellationToken);
    }

    /// <summary>Makes an image of a container.</summary>
    /// <param name="id">The container.</param>
    /// <param name="options">What the image is to be.</param>
    /// <param name="cancellationToken">Stops waiting; the engine goes on.</param>
    /// <returns>The id of the image.</returns>
    public async Task<string> CommitAsync(string id, CommitOptions options, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post("/commit", Subject.Container(id))
            .With("container", id)
            .With("repo", options.Name?.Repository)
            .With("tag", options.Name?.WithDefaultTag().Tag)
            .With("comment", options.Message)
            .With("author", options.Author)
            // it pauses unless it is told not to
            .With("pause", options.Pause ? "1" : "0")
            // no configuration in place of the container's own; podman insists on a body
            .WithBody(new StringContent("null", Encoding.UTF8, "application/json"));
        foreach (string change in options.Changes)
            request.With("changes", change);
        var answer = await http.ReadAsync(request, ContainerJson.Default.IdWire, cancellationToken).ConfigureAwait(false);
        return answer.Id;
    }
}

/// <summary>What an image is to be that is made of a container.</summary>
public sealed record CommitOptions
{
    /// <summary>Its name; null for none.</summary>
    public ImageName? Name { get; init; }

    /// <summary>The message that it records.</summary>
    public string? Message { get; init; }

    /// <summary>Who made it.</summary>
    public string? Author { get; init; }

    /// <summary>Whether the container's processes are frozen meanwhile, so that no file changes while it is read.</summary>
    public bool Pause { get; init; } = true;

    /// <summary>Dockerfile instructions that change its configuration, such as <c>CMD ["/bin/sh"]</c>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
