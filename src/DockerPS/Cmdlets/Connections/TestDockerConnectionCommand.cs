using System.Management.Automation;
using DockerPS.Engine;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>Tests whether a Docker engine answers.</summary>
/// <remarks>
/// <para>Returns $true or $false and does not fail if the engine is unreachable; -Verbose shows the reason. An unknown docker context or an
/// invalid address is still an error.</para>
/// <para>Without -Engine, tests the engine that the session uses. Each test opens a new connection, so it also finds problems that an open
/// connection would hide.</para>
/// </remarks>
/// <docker>docker info</docker>
/// <example runnable="true">
/// <para>Tests the engine that the session uses.</para>
/// <code>Test-DockerConnection</code>
/// </example>
/// <example>
/// <para>Lists the docker contexts whose engines do not answer within two seconds.</para>
/// <code>Get-DockerContext | Where-Object { -not (Test-DockerConnection $_ -Timeout 2) }</code>
/// </example>
/// <example>
/// <para>Shows why an engine cannot be reached.</para>
/// <code>Test-DockerConnection tcp://build.example:2376 -Verbose</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "DockerConnection")]
[OutputType(typeof(bool))]
public sealed class TestDockerConnectionCommand : ConnectingCmdlet
{
    /// <inheritdoc />
    protected override async Task ProcessAsync() =>
        await TryAsync(null, async () => WriteObject(await AnswersAsync(Resolve(DockerSession.Current.Chosen))));

    async Task<bool> AnswersAsync(EngineEndpoint endpoint)
    {
        using var client = new EngineClient(endpoint);
        try
        {
            await client.PingAsync(StoppingToken);
            return true;
        }
        catch (EngineException e) when (e.Error is EngineError.Unavailable or EngineError.AccessDenied)
        {
            WriteVerbose(e.Message);
            return false;
        }
    }
}
