using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Pushes images to their registries.</summary>
/// <remarks>
/// <para>Pushes images to the registries in their names, one after the other, and returns the digest and manifest size that each has in its
/// registry. A name without a registry means Docker Hub; use Add-ImageTag to give an image a name with another registry.</para>
/// <para>-ThrottleLimit pushes several at once. It is better to push images that share layers one by one: a registry may fail when it
/// receives the same layer twice at the same time.</para>
/// <para>The registry login is taken from -Credential, or else from the docker command's configuration and its credential helpers.</para>
/// </remarks>
/// <docker>docker push</docker>
/// <example>
/// <para>Names an image for a private registry, and pushes it there.</para>
/// <code>Add-ImageTag team/app:1.4 registry.example.com:5000/team/app:1.4 | Publish-Image</code>
/// </example>
/// <example>
/// <para>Pushes all tags of a repository, and shows their digests.</para>
/// <code>Publish-Image registry.example.com:5000/team/app -AllTags | Format-List Name, Digest</code>
/// </example>
[Cmdlet(VerbsData.Publish, "Image", SupportsShouldProcess = true)]
[OutputType(typeof(PublishedImage))]
public sealed class PublishImageCommand : ForEachImageCmdlet
{
    /// <summary>Each push has its own range of progress bar numbers.</summary>
    const int BarsOfAPush = 1000;

    int bars;

    /// <summary>Pushes all tags of the repository.</summary>
    [Parameter]
    public SwitchParameter AllTags { get; set; }

    /// <summary>For a multi-platform image, pushes only this platform, such as <c>linux/arm64</c>.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <summary>The registry user, and the password or access token.</summary>
    [Parameter]
    [Credential]
    [Completions<NothingCompleter>]
    public PSCredential? Credential { get; set; }

    private protected override bool TakesIds => false;

    private protected override string? Action => AllTags ? "Push all tags of repository" : "Push image";

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        var name = ToName(target.Key);
        using var progress = new TransferProgress(this, $"Pushing {name}", 1 + (BarsOfAPush * bars++));
        return await target.Client.Images.PushAsync(name, Platform, Credential.ToRegistryCredential(), progress, StoppingToken);
    }

    ImageName ToName(string text)
    {
        if (text.StartsWith("sha256:", StringComparison.Ordinal))
            throw new EngineException(EngineError.Invalid, new Subject("ImageName", text), "An image without a name cannot be pushed.") { Cause = EngineCause.ImageUnnamed };
        var name = ImageNames.ParseTag(text);
        if (AllTags && name.Tag is not null)
            throw new EngineException(
                EngineError.Invalid,
                new Subject("ImageName", text),
                $"-AllTags pushes all tags of a repository, so '{text}' must not include a tag: expected '{name.Repository}'.");
        return AllTags ? name : name.WithDefaultTag();
    }
}
