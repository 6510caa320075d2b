namespace DockerPS.Engine;

/// <summary>The status text of a container, which the engine's list contains but its details do not.</summary>
/// <remarks>Source: State.String of github.com/moby/moby (container/state.go), HumanDuration of github.com/docker/go-units.</remarks>
static class ContainerStatus
{
    public static string Describe(StateWire state, ContainerState known) => known switch
    {
        ContainerState.Exited => $"Exited ({state.ExitCode}){Ago(state.FinishedAt)}",
        ContainerState.Restarting => $"Restarting ({state.ExitCode}){Ago(state.FinishedAt)}",
        ContainerState.Paused => $"{Up(state)} (Paused)",
        ContainerState.Running when state.Health?.Status is "healthy" or "unhealthy" => $"{Up(state)} ({state.Health.Status})",
        ContainerState.Running when state.Health?.Status is "starting" => $"{Up(state)} (health: starting)",
        ContainerState.Running => Up(state),
        ContainerState.Removing => "Removal In Progress",
        _ => known.ToString(),
    };

    static string Up(StateWire state) => state.StartedAt.Year > 1 ? "Up " + Duration(DateTimeOffset.UtcNow - state.StartedAt) : "Up";

    static string Ago(DateTimeOffset moment) => moment.Year > 1 ? $" {Duration(DateTimeOffset.UtcNow - moment)} ago" : "";

    static string Duration(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 1 => "Less than a second",
        < 2 => "1 second",
        < 60 => $"{(int)duration.TotalSeconds} seconds",
        < 120 => "About a minute",
        < 3600 => $"{(int)duration.TotalMinutes} minutes",
        < 5400 => "About an hour",
        < 47.5 * 3600 => $"{(int)(duration.TotalHours + 0.5)} hours",
        < 14 * 86400 => $"{(int)duration.TotalDays} days",
        < 60 * 86400 => $"{(int)(duration.TotalDays / 7)} weeks",
        < 730 * 86400d => $"{(int)(duration.TotalDays / 30)} months",
        _ => $"{(int)(duration.TotalDays / 365)} years",
    };
}
