using System.Management.Automation;
using System.Text.RegularExpressions;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Waits until containers exit or are ready.</summary>
/// <remarks>
/// <para>
/// By default it waits until each container exits. With -Healthy, -Port, -LogPattern, -Uri or -Command it waits until each container is
/// ready; if several are given, all must be met. If a container exits in the meantime, that is an error at once, with its exit code, last
/// health check and last log lines.
/// </para>
/// <para>Waits for all containers at the same time, and returns them in their new state, so that the exit code is available and a pipeline
/// can continue.</para>
/// </remarks>
/// <docker>docker wait</docker>
/// <example runnable="true">
/// <para>Waits for a job to finish, and shows its exit code.</para>
/// <code>$job = New-Container busybox -Start -- sh -c 'exit 3'
/// ($job | Wait-Container).ExitCode
/// $job | Remove-Container</code>
/// </example>
/// <example>
/// <para>Starts a web server and continues when it answers, after half a minute at most.</para>
/// <code>New-Container nginx -Name web -Start -Port 8080:80 | Wait-Container -Uri http://localhost:8080/ -Timeout 30s</code>
/// </example>
/// <example>
/// <para>Waits until a database logs that it is ready and accepts connections.</para>
/// <code>Wait-Container db -LogPattern 'ready to accept connections' -Command pg_isready, -U, app -Timeout 2m</code>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "Container")]
[OutputType(typeof(Container))]
public sealed class WaitContainerCommand : ForEachContainerCmdlet
{
    /// <summary>Waits until the container has been removed, not just until it exits.</summary>
    [Parameter]
    public SwitchParameter Removed { get; set; }

    /// <summary>Waits until the container's health check passes; if it becomes unhealthy, that is an error.</summary>
    [Parameter]
    public SwitchParameter Healthy { get; set; }

    /// <summary>
    /// Waits until the container accepts TCP connections on these ports: its own port numbers, however they are published.
    /// </summary>
    [Parameter]
    [PortMappingTransformation]
    [Completions<PortCompleter>]
    public PortMapping[] Port { get; set; } = [];

    /// <summary>Waits until a log line written since the last start matches this regular expression.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string? LogPattern { get; set; }

    /// <summary>Waits until a web server answers at this address.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public Uri? Uri { get; set; }

    /// <summary>The HTTP status codes that -Uri accepts as an answer. If omitted, all below 400.</summary>
    [Parameter]
    [ValidateRange(100, 599)]
    [Completions<NothingCompleter>]
    public int[] StatusCode { get; set; } = [];

    /// <summary>A regular expression that the body of the answer from -Uri must match.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string? BodyPattern { get; set; }

    /// <summary>Waits until this command in the container exits with 0: a program and its arguments.</summary>
    [Parameter]
    [AllowEmptyString]
    [Completions<NothingCompleter>]
    public string[] Command { get; set; } = [];

    /// <summary>The maximum time to wait: a TimeSpan, seconds, or a string such as <c>30s</c>. If omitted, there is no limit.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<DurationCompleter>]
    public TimeSpan? Timeout { get; set; }

    // only waits
    private protected override string? Action => null;

    private protected override int DefaultThrottleLimit => 1000;

    bool WaitsForReadiness => Healthy || Port.Length > 0 || LogPattern is not null || Uri is not null || Command.Length > 0;

    /// <inheritdoc />
    protected override Task BeginAsync()
    {
        if (Removed && WaitsForReadiness)
            throw new EngineException(
                EngineError.Invalid,
                new Subject("WaitCondition"),
                "-Removed cannot be combined with parameters that wait until a container is ready.");
        if (Uri is null && (StatusCode.Length > 0 || BodyPattern is not null))
            throw new EngineException(
                EngineError.Invalid,
                new Subject("WaitCondition"),
                "-StatusCode and -BodyPattern describe the answer from -Uri, so expected -Uri.");
        return base.BeginAsync();
    }

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        var waiter = target.Client.Waiter;
        return [WaitsForReadiness
            ? await waiter.WaitForReadinessAsync(target.Key, Readiness, Timeout, StoppingToken)
            : await waiter.WaitForExitAsync(target.Key, Removed, Timeout, StoppingToken)];
    }

    ContainerReadiness Readiness => new()
    {
        Healthy = Healthy,
        Ports = Port,
        LogPattern = ToRegex(LogPattern),
        Uri = Uri,
        StatusCodes = StatusCode,
        BodyPattern = ToRegex(BodyPattern),
        Command = Command,
    };

    // compares like -match
    static Regex? ToRegex(string? pattern)
    {
        try
        {
            return pattern is null
                ? null
                : new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
        }
        catch (ArgumentException e)
        {
            throw new EngineException(EngineError.Invalid, new Subject("Pattern", pattern), $"'{pattern}' is not a valid regular expression: {e.Message}", e);
        }
    }
}
