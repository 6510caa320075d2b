using System.Collections;
using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Finds images on Docker Hub.</summary>
/// <remarks>
/// <para>Asks Docker Hub, as the engine reaches it, for repositories whose name or description holds a term, the best match first. What it
/// returns goes into Install-Image.</para>
/// <para>Other registries know no search: they list their repositories.</para>
/// </remarks>
/// <docker>docker search</docker>
/// <example>
/// <para>Finds the official image of a database, and pulls it.</para>
/// <code>Find-Image postgres -Official -Limit 1 | Install-Image</code>
/// </example>
/// <example>
/// <para>Shows what many users like.</para>
/// <code>Find-Image hadoop, tomcat -MinimumStars 50 | Sort-Object Stars -Descending</code>
/// </example>
[Cmdlet(VerbsCommon.Find, "Image")]
[OutputType(typeof(FoundImage))]
public sealed class FindImageCommand : EngineCmdlet
{
    /// <summary>What name or description hold. Each of several is searched for by itself.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] Term { get; set; } = [];

    /// <summary>How many to find at most, up to 100; 25 when left out.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int? Limit { get; set; }

    /// <summary>Only those that Docker itself looks after.</summary>
    [Parameter]
    public SwitchParameter Official { get; set; }

    /// <summary>Only those that at least so many users like.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MinimumStars { get; set; }

    /// <summary>Further filters of the engine, such as <c>@{ 'is-official' = 'false' }</c>; see <c>docker search --filter</c>.</summary>
    [Parameter]
    public Hashtable? Filter { get; set; }

    /// <summary>The user of Docker Hub, and the password or access token.</summary>
    [Parameter]
    [Credential]
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
