using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets information about a Docker engine and its host.</summary>
/// <remarks>
/// <para>Gets the number of containers and images, the storage driver, the host's processors and memory, drivers, runtimes, registries, and
/// the engine's warnings.</para>
/// </remarks>
/// <docker>docker info</docker>
/// <example runnable="true">
/// <para>Shows everything.</para>
/// <code>Get-DockerInfo</code>
/// </example>
/// <example runnable="true">
/// <para>Gets the memory of the host in gigabytes.</para>
/// <code>(Get-DockerInfo).Memory / 1GB</code>
/// </example>
/// <example>
/// <para>Compares engines in a table.</para>
/// <code>'prod', 'lab' | ForEach-Object { Get-DockerInfo -Engine $_ } | Format-Table</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "DockerInfo")]
[OutputType(typeof(DockerInfo))]
public sealed class GetDockerInfoCommand : EngineCmdlet
{
    /// <inheritdoc />
    protected override async Task ProcessAsync() => WriteObject(await GetClient().System.GetInfoAsync(StoppingToken));
}
