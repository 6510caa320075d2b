using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Removes images, or just their tags.</summary>
/// <remarks>
/// <para>Removes the name of an image; removing the last name also deletes the image and the layers that only it used. An image that is in
/// use is refused, and the containers that use it are named.</para>
/// <para>An image given by its id loses its name as well; if it has several names, this needs -Force. If the classic builder built other
/// images on it, it is refused, and those images are named; with BuildKit, engines do not record which images were built on which.</para>
/// <para>-PassThru and -Verbose show what was done: which names were removed, and which images and layers were deleted.</para>
/// </remarks>
/// <docker>docker rmi</docker>
/// <example runnable="true">
/// <para>Gives an image a second name, and removes it again.</para>
/// <code>Add-ImageTag busybox example/box:1 | Remove-Image -PassThru</code>
/// </example>
/// <example>
/// <para>Removes all tags of a repository from before this year.</para>
/// <code>Get-Image team/app | Where-Object Created -lt '2026-01-01' | Remove-Image</code>
/// </example>
/// <example>
/// <para>Shows which images would be removed.</para>
/// <code>Remove-Image 'test/*' -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "Image", SupportsShouldProcess = true)]
[OutputType(typeof(RemovedImage))]
public sealed class RemoveImageCommand : ForEachImageCmdlet
{
    readonly Dictionary<string, List<Image>> images = [];

    /// <summary>Also removes images that stopped containers use, and all names of an image that is given by its id.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Keeps unnamed parent images of the removed images.</summary>
    [Parameter]
    public SwitchParameter NoPrune { get; set; }

    /// <summary>For multi-platform images, deletes only these platforms, such as <c>linux/arm64</c>; the name is kept.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string[] Platform { get; set; } = [];

    /// <summary>
    /// Returns what was done: which names were removed, and which images and layers were deleted. By default, nothing is returned.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string? Action => "Remove image";

    /// <summary>Distinguishes removing just a name from removing an image with its last name.</summary>
    private protected override async ValueTask<string> DescribeAsync(Target target, string action)
    {
        if (!ShowsActions || Platform.Length > 0 || !ImageName.TryParse(target.Key, out var name, out _))
            return action;
        if (!images.TryGetValue(target.Client.Endpoint.Address, out var all))
            images[target.Client.Endpoint.Address] = all = [.. await Kind.ListAsync(target.Client, StoppingToken)];
        string tag = name.Tag ?? ImageName.DefaultTag;
        if (name.Digest is not null || all.Find(image => image.Repository == name.Repository && image.Tag == tag) is not { } named)
            return action;
        all.Remove(named);
        int others = all.Count(image => image.Id == named.Id);
        return others == 0 ? action : $"Remove the name {named.Name} (the image keeps {others} other{(others == 1 ? "" : "s")})";
    }

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        var removed = await target.Client.Images.RemoveAsync(target.Key, Force, !NoPrune, Platform, StoppingToken);
        foreach (var one in removed)
            WriteVerbose($"{one.Action} {one.Reference}");
        return PassThru ? removed : Nothing;
    }
}
