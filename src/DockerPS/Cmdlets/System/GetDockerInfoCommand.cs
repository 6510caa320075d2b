using System.Management.Automation;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets information about a Docker engine and its host.</summary>
/// <remarks>
/// <para>Gets how many containers and images there are, how they are stored, the machine's processors and memory, drivers, runtimes,
/// registries, and what the engine finds wrong.</para>
/// </remarks>
/// <docker>docker info</docker>
/// <example runnable="true">
/// <para>Shows everything.</para>
/// <code>Get-DockerInfo</code>
/// </example>
/// <example runnable="true">
/// <para>Tells the memory of the machine in gigabytes.</para>
/// <code>(Get-DockerInfo).Memory / 1GB</code>
/// </example>
/// <example>
/// <para>Compares machines in a table.</para>
/// <code>'prod', 'lab' | ForEach-Object { Get-DockerInfo -Engine $_ } | Format-Table</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "DockerInfo")]
[OutputType(typeof(DockerInfo))]
public sealed class GetDockerInfoCommand : EngineCmdlet
{
    /// <inheritdoc />
    protected override async Task ProcessAsync() => WriteObject(await GetClient().System.GetInfoAsync(StoppingToken));
}
