using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>Changes docker contexts.</summary>
/// <remarks>
/// <para>Changes what is named and leaves the rest as it was. A new engine takes the certificates of the old one away; name their folder
/// again to keep them.</para>
/// </remarks>
/// <docker>docker context update</docker>
/// <example>
/// <para>Changes the description.</para>
/// <code>Set-DockerContext prod -Description 'Handle with care'</code>
/// </example>
/// <example>
/// <para>Takes over renewed certificates, and shows the result.</para>
/// <code>Set-DockerContext prod -CertificatePath ~/certificates/prod -PassThru</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "DockerContext", SupportsShouldProcess = true)]
[OutputType(typeof(DockerContext))]
public sealed class SetDockerContextCommand : DockerContextActionCmdlet
{
    /// <summary>A sentence about it, for those who see it in a list.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>
    /// The Docker engine: an address (<c>unix://</c>, <c>npipe://</c>, <c>tcp://</c> or <c>ssh://</c>), a connection made by
    /// <c>Connect-Docker</c>, or the name of a context to take address and certificates from.
    /// </summary>
    [Parameter]
    [Completions<EngineNameCompleter>]
    public EngineReference? Engine { get; set; }

    /// <summary>
    /// A folder with certificates as docker names them: <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>. They take the place of those
    /// that there are.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>Takes any server for the engine, whatever its certificate; <c>-SkipCertificateCheck:$false</c> checks it again.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Returns the contexts, as they are then. Without it, nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Action => "Change context";

    private protected override void Act(ContextStore store, DockerContext context)
    {
        var changed = store.Update(context.Name, Description, NewEndpoint(context.Name));
        if (PassThru)
            WriteObject(changed);
    }

    /// <summary>The endpoint that it gets; null when nothing was said about it.</summary>
    EngineEndpoint? NewEndpoint(string context)
    {
        bool saysCheck = MyInvocation.BoundParameters.ContainsKey(nameof(SkipCertificateCheck));
        if (Engine is null && CertificatePath is null && !saysCheck)
            return null;
        string? folder = CertificatePath is { } path ? FilePaths.ResolveLiteral(SessionState.Path, path) : Engine?.CertificatePath;
        var endpoint = EndpointResolver.ResolveForContext(
            Engine?.Text ?? context,
            folder,
            SkipCertificateCheck || (Engine?.SkipCertificateCheck ?? false),
            DockerSession.EngineParameter);
        return saysCheck && !SkipCertificateCheck && endpoint.Tls is { } tls
            ? endpoint with { Tls = tls with { SkipVerify = false } }
            : endpoint;
    }
}
