using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Kinds;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Pulls images from their registries.</summary>
/// <remarks>
/// <para>Pulls images that the engine does not have, or newer versions of them, several at once, and returns them in the order in which
/// they were given. A name without a tag means the tag <c>latest</c>; a name without a registry means Docker Hub; a name with a digest
/// means exactly that image, whatever its tag.</para>
/// <para>The registry login is taken from -Credential, or else from the docker command's configuration and its credential helpers.</para>
/// <para>An image gets its name only when it is complete. If a pull fails, is stopped, or loses its connection to the engine, simply pull
/// again.</para>
/// </remarks>
/// <docker>docker pull</docker>
/// <example>
/// <para>Pulls several images from Docker Hub at the same time.</para>
/// <code>Install-Image busybox:1.36, postgres:16, nginx</code>
/// </example>
/// <example>
/// <para>Pulls an image for another platform from a private registry, and prompts for the login.</para>
/// <code>Install-Image registry.example.com:5000/team/app:1.4 -Platform linux/arm64 -Credential (Get-Credential)</code>
/// </example>
/// <example>
/// <para>Pulls the latest versions of all images that came from a registry.</para>
/// <code>Get-Image registry.example.com:5000/* | Install-Image</code>
/// </example>
[Cmdlet(VerbsLifecycle.Install, "Image", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class InstallImageCommand : ForEachTargetCmdlet<ImageReference, Image>
{
    /// <summary>Each pull has its own range of progress bar numbers.</summary>
    const int BarsOfAPull = 1000;

    int bars;

    /// <summary>
    /// The images: <c>repository:tag</c>, <c>repository@digest</c>, <c>repository</c> for the tag <c>latest</c>, or results of Find-Image.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<ImageReference>]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>The platform of a multi-platform image, such as <c>linux/arm64</c>. If omitted, the engine's own.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <summary>Pulls all tags of the repository.</summary>
    [Parameter]
    public SwitchParameter AllTags { get; set; }

    /// <summary>The registry user, and the password or access token.</summary>
    [Parameter]
    [Credential]
    [Completions<NothingCompleter>]
    public PSCredential? Credential { get; set; }

    private protected override int DefaultThrottleLimit => 4;

    private protected override string? Action => AllTags ? "Pull all tags of repository" : "Pull image";

    private protected override ResourceKind<ImageReference, Image> Kind => ImageKind.Instance;

    private protected override ImageReference[] References => Image;

    /// <summary>An image to pull need not exist yet, so its name is only parsed.</summary>
    private protected override async Task<IReadOnlyList<Target>> ResolveAsync(IReadOnlyList<ImageReference> references)
    {
        var targets = new List<Target>(references.Count);
        foreach (var reference in references)
        {
            await TryAsync(reference, () =>
            {
                string name = ToName(reference).ToString();
                targets.Add(new Target(GetClient(reference), name, name, reference));
                return Task.CompletedTask;
            });
        }
        return targets;
    }

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        var name = ImageNames.Parse(target.Key);
        var images = target.Client.Images;
        using (var progress = new TransferProgress(this, $"Pulling {name}", 1 + (BarsOfAPull * bars++)))
            await images.PullAsync(name, Platform, Credential.ToRegistryCredential(), progress, StoppingToken);
        if (!AllTags)
            return [await images.GetAsync(name.ToString(), Platform, StoppingToken)];
        var all = await images.ListAsync(null, StoppingToken);
        return [.. all.Where(found => found.Repository == name.Repository && found.Tag is not null)];
    }

    ImageName ToName(ImageReference reference)
    {
        if (reference.Text.StartsWith("sha256:", StringComparison.Ordinal))
            throw new EngineException(EngineError.Invalid, new Subject("ImageName", reference.Text), "An image without a name cannot be pulled: expected repository:tag or repository@digest.");
        var name = ImageNames.Parse(reference.Text);
        if (AllTags && (name.Tag ?? name.Digest) is not null)
            throw new EngineException(
                EngineError.Invalid,
                new Subject("ImageName", reference.Text),
                $"-AllTags pulls all tags of a repository, so '{reference.Text}' must not include a tag: expected '{name.Repository}'.");
        return AllTags ? name : name.WithDefaultTag();
    }
}
