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
    /// The Docker engine to talk to: the name of a docker context, an address (<c>unix://</c>, <c>npipe://</c>, <c>tcp://</c> or
    /// <c>ssh://</c>), or a connection made by <c>Connect-Docker</c>. Left out, it is the engine of the piped object, else the one that
    /// <c>Connect-Docker</c> chose for the session, else the one that the <c>docker</c> command would use.
    /// </summary>
    [Parameter]
    [Completions<EngineNameCompleter>]
    public EngineReference? Engine { get; set; }

    /// <summary>The client for the engine that an object comes from, unless <see cref="Engine" /> names another one.</summary>
    protected EngineClient GetClient(EngineObject thing) =>
        Engine is null ? DockerSession.Current.GetClient(thing.Engine) : DockerSession.Current.GetClient(Engine);

    /// <summary>The client for the engine of an object, else for the engine of this command.</summary>
    /// <param name="reference">What the user named; null when it says nothing about an engine.</param>
    /// <exception cref="EngineException">It is an object of another kind.</exception>
    protected EngineClient GetClient(ResourceReference? reference = null)
    {
        if (reference?.Other is { } other && !TakesKind(other.Kind))
            throw OtherKind.Refuse(reference, other);
        return Engine is null && reference?.Engine is { } address
            ? DockerSession.Current.GetClient(address)
            : DockerSession.Current.GetClient(Engine);
    }

    /// <summary>Whether an object of another kind says which things are meant: those that belong to it.</summary>
    private protected virtual bool TakesKind(string kind) => false;
}
