using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Removes images, or one of their tags.</summary>
/// <remarks>
/// <para>Takes away the name of an image; with the last name the image itself is deleted, and whatever was only there for it. An image that
/// a container uses is refused, and the containers are named.</para>
/// <para>Named by its id, an image loses its name with itself; one that has several names needs -Force for that. One that the classic
/// builder built others on is refused then, and they are named; of what BuildKit builds no engine knows what it was built on.</para>
/// <para>-PassThru and -Verbose tell what was done: which names were taken away, and which images and layers were deleted.</para>
/// </remarks>
/// <docker>docker rmi</docker>
/// <example runnable="true">
/// <para>Gives an image a second name, and takes it away again.</para>
/// <code>Add-ImageTag busybox example/box:1 | Remove-Image -PassThru</code>
/// </example>
/// <example>
/// <para>Removes all tags of a repository that are from before this year.</para>
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

    /// <summary>Also removes images that stopped containers use, and takes away all names of one that is named by its id.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Keeps the unnamed images that were only there for the removed ones.</summary>
    [Parameter]
    public SwitchParameter NoPrune { get; set; }

    /// <summary>
    /// Deletes only what is for these platforms, such as <c>linux/arm64</c>, of images that the engine keeps for several; the name stays.
    /// </summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string[] Platform { get; set; } = [];

    /// <summary>
    /// Returns what was done: which names were taken away, which images and layers were deleted. Without it, nothing is returned.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string? Action => "Remove image";

    /// <summary>Tells a name that goes alone from an image that goes with its last one.</summary>
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
