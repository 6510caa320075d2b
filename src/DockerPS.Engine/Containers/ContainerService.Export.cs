using System.Text;
namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>Writes the file system of a container to a tar as it arrives. The file appears only when it is complete.</summary>
    /// <param name="id">The container.</param>
    /// <param name="path">The tar file.</param>
    /// <param name="progress">Receives the number of bytes written.</param>
    /// <param name="cancellationToken">Closes the connection, and leaves no file behind.</param>
    public Task ExportAsync(string id, string path, IProgress<TransferStatus>? progress, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/containers/{EngineRequest.Escape(id)}/export", Subject.Container(id));
        return FileDownload.SaveAsync(http, request, new ArchiveTarget(path), progress, cancellationToken);
    }

    /// <summary>Creates an image from a container.</summary>
    /// <param name="id">The container.</param>
    /// <param name="options">The properties of the image.</param>
    /// <param name="cancellationToken">Stops waiting; the engine continues.</param>
    /// <returns>The id of the image.</returns>
    public async Task<string> CommitAsync(string id, CommitOptions options, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post("/commit", Subject.Container(id))
            .With("container", id)
            .With("repo", options.Name?.Repository)
            .With("tag", options.Name?.WithDefaultTag().Tag)
            .With("comment", options.Message)
            .With("author", options.Author)
            // it pauses by default
            .With("pause", options.Pause ? "1" : "0")
            // keeps the container's own configuration; podman requires a body
            .WithBody(new StringContent("null", Encoding.UTF8, "application/json"));
        foreach (string change in options.Changes)
            request.With("changes", change);
        var answer = await http.ReadAsync(request, ContainerJson.Default.IdWire, cancellationToken).ConfigureAwait(false);
        return answer.Id;
    }
}

/// <summary>The properties of an image that is created from a container.</summary>
public sealed record CommitOptions
{
    /// <summary>The name; null for none.</summary>
    public ImageName? Name { get; init; }

    /// <summary>The commit message.</summary>
    public string? Message { get; init; }

    /// <summary>The author.</summary>
    public string? Author { get; init; }

    /// <summary>Whether the container is paused meanwhile, so that files do not change while they are read.</summary>
    public bool Pause { get; init; } = true;

    /// <summary>Dockerfile instructions that change its configuration, such as <c>CMD ["/bin/sh"]</c>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
