using System.Management.Automation;
using DockerPS.Engine;
using DockerPS.Session;

namespace DockerPS.Cmdlets;

/// <summary>Tests whether a Docker engine answers.</summary>
/// <remarks>
/// <para>Returns whether the engine answers, and never fails because it does not; -Verbose tells why. A name that is no docker context, and
/// an address that is none, are errors all the same.</para>
/// <para>Without -Engine it tests the engine that the session uses. Each test is a connection of its own, so it also sees what a connection
/// that stands would not.</para>
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
/// <para>Tells why an engine cannot be reached.</para>
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
