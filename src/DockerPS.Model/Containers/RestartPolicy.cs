using System.Globalization;

namespace DockerPS;

/// <summary>When the engine restarts a container.</summary>
/// <remarks>Source: <c>docker run --restart</c>.</remarks>
public sealed record RestartPolicy : ITextValue<RestartPolicy>
{
    const string Expected = "Expected no, always, unless-stopped, on-failure or on-failure:TIMES, such as on-failure:3.";
    const string OnFailure = "on-failure";

    /// <summary><c>no</c>, <c>always</c>, <c>unless-stopped</c> or <c>on-failure</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The maximum number of restarts after a failure; 0 for no limit.</summary>
    public int MaximumRetryCount { get; init; }

    /// <summary>Parses docker's syntax: <c>unless-stopped</c>, <c>on-failure:3</c>.</summary>
    public static RestartPolicy Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split(':', 2);
        int times = 0;
        if (!IsName(parts[0])
            || (parts.Length > 1 && (parts[0] != OnFailure || !int.TryParse(
                parts[1],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out times))))
            throw new FormatException($"'{text}' is not a valid restart policy. {Expected}");
        return new RestartPolicy { Name = parts[0], MaximumRetryCount = times };
    }

    /// <inheritdoc />
    public void Check()
    {
        if (!IsName(Name) || MaximumRetryCount < 0 || (MaximumRetryCount > 0 && Name != OnFailure))
            throw new FormatException($"'{this}' is not a valid restart policy. {Expected}");
    }

    /// <summary>The policy in docker's syntax.</summary>
    public override string ToString() =>
        MaximumRetryCount == 0 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}:{MaximumRetryCount}");

    static bool IsName(string name) => name is "no" or "always" or "unless-stopped" or OnFailure;
}
