using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>The log driver.</summary>
    [Parameter]
    [Completions<LogDriverCompleter>]
    public string? LogDriver { get; set; }

    /// <summary>Options for the log driver: a hashtable, or strings such as <c>'max-size=10m'</c>.</summary>
    [Parameter]
    [Alias("LogOpt")]
    [KeyValueTransformation]
    [Completions<LogOptionCompleter>]
    public string[] LogOption { get; set; } = [];
}
