using System.Globalization;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Explains why a container will never reach the desired state.</summary>
sealed class WaitFailure(ContainerService containers)
{
    const int LastLines = 10;

    static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(2);

    /// <summary>The error for a container that is no longer running.</summary>
    public Task<EngineException> DeathAsync(ContainerDetail container) => MakeAsync(
        container,
        EngineError.Failed,
        $"Container {container.Name} is not running (state: {container.State.ToString().ToLowerInvariant()}{ExitText(container)})",
        "ContainerWaitFailed");

    /// <summary>The error with the last health check and the last log lines, which usually explain it.</summary>
    public async Task<EngineException> MakeAsync(Container container, EngineError error, string sentence, string id)
    {
        var text = new StringBuilder(sentence).Append('.');
        try
        {
            using var limit = new CancellationTokenSource(LookLimit);
            var detail = await containers.InspectAsync(container.Id, limit.Token).ConfigureAwait(false);
            if (error == EngineError.Timeout)
                text.Append(CultureInfo.InvariantCulture, $" Its state is {detail.State.ToString().ToLowerInvariant()}{ExitText(detail)}.");
            if (detail.HealthLog is [.., var last])
                text.Append(CultureInfo.InvariantCulture, $" Its last health check returned {last.ExitCode}: {last.Output}");
            var lines = new List<string>();
            await foreach (var batch in containers.ReadLogAsync(
                container.Id,
                new LogQuery { Tail = LastLines, Timestamps = false },
                limit.Token).ConfigureAwait(false))
                lines.AddRange(batch.Select(static line => line.Text));
            if (lines.Count > 0)
                text.Append(" Its last lines:\n").AppendJoin('\n', lines);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // a container that is gone, or has no log, has nothing to add
        }
        return new EngineException(error, Subject.Container(container.Name), text.ToString()) { ErrorId = id };
    }

    static string ExitText(ContainerDetail container) => container.ExitCode is { } code ? $", exit code {code}" : "";
}
