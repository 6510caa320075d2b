using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>A cmdlet with parameters for reaching an engine over TLS.</summary>
public abstract class CertificateCmdlet : AsyncCmdlet
{
    private protected CertificateCmdlet() { }

    /// <summary>
    /// A folder with certificates under docker's names: <c>ca.pem</c>, which must have signed the engine's certificate, and <c>cert.pem</c>
    /// and <c>key.pem</c>, which this client presents. Turns on TLS for <c>tcp://</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>
    /// Accepts any server certificate. Turns on TLS for <c>tcp://</c>, but anyone in between can read and change everything.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The folder on disk; null if none was given.</summary>
    private protected string? CertificateFolder => CertificatePath is { } path ? FilePaths.ResolveLiteral(SessionState.Path, path) : null;
}
