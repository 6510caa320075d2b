using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>What makes a container ready. All that is set has to hold.</summary>
public sealed record ContainerReadiness
{
    /// <summary>Its health check passes.</summary>
    public bool Healthy { get; init; }

    /// <summary>Its own ports on which it takes TCP connections, whatever they are published as.</summary>
    public IReadOnlyList<PortMapping> Ports { get; init; } = [];

    /// <summary>What a line of its log matches, since it was started.</summary>
    public Regex? LogPattern { get; init; }

    /// <summary>An address at which a web server answers.</summary>
    public Uri? Uri { get; init; }

    /// <summary>The HTTP status codes that count as an answer; none for all below 400.</summary>
    public IReadOnlyList<int> StatusCodes { get; init; } = [];

    /// <summary>What the answer's body matches; null for any.</summary>
    public Regex? BodyPattern { get; init; }

    /// <summary>A command in the container that ends with 0.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
}
