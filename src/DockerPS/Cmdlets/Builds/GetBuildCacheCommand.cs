using System.Collections;
using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets the entries of the build cache.</summary>
/// <remarks>
/// <para>Gets the entries of BuildKit's cache, most recently used first: layers, build contexts, and cache mount folders. A shared entry is
/// also part of an image, so removing it frees no space.</para>
/// </remarks>
/// <docker>docker buildx du, docker system df -v</docker>
/// <example runnable="true">
/// <para>Lists the build cache.</para>
/// <code>Get-BuildCache</code>
/// </example>
/// <example>
/// <para>Adds up the size of all entries that have not been used for a month and that no image needs.</para>
/// <code>Get-BuildCache -Filter @{ shared = 'false'; inuse = 'false' } | Where-Object LastUsed -lt (Get-Date).AddMonths(-1) | Measure-Object Size -Sum</code>
/// </example>
/// <example>
/// <para>Shows the cache mount folders.</para>
/// <code>Get-BuildCache -Type exec.cachemount | Format-List Description, Size, LastUsed</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "BuildCache")]
[OutputType(typeof(BuildCacheEntry))]
public sealed class GetBuildCacheCommand : TargetGetCmdlet<BuildCacheReference, BuildCacheEntry>
{
    static readonly Dictionary<string, Func<BuildCacheEntry, string, bool>> Filters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["id"] = static (entry, value) => entry.Id.StartsWith(value, StringComparison.OrdinalIgnoreCase),
        ["parents"] = static (entry, value) => entry.Parents.Any(parent => parent.StartsWith(value, StringComparison.OrdinalIgnoreCase)),
        ["type"] = static (entry, value) => entry.Type.Equals(value, StringComparison.OrdinalIgnoreCase),
        ["description"] = static (entry, value) => entry.Description.Contains(value, StringComparison.OrdinalIgnoreCase),
        ["shared"] = static (entry, value) => entry.IsShared == ToBoolean("shared", value),
        ["private"] = static (entry, value) => entry.IsShared != ToBoolean("private", value),
        ["inuse"] = static (entry, value) => entry.IsInUse == ToBoolean("inuse", value),
        ["until"] = static (entry, value) => (entry.LastUsed ?? entry.Created) < ToMoment(value),
    };

    /// <summary>The entries: ids, id prefixes, wildcards, or objects. If omitted, all entries.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [ReferenceTransformation<BuildCacheReference>]
    [Completions<BuildCacheCompleter>]
    public BuildCacheReference[] BuildCache { get; set; } = [];

    /// <summary>Only entries of one of these types, such as <c>regular</c>, <c>source.local</c> or <c>exec.cachemount</c>.</summary>
    [Parameter]
    [Completions<BuildCacheTypeCompleter>]
    public string[] Type { get; set; } = [];

    /// <summary>
    /// Only entries that match: <c>id</c>, <c>parents</c>, <c>type</c>, <c>description</c> (part of it), <c>inuse</c>, <c>shared</c>,
    /// <c>private</c> (true or false), <c>until</c> (not used for this long, such as <c>24h</c>). An entry must match every filter name,
    /// with at least one of its values.
    /// </summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public Hashtable? Filter { get; set; }

    private protected override ResourceKind<BuildCacheReference, BuildCacheEntry> Kind => BuildCacheKind.Instance;

    private protected override BuildCacheReference[] References => BuildCache;

    private protected override async Task<IReadOnlyList<BuildCacheEntry>> ListWantedAsync(EngineClient client)
    {
        var filters = new EngineFilters().Add("type", Type).Add(Filter).ToDictionary();
        foreach (string name in filters?.Keys ?? [])
        {
            if (!Filters.ContainsKey(name))
                throw new EngineException(EngineError.Invalid, new Subject("Filter", name), $"'{name}' is not a filter of the build cache. Expected one of: {string.Join(", ", Filters.Keys)}.");
        }
        var entries = await Kind.ListAsync(client, StoppingToken);
        return filters is null
            ? entries
            : [.. entries.Where(entry => filters.All(filter => filter.Value.Any(value => Filters[filter.Key](entry, value))))];
    }

    static bool ToBoolean(string name, string value) => value.ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => throw new EngineException(
            EngineError.Invalid,
            new Subject("Filter", name),
            $"The filter '{name}' must be true or false, not '{value}'."),
    };

    static DateTimeOffset ToMoment(string value)
    {
        try
        {
            return (DateTimeOffset)new MomentTransformationAttribute().Transform(null!, value)!;
        }
        catch (ArgumentTransformationMetadataException e)
        {
            throw new EngineException(EngineError.Invalid, new Subject("Filter", "until"), e.Message, e);
        }
    }
}
