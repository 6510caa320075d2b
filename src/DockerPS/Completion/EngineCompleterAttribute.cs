using System.Management.Automation;

namespace DockerPS.Completion;

/// <summary>Completes <c>-Engine</c> with the names of the docker contexts.</summary>
public sealed class EngineCompleterAttribute : ArgumentCompleterAttribute
{
    /// <summary>Makes the attribute.</summary>
    public EngineCompleterAttribute()
        : base(typeof(EngineNameCompleter)) { }
}
