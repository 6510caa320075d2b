using System.Globalization;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Says why a container that is waited for never will be what it is waited for.</summary>
sealed class WaitFailure(ContainerService containers)
{
    const int LastLines = 10;

    static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(2);

    /// <summary>The error for a container that does not run any more.</summary>
    public Task<EngineException> DeathAsync(ContainerDetail container) => MakeAsync(
        container,
        EngineError.Failed,
        $"Container {container.Name} is not running (it is {container.State.ToString().ToLowerInvariant()}{ExitText(container)})",
        "ContainerWaitFailed");

    /// <summary>The error, with what the last health check said and the last lines that the container wrote: they mostly say why.</summary>
    public async Task<EngineException> MakeAsync(Container container, EngineError error, string sentence, string id)
    {
        var text = new StringBuilder(sentence).Append('.');
        try
        {
            using var limit = new CancellationTokenSource(LookLimit);
            var detail = await containers.InspectAsync(container.Id, limit.Token).ConfigureAwait(false);
            if (error == EngineError.Timeout)
                text.Append(CultureInfo.InvariantCulture, $" It is {detail.State.ToString().ToLowerInvariant()}{ExitText(detail)}.");
            if (detail.HealthLog is [.., var last])
                text.Append(CultureInfo.InvariantCulture, $" Its last health check ended with {last.ExitCode}: {last.Output}");
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
            // one that is gone, or has no log, has nothing to add
        }
        return new EngineException(error, Subject.Container(container.Name), text.ToString()) { ErrorId = id };
    }

    static string ExitText(ContainerDetail container) => container.ExitCode is { } code ? $", exit code {code}" : "";
}
