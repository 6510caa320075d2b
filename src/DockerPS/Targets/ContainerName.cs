namespace DockerPS.Targets;

/// <summary>The name of a container in results, however the user specified the container.</summary>
static class ContainerName
{
    /// <summary>Gets the name of a target; the engine is only asked if the user may have typed an id prefix.</summary>
    public static async Task<string> OfAsync(Target target, CancellationToken cancellationToken) =>
        target.Display.All(char.IsAsciiHexDigit)
            ? (await target.Client.Containers.InspectAsync(target.Key, cancellationToken)).Name
            : target.Display;
}
