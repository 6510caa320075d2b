using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Pipeline;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>Gets the session's connections to Docker engines.</summary>
/// <remarks>
/// <para>Gets the engines that this session has used, and the default engine together with where its address came from. It does not contact
/// any engine.</para>
/// </remarks>
/// <docker>docker context show</docker>
/// <example runnable="true">
/// <para>Shows which engines the session has used, and which one is the default.</para>
/// <code>Get-DockerConnection</code>
/// </example>
/// <example>
/// <para>Shows where the address of the default engine came from.</para>
/// <code>Get-DockerConnection -Default | ForEach-Object Source</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "DockerConnection", DefaultParameterSetName = "Engine")]
[OutputType(typeof(DockerConnection))]
public sealed class GetDockerConnectionCommand : AsyncCmdlet
{
    /// <summary>
    /// The Docker engine: the name of a docker context, an address, or a connection object. If omitted, all connections of the session.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Engine")]
    [Completions<EngineNameCompleter>]
    public EngineReference? Engine { get; set; }

    /// <summary>Only the default engine, which cmdlets use without -Engine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Default")]
    public SwitchParameter Default { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        var session = DockerSession.Current;
        if (Engine is not null || Default)
        {
            WriteObject(session.Describe(session.Resolve(Engine)));
            return;
        }
        var used = session.Clients.Select(static client => client.Endpoint).ToList();
        await TryAsync(null, () =>
        {
            var usual = session.Resolve(null);
            if (!used.Exists(endpoint => endpoint.Address == usual.Address))
                used.Insert(0, usual);
            return Task.CompletedTask;
        });
        foreach (var endpoint in used)
            WriteObject(session.Describe(endpoint));
    }
}
