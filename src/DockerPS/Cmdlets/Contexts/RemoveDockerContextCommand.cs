using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Cmdlets;

/// <summary>Removes docker contexts.</summary>
/// <remarks>
/// <para>Removes contexts, with their certificates, from the docker command's own store. The engines are not affected. The built-in context
/// 'default' cannot be removed; wildcards skip it.</para>
/// </remarks>
/// <docker>docker context rm</docker>
/// <example>
/// <para>Removes a context.</para>
/// <code>Remove-DockerContext lab</code>
/// </example>
/// <example>
/// <para>Shows which contexts would be removed.</para>
/// <code>Get-DockerContext test-* | Remove-DockerContext -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "DockerContext", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveDockerContextCommand : DockerContextActionCmdlet
{
    /// <summary>Removes the current context as well; 'default' then becomes the current one.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Action => "Remove context";

    private protected override void Act(ContextStore store, DockerContext context) => store.Remove(context.Name, Force);
}
