using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>The command that checks the container's health; a shell in the container runs it.</summary>
    [Parameter]
    [Alias("HealthCmd")]
    [Completions<NothingCompleter>]
    public string? HealthCommand { get; set; }

    /// <summary>The time between health checks.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<DurationCompleter>]
    public TimeSpan? HealthInterval { get; set; }

    /// <summary>How long a health check may take.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<DurationCompleter>]
    public TimeSpan? HealthTimeout { get; set; }

    /// <summary>How long after the start failed health checks do not count.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<DurationCompleter>]
    public TimeSpan? HealthStartPeriod { get; set; }

    /// <summary>The time between health checks during the start period. Needs version 1.44 of the Engine API.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<DurationCompleter>]
    public TimeSpan? HealthStartInterval { get; set; }

    /// <summary>How many consecutive health checks must fail before the container is unhealthy.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [NumberTransformation("number of failures", 3)]
    [Completions<NothingCompleter>]
    public int? HealthRetries { get; set; }

    /// <summary>Turns the image's health check off.</summary>
    [Parameter]
    public SwitchParameter NoHealthCheck { get; set; }

    HealthCheck? ToHealth()
    {
        var check = new HealthCheck
        {
            Test = string.IsNullOrEmpty(HealthCommand) ? [] : HealthCheck.TestOf(HealthCommand),
            Interval = HealthInterval,
            Timeout = HealthTimeout,
            StartPeriod = HealthStartPeriod,
            StartInterval = HealthStartInterval,
            Retries = HealthRetries,
        };
        bool isAsked = check.Test.Count > 0 || check != new HealthCheck { Test = check.Test };
        if (!NoHealthCheck)
            return isAsked ? check : null;
        return isAsked
            ? throw new EngineException(EngineError.Invalid, new Subject("HealthCheck"), "-NoHealthCheck cannot be used together with the other health parameters.")
            : HealthCheck.Disabled;
    }
}
