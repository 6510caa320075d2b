using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>Waits until containers have ended, or take connections.</summary>
/// <remarks>
/// <para>Without further parameters it waits until each container has ended. With -Port it waits until each takes connections on that port; one that ends meanwhile is an error at once, with its exit code and last log lines.</para>
/// <para>All are waited for at the same time. Returns the containers as they are then, so that the exit code is at hand and a pipeline goes on.</para>
/// </remarks>
/// <docker>docker wait</docker>
/// <example runnable="true">
/// <para>Waits for the end of a job, and shows its exit code.</para>
/// <code>$job = New-Container busybox -Start -- sh -c 'exit 3'
/// ($job | Wait-Container).ExitCode
/// $job | Remove-Container</code>
/// </example>
/// <example>
/// <para>Starts a web server and goes on when it answers, after half a minute at most.</para>
/// <code>New-Container nginx -Name web -Start -Port 8080:80 | Wait-Container -Port 80 -Timeout 30s</code>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "Container")]
[OutputType(typeof(Container))]
public sealed class WaitContainerCommand : ContainerActionCmdlet
{
    /// <summary>Waits until the container takes TCP connections on these ports: its own numbers, however they are published.</summary>
    [Parameter]
    [PortMappingTransformation]
    public PortMapping[] Port { get; set; } = [];

    /// <summary>How long to wait at most: a TimeSpan, seconds, or a text such as <c>30s</c>. As long as it takes when left out.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    // it only waits
    private protected override int DefaultThrottleLimit => 1000;

    private protected override string? Action => null;

    private protected override async Task ActAsync(Target target)
    {
        var waiter = target.Client.Waiter;
        results[target] = Port.Length > 0
            ? await waiter.WaitForPortsAsync(target.Key, Port, Timeout, StoppingToken)
            : await waiter.WaitForExitAsync(target.Key, Timeout, StoppingToken);
    }

    readonly Dictionary<Target, Container> results = [];

    private protected override Task DoneAsync(Target target)
    {
        if (results.Remove(target, out var container))
            WriteObject(container);
        return Task.CompletedTask;
    }
}
