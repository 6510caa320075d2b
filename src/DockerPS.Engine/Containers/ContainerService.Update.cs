using System.Text.Json.Nodes;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>Changes limits and the restart policy of a container, even while it is running. Null values are left unchanged.</summary>
    /// <returns>The engine's warnings.</returns>
    public async Task<IReadOnlyList<string>> UpdateAsync(string id, ContainerUpdate update, CancellationToken cancellationToken)
    {
        ContainerCheck.Run("Limit", null, update.Limits.Check);
        if (update.RestartPolicy is { } policy)
            ContainerCheck.Run("RestartPolicy", [policy]);
        var body = new JsonObject()
            .WithLimits(update.Limits)
            .With("RestartPolicy", ContainerCreation.ToRestartPolicy(update.RestartPolicy));
        try
        {
            var answer = await http.ReadAsync(Post(id, "update").WithJson(body), ContainerJson.Default.IdWire, cancellationToken)
                .ConfigureAwait(false);
            return answer.Warnings ?? [];
        }
        catch (EngineException e) when (e.Message.Contains("memoryswap", StringComparison.OrdinalIgnoreCase))
        {
            throw new EngineException(
                EngineError.Conflict,
                Subject.Container(id),
                $"Container {id} cannot have a memory limit above its limit of memory and swap together.",
                e)
            {
                Cause = EngineCause.MemoryAboveSwap,
                StatusCode = e.StatusCode,
            };
        }
    }
}

/// <summary>Changes to a container; null values are left unchanged.</summary>
public sealed record ContainerUpdate
{
    /// <summary>The limits.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>The restart policy.</summary>
    public RestartPolicy? RestartPolicy { get; init; }
}
