using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>A cmdlet that checks whether an engine answers.</summary>
public abstract class ConnectingCmdlet : CertificateCmdlet
{
    private protected ConnectingCmdlet() { }

    /// <summary>
    /// The Docker engine: the name of a docker context, an address (<c>unix://</c>, <c>npipe://</c>, <c>tcp://</c> or <c>ssh://</c>), or a
    /// connection or context object.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Completions<EngineNameCompleter>]
    public EngineReference? Engine { get; set; }

    /// <summary>
    /// How long to wait for the connection and for the engine's first answer: a TimeSpan, seconds, or a string such as <c>500ms</c>. If
    /// omitted, 15 seconds, or 45 seconds for ssh.
    /// </summary>
    [Parameter]
    [DurationTransformation]
    [Completions<NothingCompleter>]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The endpoint that the parameters give; they take precedence over a piped object.</summary>
    private protected EngineEndpoint Resolve(EngineEndpoint? otherwise)
    {
        if (Timeout <= TimeSpan.Zero)
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Timeout", Timeout.ToString()),
                "The timeout must be greater than zero.");
        string? folder = CertificateFolder ?? Engine?.CertificatePath;
        bool skip = SkipCertificateCheck || (Engine?.SkipCertificateCheck ?? false);
        var endpoint = Engine is null && folder is null && !skip && otherwise is not null
            ? otherwise
            : EndpointResolver.Resolve(Engine?.Text, folder, skip, DockerSession.EngineParameter);
        return Timeout is null ? endpoint : endpoint with { Timeout = Timeout };
    }
}
