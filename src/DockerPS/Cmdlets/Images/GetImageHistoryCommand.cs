using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets the history of images: the steps that created them.</summary>
/// <remarks>
/// <para>Gets the steps that created an image, newest first: the full instruction, the bytes that it added, and when. Steps that ran on
/// another machine have no id here.</para>
/// </remarks>
/// <docker>docker history</docker>
/// <example runnable="true">
/// <para>Shows how an image was created.</para>
/// <code>Get-ImageHistory busybox</code>
/// </example>
/// <example>
/// <para>Shows the largest steps of an image.</para>
/// <code>Get-ImageHistory team/app | Sort-Object Size -Descending | Select-Object -First 5 Size, CreatedBy</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImageHistory")]
[OutputType(typeof(ImageHistoryEntry))]
public sealed class GetImageHistoryCommand : ForEachImageCmdlet
{
    /// <summary>For a multi-platform image, the platform, such as <c>linux/arm64</c>.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    private protected override int DefaultThrottleLimit => 8;

    private protected override string? Action => null;

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target) =>
        await target.Client.Images.GetHistoryAsync(target.Key, Platform, StoppingToken);
}
