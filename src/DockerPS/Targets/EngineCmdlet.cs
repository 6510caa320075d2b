using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Pipeline;
using DockerPS.Session;

namespace DockerPS.Targets;

/// <summary>A cmdlet that talks to an engine.</summary>
public abstract class EngineCmdlet : AsyncCmdlet
{
    /// <summary>
    /// The Docker engine: the name of a docker context, an address (<c>unix://</c>, <c>npipe://</c>, <c>tcp://</c> or <c>ssh://</c>), or a
    /// connection made by <c>Connect-Docker</c>. If omitted, the engine of the piped object, or else the session's engine
    /// (<c>Connect-Docker</c>), or else the engine that the <c>docker</c> command would use.
    /// </summary>
    [Parameter]
    [Completions<EngineNameCompleter>]
    public EngineReference? Engine { get; set; }

    /// <summary>Gets the client for the engine of an object, unless <see cref="Engine" /> selects another one.</summary>
    protected EngineClient GetClient(EngineObject thing) =>
        Engine is null ? DockerSession.Current.GetClient(thing.Engine) : DockerSession.Current.GetClient(Engine);

    /// <summary>Gets the client for the engine of a reference, or else for the engine of this command.</summary>
    /// <param name="reference">The reference; null if it does not imply an engine.</param>
    /// <exception cref="EngineException">The reference is an object of another kind.</exception>
    protected EngineClient GetClient(ResourceReference? reference = null)
    {
        if (reference?.Other is { } other && !TakesKind(other.Kind))
            throw OtherKind.Refuse(reference, other);
        return Engine is null && reference?.Engine is { } address
            ? DockerSession.Current.GetClient(address)
            : DockerSession.Current.GetClient(Engine);
    }

    /// <summary>Whether an object of another kind selects the objects that belong to it.</summary>
    private protected virtual bool TakesKind(string kind) => false;
}
