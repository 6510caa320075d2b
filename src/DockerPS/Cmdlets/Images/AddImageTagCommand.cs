using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Adds tags to images.</summary>
/// <remarks>
/// <para>Gives an image one or more additional names, and returns it under each of them. If another image already has such a name, it loses
/// the name. If the name includes a registry, Publish-Image pushes the image there.</para>
/// </remarks>
/// <docker>docker tag</docker>
/// <example runnable="true">
/// <para>Gives an image a second name, and removes it again.</para>
/// <code>Add-ImageTag busybox example/box:1 | Remove-Image</code>
/// </example>
/// <example>
/// <para>Names an image for a private registry, and pushes it there.</para>
/// <code>Add-ImageTag team/app:1.4 registry.example.com:5000/team/app:1.4, registry.example.com:5000/team/app:latest | Publish-Image</code>
/// </example>
[Cmdlet(VerbsCommon.Add, "ImageTag", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class AddImageTagCommand : ForEachImageCmdlet
{
    ImageName[] names = [];

    /// <summary>The names to add: <c>repository:tag</c>, or <c>repository</c> for the tag <c>latest</c>.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [Completions<ImageCompleter>]
    public string[] Tag { get; set; } = [];

    private protected override string? Action => $"Add tag {string.Join(", ", (object[])names)}";

    /// <inheritdoc />
    protected override Task ProcessAsync()
    {
        names = Array.ConvertAll(Tag, static tag => ImageNames.ParseTag(tag).WithDefaultTag());
        return base.ProcessAsync();
    }

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        var images = new List<Image>(names.Length);
        foreach (var name in names)
        {
            await target.Client.Images.TagAsync(target.Key, name, StoppingToken);
            images.Add(await target.Client.Images.GetAsync(name.ToString(), StoppingToken));
        }
        return images;
    }
}
