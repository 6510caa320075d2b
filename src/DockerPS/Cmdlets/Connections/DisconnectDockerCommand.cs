using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Pipeline;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>Closes the session's connection to a Docker engine.</summary>
/// <remarks>
/// <para>Without -Engine, closes the connection that Connect-Docker made, and the session goes back to the engine that the docker command
/// would use. With -Engine, closes the connections to that engine. It is not an error if the session has no connection to that
/// engine.</para>
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
    /// The Docker engine: a connection, the name of a docker context, or an address. If omitted, the connection made by Connect-Docker.
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
