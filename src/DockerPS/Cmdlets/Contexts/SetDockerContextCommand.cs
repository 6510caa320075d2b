using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>Changes docker contexts.</summary>
/// <remarks>
/// <para>Changes what you specify and leaves everything else alone. Setting a new engine removes the certificates of the old one; specify
/// their folder again to keep them.</para>
/// </remarks>
/// <docker>docker context update</docker>
/// <example>
/// <para>Changes the description.</para>
/// <code>Set-DockerContext prod -Description 'Handle with care'</code>
/// </example>
/// <example>
/// <para>Updates the certificates, and shows the result.</para>
/// <code>Set-DockerContext prod -CertificatePath ~/certificates/prod -PassThru</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "DockerContext", SupportsShouldProcess = true)]
[OutputType(typeof(DockerContext))]
public sealed class SetDockerContextCommand : DockerContextActionCmdlet
{
    /// <summary>A short description, shown in lists.</summary>
    [Parameter]
    [AllowEmptyString]
    [Completions<NothingCompleter>]
    public string? Description { get; set; }

    /// <summary>
    /// The Docker engine: an address (<c>unix://</c>, <c>npipe://</c>, <c>tcp://</c> or <c>ssh://</c>), a connection made by
    /// <c>Connect-Docker</c>, or the name of a context to copy the address and certificates from.
    /// </summary>
    [Parameter]
    [Completions<EngineNameCompleter>]
    public EngineReference? Engine { get; set; }

    /// <summary>
    /// A folder with certificates under docker's names: <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>. They replace the existing ones.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>Accepts any server certificate; <c>-SkipCertificateCheck:$false</c> turns checking on again.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Returns the changed contexts. By default, nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Action => "Change context";

    private protected override void Act(ContextStore store, DockerContext context)
    {
        var changed = store.Update(context.Name, Description, NewEndpoint(context.Name));
        if (PassThru)
            WriteObject(changed);
    }

    /// <summary>The new endpoint; null if no parameter changes it.</summary>
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
