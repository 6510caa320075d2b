using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Pipeline;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>Closes the session's connection to a Docker engine.</summary>
/// <remarks>
/// <para>Without -Engine it closes the connection that Connect-Docker made, and the session goes back to the engine that the docker command
/// would use. With -Engine it closes the connections to that engine. An engine that the session is not connected to is no error.</para>
/// </remarks>
/// <example runnable="true">
/// <para>Goes back to the engine that the docker command would use.</para>
/// <code>Disconnect-Docker</code>
/// </example>
/// <example>
/// <para>Closes all connections of the session.</para>
/// <code>Get-DockerConnection | Disconnect-Docker</code>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "Docker")]
[OutputType(typeof(void))]
public sealed class DisconnectDockerCommand : AsyncCmdlet
{
    /// <summary>
    /// The Docker engine: a connection, the name of a docker context, or an address. The one of Connect-Docker when left out.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Completions<EngineNameCompleter>]
    public EngineReference? Engine { get; set; }

    /// <inheritdoc />
    protected override Task ProcessAsync()
    {
        if (Engine is not null)
            DockerSession.Current.Forget(Engine);
        else
            DockerSession.Current.ForgetChosen();
        return Task.CompletedTask;
    }
}
