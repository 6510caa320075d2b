using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Creates images from containers.</summary>
/// <remarks>
/// <para>Creates an image from each container: the layers of the container's image, plus one with the container's changes. Files in volumes
/// are not included. The container is paused meanwhile unless -NoPause is given.</para>
/// <para>The image gets the container's settings; -Change overrides them.</para>
/// </remarks>
/// <docker>docker commit</docker>
/// <example>
/// <para>Creates an image with a different command from a container.</para>
/// <code>ConvertTo-Image web -Tag web:patched -Change 'CMD ["nginx", "-g", "daemon off;"]' -Message 'with the fix'</code>
/// </example>
/// <example runnable="true">
/// <para>Creates an image from a container, and removes both.</para>
/// <code>$container = New-Container busybox -Name example-source
/// $container | ConvertTo-Image -Tag example-image:1 | Remove-Image
/// $container | Remove-Container</code>
/// </example>
[Cmdlet(VerbsData.ConvertTo, "Image", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class ConvertToImageCommand : ForEachContainerCmdlet
{
    bool named;
    ImageName[] names = [];

    /// <summary>The names of the image: <c>repository:tag</c>, or <c>repository</c> for the tag <c>latest</c>.</summary>
    [Parameter(Position = 1)]
    [Completions<ImageCompleter>]
    public string[] Tag { get; set; } = [];

    /// <summary>
    /// Dockerfile instructions that change the image's settings, such as <c>CMD ["/bin/sh"]</c> or <c>ENV NAME=value</c>.
    /// </summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string[] Change { get; set; } = [];

    /// <summary>A commit message, stored in the image.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string? Message { get; set; }

    /// <summary>The author of the image, such as <c>Jane Doe &lt;jane@example.com&gt;</c>.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string? Author { get; set; }

    /// <summary>Does not pause the container. A file that changes at that moment may be incomplete in the image.</summary>
    [Parameter]
    public SwitchParameter NoPause { get; set; }

    private protected override int DefaultThrottleLimit => 4;

    private protected override string? Action => "Create image from container";

    /// <inheritdoc />
    protected override Task BeginAsync()
    {
        names = Array.ConvertAll(Tag, static tag => ImageNames.ParseTag(tag).WithDefaultTag());
        return base.BeginAsync();
    }

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        if (names.Length > 0 && named)
            throw new EngineException(EngineError.Invalid, Subject.Container(target.Display), $"Only one image can have the name '{names[0]}', so expected one container.");
        named = true;
        var options = new CommitOptions
        {
            Name = names.Length > 0 ? names[0] : null,
            Message = Message,
            Author = Author,
            Pause = !NoPause,
            Changes = Change,
        };
        var images = target.Client.Images;
        string id = await target.Client.Containers.CommitAsync(target.Key, options, StoppingToken);
        foreach (var name in names.Skip(1))
            await images.TagAsync(id, name, StoppingToken);
        return [await images.GetAsync(names.Length > 0 ? names[0].ToString() : id, StoppingToken)];
    }
}
