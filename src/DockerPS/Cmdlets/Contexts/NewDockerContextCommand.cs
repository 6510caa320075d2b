using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>Creates a docker context.</summary>
/// <remarks>
/// <para>Creates a named entry for an engine in the docker command's own store, so that docker, docker compose and these cmdlets can use
/// it. Certificates are copied into the store, where only you can read them. The engine is not contacted.</para>
/// </remarks>
/// <docker>docker context create</docker>
/// <example>
/// <para>Creates a context for an engine that is reached over ssh, and uses it from then on.</para>
/// <code>New-DockerContext build ssh://admin@build.example -Description 'The build machine' | Use-DockerContext</code>
/// </example>
/// <example>
/// <para>Creates a context for an engine that is reached over TLS.</para>
/// <code>New-DockerContext prod tcp://prod.example:2376 -CertificatePath ~/certificates/prod</code>
/// </example>
/// <example>
/// <para>Copies a context with its certificates.</para>
/// <code>New-DockerContext copy -Engine prod</code>
/// </example>
[Cmdlet(VerbsCommon.New, "DockerContext", SupportsShouldProcess = true)]
[OutputType(typeof(DockerContext))]
public sealed class NewDockerContextCommand : CertificateCmdlet
{
    /// <summary>The name: at least two letters, digits or characters <c>_ . + -</c>, beginning with a letter or digit.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Completions<NothingCompleter>]
    public string Name { get; set; } = "";

    /// <summary>
    /// The Docker engine: an address (<c>unix://</c>, <c>npipe://</c>, <c>tcp://</c> or <c>ssh://</c>), a connection made by
    /// <c>Connect-Docker</c>, or the name of a context to copy. If omitted, the engine that the docker command would use.
    /// </summary>
    [Parameter(Position = 1)]
    [Completions<EngineNameCompleter>]
    public EngineReference? Engine { get; set; }

    /// <summary>A short description, shown in lists.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Completions<NothingCompleter>]
    public string? Description { get; set; }

    /// <inheritdoc />
    protected override Task ProcessAsync()
    {
        var endpoint = EndpointResolver.ResolveForContext(
            Engine?.Text,
            CertificateFolder ?? Engine?.CertificatePath,
            SkipCertificateCheck || (Engine?.SkipCertificateCheck ?? false),
            DockerSession.EngineParameter);
        if (ShouldProcess(Name, $"Create context for {endpoint.Address}"))
            WriteObject(ContextStore.Open().Create(Name, Description, endpoint));
        return Task.CompletedTask;
    }
}
