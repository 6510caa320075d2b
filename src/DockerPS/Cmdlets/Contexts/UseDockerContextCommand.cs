using System.Management.Automation;
using DockerPS.Engine;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>Selects the current docker context.</summary>
/// <remarks>
/// <para>From then on, the docker command uses it in every session of this user, and so do cmdlets in sessions without Connect-Docker. A
/// warning says if something else still takes precedence: DOCKER_HOST, DOCKER_CONTEXT, or Connect-Docker in this session.</para>
/// </remarks>
/// <docker>docker context use</docker>
/// <example>
/// <para>Uses the engine of a context from now on.</para>
/// <code>Use-DockerContext prod</code>
/// </example>
/// <example>
/// <para>Goes back to the engine of this machine.</para>
/// <code>Use-DockerContext default</code>
/// </example>
[Cmdlet(VerbsOther.Use, "DockerContext", SupportsShouldProcess = true)]
[OutputType(typeof(DockerContext))]
public sealed class UseDockerContextCommand : DockerContextActionCmdlet
{
    string? used;

    /// <summary>Returns the context. By default, nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Action => "Select context";

    private protected override bool TakesDefault => true;

    private protected override void Act(ContextStore store, DockerContext context)
    {
        if (used is not null && used != context.Name)
            throw new EngineException(
                EngineError.Invalid,
                new Subject("DockerContext", context.Name),
                $"Only one context can be current; '{used}' is current now, so '{context.Name}' was not selected.");
        store.Use(context.Name);
        used = context.Name;
        if (store.OverrulingVariable is { } variable)
            WriteWarning(
                $"The environment variable {variable} takes precedence over the current context '{context.Name}' in this session.");
        if (DockerSession.Current.Chosen is { } chosen)
            WriteWarning(
                $"This session is connected to {chosen.Address}; run Disconnect-Docker to use the current context '{context.Name}'.");
        if (PassThru)
            WriteObject(store.Get(context.Name));
    }
}
