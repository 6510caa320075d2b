using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>A container writes a log line that matches a pattern, since its last start.</summary>
sealed class LogLineCondition(ContainerService containers, Regex pattern) : ReadinessCondition
{
    /// <inheritdoc />
    public override string What => $"to write a line that matches '{pattern}'";

    /// <inheritdoc />
    public override async Task WaitAsync(ContainerDetail container, CancellationToken cancellationToken)
    {
        var query = new LogQuery { Follow = true, Since = FirstMoment(container), Timestamps = false };
        await foreach (var lines in containers.ReadLogAsync(container.Id, query, cancellationToken).ConfigureAwait(false))
        {
            if (lines.Any(line => pattern.IsMatch(line.Text)))
                return;
        }
        throw await new WaitFailure(containers)
            .DeathAsync(await containers.InspectAsync(container.Id, cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Between the end of the previous run and the start of this one: the last lines of the previous run may be logged after its end, and
    /// the first lines of this one before the recorded start.
    /// </summary>
    static DateTimeOffset? FirstMoment(ContainerDetail container) =>
        container is { FinishedAt: { } end, StartedAt: { } start } && start > end ? end + ((start - end) / 2) : container.FinishedAt;
}
