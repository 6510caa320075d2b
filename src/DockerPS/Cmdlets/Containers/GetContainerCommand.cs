using System.Management.Automation;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>Gets containers.</summary>
[Cmdlet(VerbsCommon.Get, "Container")]
[OutputType(typeof(Container))]
public sealed class GetContainerCommand : EngineCmdlet
{
    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        foreach (var container in await GetClient().Containers.ListAsync(null, StoppingToken))
            WriteObject(container);
    }
}
