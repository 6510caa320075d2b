namespace DockerPS.Engine;

/// <summary>Finds out which engine is meant, in the order of the docker command: parameter, DOCKER_HOST, DOCKER_CONTEXT, current context, default socket.</summary>
public static class EndpointResolver
{
    /// <summary>Resolves what the user named; null for what the docker command would use.</summary>
    /// <param name="requested">An address (<c>unix://</c>, <c>npipe://</c>, <c>tcp://</c>, <c>ssh://</c>), or the name of a context.</param>
    public static EngineEndpoint Resolve(string? requested)
    {
        if (requested is not null)
            return new EngineEndpoint(requested, "the parameter -Engine");
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
            return new EngineEndpoint(host, "the environment variable DOCKER_HOST");
        return new EngineEndpoint("unix:///var/run/docker.sock", "the default");
    }
}
