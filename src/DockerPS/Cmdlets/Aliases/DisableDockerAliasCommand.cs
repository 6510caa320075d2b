using System.Management.Automation;

namespace DockerPS.Cmdlets;

/// <summary>Removes the short aliases that Enable-DockerAlias created.</summary>
/// <remarks><para>An alias that has been changed to mean something else is not removed.</para></remarks>
/// <example runnable="true">
/// <para>Removes the aliases.</para>
/// <code>Disable-DockerAlias</code>
/// </example>
/// <example>
/// <para>Uses the aliases for a few lines only.</para>
/// <code>Enable-DockerAlias
/// dps | Measure-Object
/// Disable-DockerAlias</code>
/// </example>
[Cmdlet(VerbsLifecycle.Disable, "DockerAlias", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisableDockerAliasCommand : DockerAliasCmdlet
{
    /// <inheritdoc />
    protected override Task ProcessAsync()
    {
        foreach (var (alias, cmdlet) in Aliases)
        {
            if (IsOwn(FindCommand(alias), cmdlet) && ShouldProcess(alias, "Remove alias"))
                InvokeCommand.InvokeScript("param($name) Remove-Alias -Name $name -Scope Global -Force", alias);
        }
        return Task.CompletedTask;
    }
}
