namespace DockerPS.Engine;

/// <summary>The health check of a container passes.</summary>
sealed class HealthyCondition(ContainerService containers) : PolledCondition(containers)
{
    /// <inheritdoc />
    public override string What => "to be healthy";

    /// <inheritdoc />
    protected override async Task<bool> IsReadyAsync(ContainerDetail container, CancellationToken cancellationToken) =>
        container.Health switch
        {
            ContainerHealth.Healthy => true,
            ContainerHealth.Starting => false,
            ContainerHealth.Unhealthy =>
                throw await Failure.MakeAsync(container, EngineError.Failed, $"Container {container.Name} is unhealthy", "ContainerWaitFailed")
                    .ConfigureAwait(false),
            _ => throw new EngineException(
                EngineError.Invalid,
                Subject.Container(container.Name),
                $"Container {container.Name} has no health check, so it cannot become healthy.")
            {
                Cause = EngineCause.NoHealthCheck,
                ErrorId = "ContainerHasNoHealthCheck",
            },
        };
}
