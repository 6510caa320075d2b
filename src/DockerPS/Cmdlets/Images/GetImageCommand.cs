using System.Collections;
using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets images.</summary>
/// <remarks>
/// <para>Gets the images of an engine with one request. An image with several names is returned once for each name, as <c>docker images</c>
/// shows it, so that each name can be pushed or removed separately; an image that you ask for by its id is returned once.</para>
/// <para>A repository without a tag means all its tags: <c>Get-Image busybox</c>. Wildcards apply to <c>repository:tag</c> and to the
/// repository.</para>
/// <para>-Detailed gets everything that the engine knows about each image: platforms, environment, entrypoint, exposed ports, layers, and
/// which containers use it.</para>
/// <para>An engine with the containerd image store keeps several platforms of an image under one name; the Platforms property lists them,
/// and -Platform selects one.</para>
/// </remarks>
/// <docker>docker images, docker image inspect</docker>
/// <example runnable="true">
/// <para>Lists all images, with and without a name.</para>
/// <code>Get-Image</code>
/// </example>
/// <example runnable="true">
/// <para>Shows what a container created from an image would run.</para>
/// <code>Get-Image busybox:latest -Detailed</code>
/// </example>
/// <example>
/// <para>Gets all images from a registry, with all their tags.</para>
/// <code>Get-Image registry.example.com:5000/*</code>
/// </example>
/// <example>
/// <para>Removes images that newer builds have replaced.</para>
/// <code>Get-Image -Dangling | Remove-Image</code>
/// </example>
/// <example>
/// <para>Shows the images that no container uses, largest first.</para>
/// <code>Get-Image -Detailed | Where-Object { -not $_.Containers } | Sort-Object Size -Descending</code>
/// </example>
/// <example>
/// <para>Gets images that were built after another image.</para>
/// <code>Get-Image -Since team/app:1.4</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Image")]
[OutputType(typeof(Image), typeof(ImageDetail))]
public sealed class GetImageCommand : TargetGetCmdlet<ImageReference, Image>
{
    /// <summary>The name of the view that also shows digests.</summary>
    const string DigestView = "DockerPS.Image#Digest";

    /// <summary>
    /// The images: names, wildcards, id prefixes, image objects, or containers, which mean their images. If omitted, all images.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<ImageReference>]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>
    /// Only images without a name, which are left behind when a newer image takes it. With containerd's image store BuildKit leaves none
    /// behind.
    /// </summary>
    [Parameter]
    public SwitchParameter Dangling { get; set; }

    /// <summary>Also shows the digests. The objects always have them.</summary>
    [Parameter]
    public SwitchParameter Digest { get; set; }

    /// <summary>Only those with all of these labels: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> for any value.</summary>
    [Parameter]
    [KeyValueTransformation]
    [Completions<LabelCompleter>]
    public string[] Label { get; set; } = [];

    /// <summary>Only images older than this one: a name, an id or an image object.</summary>
    [Parameter]
    [Completions<ImageCompleter>]
    public string? Before { get; set; }

    /// <summary>Only images newer than this one: a name, an id or an image object.</summary>
    [Parameter]
    [Completions<ImageCompleter>]
    public string? Since { get; set; }

    /// <summary>Only images for this platform, such as <c>linux/arm64</c>.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <summary>
    /// Additional engine filters, such as <c>@{ reference = 'team/*:1.*' }</c>, or <c>@{ until = '24h' }</c> on engines that support it;
    /// see <c>docker images --filter</c>.
    /// </summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public Hashtable? Filter { get; set; }

    /// <summary>Includes intermediate images, which the classic builder keeps.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Gets everything that the engine knows about each object.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override ResourceKind<ImageReference, Image> Kind => ImageKind.Instance;

    private protected override ImageReference[] References => Image;

    private protected override Task<IReadOnlyList<Image>> ListWantedAsync(EngineClient client)
    {
        var query = new ImageQuery
        {
            All = All,
            Filters = new EngineFilters()
                .Add("dangling", Dangling ? "true" : null)
                .Add("label", Label)
                .Add("before", Before)
                .Add("since", Since)
                .Add(Filter)
                .ToDictionary(),
        };
        return client.Images.ListAsync(query, StoppingToken);
    }

    private protected override async Task WriteAsync(IReadOnlyList<Image> things)
    {
        if (!Detailed && Platform is null)
        {
            foreach (var image in things)
                Write(image);
            return;
        }
        foreach (var (client, images) in ByEngine(things))
            await WriteDetailedAsync(images.ToDictionary(static image => image.Name), client);
    }

    /// <summary>Only the details say what the platform is.</summary>
    async Task WriteDetailedAsync(Dictionary<string, Image> images, EngineClient client)
    {
        await foreach (var detail in client.Images.InspectAsync([.. images.Keys], Platform, StoppingToken))
        {
            if (Platform is null || detail.IsFor(Platform))
                Write(Detailed ? detail : images.GetValueOrDefault(detail.Name, detail));
        }
    }

    void Write(Image image)
    {
        if (!Digest)
        {
            WriteObject(image);
            return;
        }
        var shown = PSObject.AsPSObject(image);
        shown.TypeNames.Insert(0, DigestView);
        WriteObject(shown);
    }
}
