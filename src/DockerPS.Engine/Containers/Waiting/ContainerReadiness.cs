using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>The conditions for a container to be ready. All that are set must be met.</summary>
public sealed record ContainerReadiness
{
    /// <summary>Whether its health check must pass.</summary>
    public bool Healthy { get; init; }

    /// <summary>The container ports that must accept TCP connections, however they are published.</summary>
    public IReadOnlyList<PortMapping> Ports { get; init; } = [];

    /// <summary>A pattern that a log line since the last start must match.</summary>
    public Regex? LogPattern { get; init; }

    /// <summary>An address at which a web server must answer.</summary>
    public Uri? Uri { get; init; }

    /// <summary>The HTTP status codes that are accepted; if empty, all below 400.</summary>
    public IReadOnlyList<int> StatusCodes { get; init; } = [];

    /// <summary>A pattern that the body of the answer must match; null for any.</summary>
    public Regex? BodyPattern { get; init; }

    /// <summary>A command in the container that must exit with 0.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
}
