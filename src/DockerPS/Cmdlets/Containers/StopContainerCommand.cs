using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Stops containers.</summary>
/// <remarks>
/// <para>
/// Sends each container its stop signal, and kills it if it has not stopped in time. All containers are stopped at once, so stopping many
/// takes about as long as the slowest one. Stopped containers are left as they are.
/// </para>
/// </remarks>
/// <docker>docker stop</docker>
/// <example>
/// <para>Stops a container, giving it up to a minute.</para>
/// <code>Stop-Container web -Timeout 60</code>
/// </example>
/// <example>
/// <para>Stops all running containers.</para>
/// <code>Get-Container -Status Running | Stop-Container</code>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class StopContainerCommand : ContainerChangeCmdlet
{
    /// <summary>
    /// How long a container may take to stop before it is killed: a TimeSpan, seconds, or a string such as <c>30s</c>. If omitted, the
    /// container's own setting.
    /// </summary>
    [Parameter]
    [Alias("Time", "t")]
    [DurationTransformation]
    [Completions<DurationCompleter>]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The signal to send first, instead of the container's own. Needs version 1.42 of the Engine API.</summary>
    [Parameter]
    [Completions<SignalCompleter>]
    public string? Signal { get; set; }

    // the engine does nothing but wait
    private protected override int DefaultThrottleLimit => 1000;

    private protected override string Action => "Stop container";

    private protected override Task ChangeAsync(Target target) =>
        target.Client.Containers.StopAsync(target.Key, Timeout, Signal, StoppingToken);
}
