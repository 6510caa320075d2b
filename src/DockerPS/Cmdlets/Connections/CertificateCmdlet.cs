using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>A cmdlet that is told how to reach an engine over TLS.</summary>
public abstract class CertificateCmdlet : AsyncCmdlet
{
    private protected CertificateCmdlet() { }

    /// <summary>
    /// A folder with certificates as docker names them: <c>ca.pem</c>, which the engine's certificate has to come from, and
    /// <c>cert.pem</c> and <c>key.pem</c>, which this client shows. It turns on TLS for <c>tcp://</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>
    /// Takes any server for the engine, whatever its certificate. It turns on TLS for <c>tcp://</c>; whoever is in between can read and
    /// change everything.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The folder on the disk; null when none was named.</summary>
    private protected string? CertificateFolder => CertificatePath is { } path ? FilePaths.ResolveLiteral(SessionState.Path, path) : null;
}
