using System.Collections;
using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Finds images on Docker Hub.</summary>
/// <remarks>
/// <para>Searches Docker Hub, through the engine, for repositories whose name or description contains a term, best match first. The results
/// can be piped to Install-Image.</para>
/// <para>Other registries cannot be searched.</para>
/// </remarks>
/// <docker>docker search</docker>
/// <example>
/// <para>Finds the official image of a database, and pulls it.</para>
/// <code>Find-Image postgres -Official -Limit 1 | Install-Image</code>
/// </example>
/// <example>
/// <para>Shows popular images.</para>
/// <code>Find-Image hadoop, tomcat -MinimumStars 50 | Sort-Object Stars -Descending</code>
/// </example>
[Cmdlet(VerbsCommon.Find, "Image")]
[OutputType(typeof(FoundImage))]
public sealed class FindImageCommand : EngineCmdlet
{
    /// <summary>The text to look for in names and descriptions. Several terms are searched for separately.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Completions<NothingCompleter>]
    public string[] Term { get; set; } = [];

    /// <summary>The maximum number of results, up to 100. If omitted, 25.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    [Completions<NothingCompleter>]
    public int? Limit { get; set; }

    /// <summary>Only official images, which Docker itself maintains.</summary>
    [Parameter]
    public SwitchParameter Official { get; set; }

    /// <summary>Only images with at least this many stars.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [Completions<NothingCompleter>]
    public int? MinimumStars { get; set; }

    /// <summary>Additional engine filters, such as <c>@{ 'is-official' = 'false' }</c>; see <c>docker search --filter</c>.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public Hashtable? Filter { get; set; }

    /// <summary>The Docker Hub user, and the password or access token.</summary>
    [Parameter]
    [Credential]
    [Completions<NothingCompleter>]
    public PSCredential? Credential { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        var filters = new EngineFilters()
            .Add("is-official", Official ? "true" : null)
            .Add("stars", MinimumStars?.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Add(Filter)
            .ToDictionary();
        foreach (string term in Term)
        {
            await TryAsync(term, async () =>
                WriteObject(
                    await GetClient().Images.SearchAsync(term, Limit, filters, Credential.ToRegistryCredential(), StoppingToken),
                    enumerateCollection: true));
        }
    }
}
