namespace DockerPS.Engine;

/// <summary>A condition that a container must meet to be ready.</summary>
abstract class ReadinessCondition
{
    /// <summary>The condition, as the continuation of "took longer than 30 seconds".</summary>
    public abstract string What { get; }

    /// <summary>Waits for the condition.</summary>
    /// <param name="container">The container in its state at the beginning.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EngineException">The condition can no longer be met.</exception>
    public abstract Task WaitAsync(ContainerDetail container, CancellationToken cancellationToken);
}

/// <summary>A condition without events: it is checked repeatedly, with increasing pauses, while the container is running.</summary>
abstract class PolledCondition(ContainerService containers) : ReadinessCondition
{
    const double Growth = 1.5;

    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Explains why the condition will never be met.</summary>
    protected WaitFailure Failure { get; } = new(containers);

    /// <summary>Checks the condition for a running container.</summary>
    protected abstract Task<bool> IsReadyAsync(ContainerDetail container, CancellationToken cancellationToken);

    /// <inheritdoc />
    public sealed override async Task WaitAsync(ContainerDetail container, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * Growth < LongestPause ? pause * Growth : LongestPause)
        {
            var current = await containers.InspectAsync(container.Id, cancellationToken).ConfigureAwait(false);
            if (current.State is not (ContainerState.Running or ContainerState.Restarting or ContainerState.Paused))
                throw await Failure.DeathAsync(current).ConfigureAwait(false);
            if (current.State == ContainerState.Running && await IsReadyAsync(current, cancellationToken).ConfigureAwait(false))
                return;
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
