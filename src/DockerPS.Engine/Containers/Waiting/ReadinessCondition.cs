namespace DockerPS.Engine;

/// <summary>One of the ways in which a container has to be ready.</summary>
abstract class ReadinessCondition
{
    /// <summary>What is waited for, as it reads after "took longer than 30 seconds".</summary>
    public abstract string What { get; }

    /// <summary>Waits for it.</summary>
    /// <param name="container">The container, as it was when the waiting began.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EngineException">It cannot come any more.</exception>
    public abstract Task WaitAsync(ContainerDetail container, CancellationToken cancellationToken);
}

/// <summary>
/// A condition that nothing tells of: it is looked for again and again, with growing pauses, as long as the container runs.
/// </summary>
abstract class PolledCondition(ContainerService containers) : ReadinessCondition
{
    const double Growth = 1.5;

    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Says why it never comes.</summary>
    protected WaitFailure Failure { get; } = new(containers);

    /// <summary>Whether it holds for a container that runs now.</summary>
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
