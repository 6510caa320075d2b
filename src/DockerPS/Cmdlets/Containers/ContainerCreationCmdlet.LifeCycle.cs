using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>
    /// When the engine restarts the container: <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure</c> or
    /// <c>on-failure:TIMES</c>.
    /// </summary>
    [Parameter]
    [Alias("Restart")]
    [Completions<RestartPolicyCompleter>]
    [ValueTransformation<RestartPolicy>]
    public RestartPolicy? RestartPolicy { get; set; }

    /// <summary>The signal that stops the container, instead of SIGTERM.</summary>
    [Parameter]
    [Completions<SignalCompleter>]
    public string? StopSignal { get; set; }

    /// <summary>How long the container may take to stop before it is killed: a TimeSpan, seconds, or a string such as <c>30s</c>.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<DurationCompleter>]
    public TimeSpan? StopTimeout { get; set; }

    /// <summary>Removes the container and its anonymous volumes when it exits.</summary>
    [Parameter]
    [Alias("Rm")]
    public SwitchParameter RemoveAfter { get; set; }
}
