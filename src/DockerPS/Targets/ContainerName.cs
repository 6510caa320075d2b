namespace DockerPS.Targets;

/// <summary>How a container is called in what comes out: always by its name, however the user named it.</summary>
static class ContainerName
{
    /// <summary>The name of a target, for which the engine is asked only where the user may have written the beginning of an id.</summary>
    public static async Task<string> OfAsync(Target target, CancellationToken cancellationToken) =>
        target.Display.All(char.IsAsciiHexDigit)
            ? (await target.Client.Containers.InspectAsync(target.Key, cancellationToken)).Name
            : target.Display;
}
