using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Gets the history of images: the steps that created them.</summary>
/// <remarks>
/// <para>Gets the steps by which an image was made, the newest first: the instruction, whole, the bytes that it added, and when. Steps that
/// were made on another machine have no id here.</para>
/// </remarks>
/// <docker>docker history</docker>
/// <example runnable="true">
/// <para>Shows how an image was made.</para>
/// <code>Get-ImageHistory busybox</code>
/// </example>
/// <example>
/// <para>Shows the steps that made an image large.</para>
/// <code>Get-ImageHistory team/app | Sort-Object Size -Descending | Select-Object -First 5 Size, CreatedBy</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImageHistory")]
[OutputType(typeof(ImageHistoryEntry))]
public sealed class GetImageHistoryCommand : ForEachImageCmdlet
{
    /// <summary>Which platform's, such as <c>linux/arm64</c>, where the engine keeps the image for several.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    private protected override int DefaultThrottleLimit => 8;

    private protected override string? Action => null;

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target) =>
        await target.Client.Images.GetHistoryAsync(target.Key, Platform, StoppingToken);
}
