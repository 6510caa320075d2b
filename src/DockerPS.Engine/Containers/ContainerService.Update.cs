using System.Text.Json.Nodes;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>Changes limits and restart policy of a container, also while it runs. What is null stays.</summary>
    /// <returns>What the engine warns of.</returns>
    public async Task<IReadOnlyList<string>> UpdateAsync(string id, ContainerUpdate update, CancellationToken cancellationToken)
    {
        ContainerCheck.Run("Limit", null, update.Limits.Check);
        if (update.RestartPolicy is { } policy)
            ContainerCheck.Run("RestartPolicy", [policy]);
        var body = new JsonObject()
            .WithLimits(update.Limits)
            .With("RestartPolicy", ContainerCreation.ToRestartPolicy(update.RestartPolicy));
        var answer = await http.ReadAsync(Post(id, "update").WithJson(body), ContainerJson.Default.IdWire, cancellationToken)
            .ConfigureAwait(false);
        return answer.Warnings ?? [];
    }
}

/// <summary>What to change of a container; null for what is to stay.</summary>
public sealed record ContainerUpdate
{
    /// <summary>The limits.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>When the engine starts it again.</summary>
    public RestartPolicy? RestartPolicy { get; init; }
}
