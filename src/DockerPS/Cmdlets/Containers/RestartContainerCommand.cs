using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Restarts containers.</summary>
/// <remarks>
/// <para>Stops each container, like Stop-Container, and starts it again; a container that is not running is just started. All containers
/// are restarted at the same time.</para>
/// </remarks>
/// <docker>docker restart</docker>
/// <example>
/// <para>Restarts a container.</para>
/// <code>Restart-Container web</code>
/// </example>
/// <example>
/// <para>Restarts every container of an application, gives each five seconds to stop, and returns them.</para>
/// <code>Get-Container -Label app=shop | Restart-Container -Timeout 5s -PassThru</code>
/// </example>
[Cmdlet(VerbsLifecycle.Restart, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class RestartContainerCommand : ContainerChangeCmdlet
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

    // the engine mostly waits
    private protected override int DefaultThrottleLimit => 1000;

    private protected override string Action => "Restart container";

    private protected override Task ChangeAsync(Target target) =>
        target.Client.Containers.RestartAsync(target.Key, Timeout, Signal, StoppingToken);
}
