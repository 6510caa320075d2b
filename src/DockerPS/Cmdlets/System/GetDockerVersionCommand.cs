using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets the version of a Docker engine.</summary>
/// <remarks>
/// <para>Gets the version of the engine and of its components, the versions of the Engine API that it supports, and the version that this
/// module uses with it.</para>
/// </remarks>
/// <docker>docker version</docker>
/// <example runnable="true">
/// <para>Shows the version.</para>
/// <code>Get-DockerVersion</code>
/// </example>
/// <example runnable="true">
/// <para>Checks whether the engine is new enough.</para>
/// <code>(Get-DockerVersion).Version -ge '20.10'</code>
/// </example>
/// <example runnable="true">
/// <para>Lists the components of the engine.</para>
/// <code>(Get-DockerVersion).Components</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "DockerVersion")]
[OutputType(typeof(DockerVersion))]
public sealed class GetDockerVersionCommand : EngineCmdlet
{
    /// <inheritdoc />
    protected override async Task ProcessAsync() => WriteObject(await GetClient().System.GetVersionAsync(StoppingToken));
}
