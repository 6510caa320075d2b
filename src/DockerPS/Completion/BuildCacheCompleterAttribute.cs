using System.Collections;
using System.Management.Automation;
using DockerPS.Engine;
using DockerPS.Formatting;

namespace DockerPS.Completion;

/// <summary>Completes the ids of the build cache.</summary>
public sealed class BuildCacheCompleterAttribute : ArgumentCompleterAttribute
{
    /// <summary>Makes the attribute.</summary>
    public BuildCacheCompleterAttribute()
        : base(typeof(BuildCacheCompleter)) { }
}

/// <summary>Offers the entries of the build cache, with type, size and description as the tooltip.</summary>
public sealed class BuildCacheCompleter : EngineCompleter
{
    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(EngineClient client, IDictionary bound, CancellationToken cancellationToken)
    {
        var entries = await client.BuildCache.ListAsync(cancellationToken).ConfigureAwait(false);
        return entries.Select(static entry => new Candidate(entry.Id, $"{entry.Type}, {Cell.Size(entry.Size)}, {entry.Description}"));
    }
}
