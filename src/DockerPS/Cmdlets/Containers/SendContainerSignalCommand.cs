using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Sends a signal to containers.</summary>
/// <remarks>
/// <para>Sends a signal to the main process of each container. The default is SIGKILL, which ends the process at once with no chance to
/// clean up; Stop-Container is the gentle way.</para>
/// </remarks>
/// <docker>docker kill</docker>
/// <example>
/// <para>Makes a web server reload its configuration.</para>
/// <code>Send-ContainerSignal web -Signal SIGHUP</code>
/// </example>
/// <example>
/// <para>Kills every container of a test.</para>
/// <code>Send-ContainerSignal test-*</code>
/// </example>
[Cmdlet(VerbsCommunications.Send, "ContainerSignal", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class SendContainerSignalCommand : ContainerChangeCmdlet
{
    /// <summary>The signal: a name such as <c>SIGHUP</c> or <c>HUP</c>, or a number. If omitted, SIGKILL.</summary>
    [Parameter(Position = 1)]
    [Completions<SignalCompleter>]
    public string? Signal { get; set; }

    private protected override string Action => $"Send {Signal ?? "SIGKILL"} to container";

    private protected override Task ChangeAsync(Target target) => target.Client.Containers.SignalAsync(target.Key, Signal, StoppingToken);
}
