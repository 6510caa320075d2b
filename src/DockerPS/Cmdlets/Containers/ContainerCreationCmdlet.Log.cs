using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>The driver that keeps its log.</summary>
    [Parameter]
    [Completions<LogDriverCompleter>]
    public string? LogDriver { get; set; }

    /// <summary>Options of the log driver: a hashtable, or texts such as <c>'max-size=10m'</c>.</summary>
    [Parameter]
    [Alias("LogOpt")]
    [KeyValueTransformation]
    [Completions<LogOptionCompleter>]
    public string[] LogOption { get; set; } = [];
}
