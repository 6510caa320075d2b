using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>Pulls images from their registries.</summary>
/// <remarks>
/// <para>Pulls an image that the engine has not, or a newer one of the same name, and returns it. A name without a tag means the tag <c>latest</c>; one without a registry is of Docker Hub.</para>
/// <para>The user of the registry is taken from -Credential, else from the docker command's configuration and its credential helpers.</para>
/// </remarks>
/// <docker>docker pull</docker>
/// <example>
/// <para>Pulls an image from Docker Hub.</para>
/// <code>Install-Image busybox:1.36</code>
/// </example>
/// <example>
/// <para>Pulls an image for another platform from a private registry, as a user who is asked for.</para>
/// <code>Install-Image registry.example.com:5000/team/app:1.4 -Platform linux/arm64 -Credential (Get-Credential)</code>
/// </example>
[Cmdlet(VerbsLifecycle.Install, "Image", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class InstallImageCommand : EngineCmdlet
{
    /// <summary>The images: <c>repository:tag</c>, <c>repository@digest</c>, or <c>repository</c> for the tag <c>latest</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ImageCompleter]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>The platform, such as <c>linux/arm64</c>, where the image exists for several; the engine's own when left out.</summary>
    [Parameter]
    [PlatformCompletions]
    public string? Platform { get; set; }

    /// <summary>Pulls all tags of the repository.</summary>
    [Parameter]
    public SwitchParameter AllTags { get; set; }

    /// <summary>The user of the registry, and the password or access token.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        foreach (var image in Image)
            await TryAsync(image, () => InstallAsync(image));
    }

    async Task InstallAsync(ImageReference image)
    {
        var name = ImageNames.Parse(image.Text);
        if (AllTags && (name.Tag ?? name.Digest) is not null)
            throw new EngineException(EngineError.Invalid, new Subject("ImageName", image.Text), $"-AllTags pulls all tags of a repository, so '{image.Text}' can not name one: expected '{name.Repository}'.");
        if (!AllTags)
            name = name.WithDefaultTag();
        if (!ShouldProcess(name.ToString(), "Pull image"))
            return;
        var client = GetClient(image);
        using (var progress = new TransferProgress(this, $"Pulling {name}"))
            await client.Images.PullAsync(name, Platform, Credential.ToRegistryCredential(), progress, StoppingToken);
        if (!AllTags)
        {
            WriteObject(await client.Images.GetAsync(name.ToString(), StoppingToken));
            return;
        }
        var all = await client.Images.ListAsync(null, StoppingToken);
        WriteObject(all.Where(found => found.Repository == name.Repository && found.Tag is not null), enumerateCollection: true);
    }
}
