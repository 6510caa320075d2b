using System.Management.Automation;
using DockerPS.Engine;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>Connects the session to a Docker engine.</summary>
/// <remarks>
/// <para>Finds the engine, makes sure that it answers, and makes it the default for all cmdlets of this session that are called without
/// -Engine. Without -Engine it connects to the engine that the docker command would use.</para>
/// <para>If the engine does not answer, the session keeps its previous default. Connect-Docker is optional: without it, cmdlets use the
/// engine that the docker command would use. Each runspace has its own session.</para>
/// </remarks>
/// <docker>docker --host, docker --context</docker>
/// <example runnable="true">
/// <para>Connects to the engine that the docker command would use, shows its API version, and disconnects.</para>
/// <code>Connect-Docker | ForEach-Object ApiVersion; Disconnect-Docker</code>
/// </example>
/// <example>
/// <para>Works on the engine of a docker context.</para>
/// <code>Connect-Docker prod; Get-Container</code>
/// </example>
/// <example>
/// <para>Connects over TLS, with the certificates in a folder.</para>
/// <code>Connect-Docker tcp://build.example:2376 -CertificatePath ~/certificates/build</code>
/// </example>
/// <example>
/// <para>Connects over ssh, using the keys, agent and configuration of the ssh command.</para>
/// <code>Connect-Docker ssh://admin@build.example</code>
/// </example>
[Cmdlet(VerbsCommunications.Connect, "Docker")]
[OutputType(typeof(DockerConnection))]
public sealed class ConnectDockerCommand : ConnectingCmdlet
{
    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        EngineClient? client = null;
        try
        {
            client = new EngineClient(Resolve(null));
            await client.PingAsync(StoppingToken);
        }
        catch (EngineException e)
        {
            client?.Dispose();
            // The commands that follow are meant for that engine, so they must not run
            ThrowTerminatingError(e);
        }
        catch
        {
            client?.Dispose();
            throw;
        }
        var session = DockerSession.Current;
        session.Choose(client!);
        WriteObject(session.Describe(client!.Endpoint));
    }
}
