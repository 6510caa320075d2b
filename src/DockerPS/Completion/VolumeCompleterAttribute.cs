using System.Collections;
using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Completes the names of volumes.</summary>
public sealed class VolumeCompleterAttribute : ArgumentCompleterAttribute
{
    /// <summary>Makes the attribute.</summary>
    public VolumeCompleterAttribute()
        : base(typeof(VolumeCompleter)) { }
}

/// <summary>Offers the volumes of the engine, with driver and place as the tooltip.</summary>
public sealed class VolumeCompleter : EngineCompleter
{
    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(EngineClient client, IDictionary bound, CancellationToken cancellationToken)
    {
        var volumes = await client.Volumes.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return volumes.Select(static volume => new Candidate(volume.Name, $"{volume.Driver}, {volume.MountPoint}"));
    }
}
