namespace DockerPS.Engine;

/// <summary>A command in a container exits with 0.</summary>
sealed class CommandCondition(ContainerService containers, IReadOnlyList<string> command) : PolledCondition(containers)
{
    readonly ContainerService containers = containers;

    /// <inheritdoc />
    public override string What => $"to run '{string.Join(' ', command)}' successfully";

    /// <inheritdoc />
    protected override async Task<bool> IsReadyAsync(ContainerDetail container, CancellationToken cancellationToken)
    {
        try
        {
            var process = await containers.ExecuteAsync(
                container.Id,
                new CommandSpecification { Arguments = [.. command] },
                cancellationToken)
                .ConfigureAwait(false);
            await using (process.ConfigureAwait(false))
            {
                await foreach (var _ in process.ReadAsync(bytes: false, cancellationToken).ConfigureAwait(false)) { }
                return await process.GetExitCodeAsync(cancellationToken).ConfigureAwait(false) == 0;
            }
        }
        catch (EngineException e) when (e.Error is EngineError.Conflict or EngineError.NotFound)
        {
            // the container stopped between the two requests: the next check finds out why
            return false;
        }
    }
}
