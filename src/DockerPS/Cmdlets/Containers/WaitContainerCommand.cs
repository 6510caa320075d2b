using System.Management.Automation;
using System.Text.RegularExpressions;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Waits until containers have ended, or are ready.</summary>
/// <remarks>
/// <para>
/// Without further parameters it waits until each container has ended. With -Healthy, -Port, -LogPattern, -Uri or -Command it waits until
/// each is ready; of several all have to hold. A container that ends meanwhile is an error at once, with its exit code, the last health
/// check and the last log lines.
/// </para>
/// <para>All containers are waited for at the same time. Returns them as they are then, so that the exit code is at hand and a pipeline
/// goes on.</para>
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
/// <code>New-Container nginx -Name web -Start -Port 8080:80 | Wait-Container -Uri http://localhost:8080/ -Timeout 30s</code>
/// </example>
/// <example>
/// <para>Waits until a database says that it is ready and lets somebody in.</para>
/// <code>Wait-Container db -LogPattern 'ready to accept connections' -Command pg_isready, -U, app -Timeout 2m</code>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "Container")]
[OutputType(typeof(Container))]
public sealed class WaitContainerCommand : ForEachContainerCmdlet
{
    /// <summary>Waits until the container is removed, and not only ended.</summary>
    [Parameter]
    public SwitchParameter Removed { get; set; }

    /// <summary>Waits until the health check of the container passes; one that fails for good is an error.</summary>
    [Parameter]
    public SwitchParameter Healthy { get; set; }

    /// <summary>Waits until the container takes TCP connections on these ports: its own numbers, however they are published.</summary>
    [Parameter]
    [PortMappingTransformation]
    [Completions<PortCompleter>]
    public PortMapping[] Port { get; set; } = [];

    /// <summary>Waits until a line of its log, since its last start, matches this regular expression.</summary>
    [Parameter]
    public string? LogPattern { get; set; }

    /// <summary>Waits until a web server answers at this address.</summary>
    [Parameter]
    public Uri? Uri { get; set; }

    /// <summary>The HTTP status codes that count as an answer of -Uri; all below 400 when left out.</summary>
    [Parameter]
    [ValidateRange(100, 599)]
    public int[] StatusCode { get; set; } = [];

    /// <summary>A regular expression that the body of the answer of -Uri has to match.</summary>
    [Parameter]
    public string? BodyPattern { get; set; }

    /// <summary>Waits until this command in the container ends with 0: a program and its arguments.</summary>
    [Parameter]
    [AllowEmptyString]
    public string[] Command { get; set; } = [];

    /// <summary>How long to wait at most: a TimeSpan, seconds, or a text such as <c>30s</c>. As long as it takes when left out.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<DurationCompleter>]
    public TimeSpan? Timeout { get; set; }

    // it only waits
    private protected override string? Action => null;

    private protected override int DefaultThrottleLimit => 1000;

    bool WaitsForReadiness => Healthy || Port.Length > 0 || LogPattern is not null || Uri is not null || Command.Length > 0;

    /// <inheritdoc />
    protected override Task BeginAsync()
    {
        if (Removed && WaitsForReadiness)
            throw new EngineException(EngineError.Invalid, new Subject("WaitCondition"), "-Removed cannot be used together with what makes a container ready.");
        if (Uri is null && (StatusCode.Length > 0 || BodyPattern is not null))
            throw new EngineException(EngineError.Invalid, new Subject("WaitCondition"), "-StatusCode and -BodyPattern say what -Uri has to answer, so expected -Uri.");
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

    // as -match compares
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
