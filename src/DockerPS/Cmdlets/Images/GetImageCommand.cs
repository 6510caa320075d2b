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
/// <para>Gets the images of an engine in one request. An image with several names is returned once for each, as <c>docker images</c> shows
/// it, so that each name can be published or removed by itself; one that is asked for by its id is returned once.</para>
/// <para>A repository without a tag means all its tags: <c>Get-Image busybox</c>. Wildcards apply to <c>repository:tag</c> and to the
/// repository.</para>
/// <para>-Detailed also asks for everything that the engine knows of each: platforms, environment, entrypoint, exposed ports, layers, and
/// which containers are made of it.</para>
/// <para>An engine with the containerd image store keeps an image for several platforms under one name; Platforms tells them, and -Platform
/// chooses one.</para>
/// </remarks>
/// <docker>docker images, docker image inspect</docker>
/// <example runnable="true">
/// <para>Lists the images that have a name, and those left over by builds.</para>
/// <code>Get-Image</code>
/// </example>
/// <example runnable="true">
/// <para>Shows what a container of an image would run.</para>
/// <code>Get-Image busybox:latest -Detailed</code>
/// </example>
/// <example>
/// <para>Gets all tags of the repositories of a registry.</para>
/// <code>Get-Image registry.example.com:5000/*</code>
/// </example>
/// <example>
/// <para>Removes what newer builds have left behind.</para>
/// <code>Get-Image -Dangling | Remove-Image</code>
/// </example>
/// <example>
/// <para>Shows the images that no container is made of, the largest first.</para>
/// <code>Get-Image -Detailed | Where-Object { -not $_.Containers } | Sort-Object Size -Descending</code>
/// </example>
/// <example>
/// <para>Gets what was built since an image was.</para>
/// <code>Get-Image -Since team/app:1.4</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Image")]
[OutputType(typeof(Image), typeof(ImageDetail))]
public sealed class GetImageCommand : TargetGetCmdlet<ImageReference, Image>
{
    /// <summary>The name by which a view knows images that are to be shown with their digests.</summary>
    const string DigestView = "DockerPS.Image#Digest";

    /// <summary>
    /// The images: names, wildcards, beginnings of ids, image objects, or containers, which stand for their images. All when left out.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<ImageReference>]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>
    /// Only those without a name: what a newer image of the same name leaves behind. In containerd's image store BuildKit leaves none.
    /// </summary>
    [Parameter]
    public SwitchParameter Dangling { get; set; }

    /// <summary>Shows their digests as well. The objects have them in any case.</summary>
    [Parameter]
    public SwitchParameter Digest { get; set; }

    /// <summary>Only those with all of these labels: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> for any value.</summary>
    [Parameter]
    [KeyValueTransformation]
    public string[] Label { get; set; } = [];

    /// <summary>Only those that are older than this image: a name, an id or an image object.</summary>
    [Parameter]
    [Completions<ImageCompleter>]
    public string? Before { get; set; }

    /// <summary>Only those that are newer than this image: a name, an id or an image object.</summary>
    [Parameter]
    [Completions<ImageCompleter>]
    public string? Since { get; set; }

    /// <summary>Only those for this platform, such as <c>linux/arm64</c>.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <summary>
    /// Further filters of the engine, such as <c>@{ reference = 'team/*:1.*' }</c>, or <c>@{ until = '24h' }</c> on engines that know it;
    /// see <c>docker images --filter</c>.
    /// </summary>
    [Parameter]
    public Hashtable? Filter { get; set; }

    /// <summary>Also those that are only steps on the way to others, which the classic builder keeps.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Also asks for everything that the engine knows of each.</summary>
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

    /// <summary>The platform is known to the detail alone.</summary>
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
