using System.Management.Automation;

namespace DockerPS.Completion;

/// <summary>Completes <c>-Context</c> with the names of the docker contexts.</summary>
public sealed class DockerContextCompleterAttribute : ArgumentCompleterAttribute
{
    /// <summary>Makes the attribute.</summary>
    public DockerContextCompleterAttribute()
        : base(typeof(EngineNameCompleter)) { }
}
