using System.Management.Automation;

namespace DockerPS.Cmdlets;

/// <summary>Creates short aliases for the most used cmdlets in this session.</summary>
/// <remarks>
/// <para>Importing the module creates no aliases. This cmdlet creates them when you ask for them: dps for Get-Container, drun for
/// Invoke-Container, dexec for Invoke-ContainerCommand, denter for Enter-Container, dlogs for Get-ContainerLog, dstart, dstop, drestart and
/// drm for Start-, Stop-, Restart- and Remove-Container, dstats for Measure-Container, dtop for Get-ContainerProcess, dcp for
/// Copy-ContainerItem, dimages, dpull, dpush, drmi and dbuild for Get-, Install-, Publish- and Remove-Image and Invoke-ImageBuild, dvolumes
/// for Get-Volume, and dnetworks for Get-Network.</para>
/// <para>The aliases last as long as the session. To have them in every session, add Enable-DockerAlias to your profile ($PROFILE). If a
/// name is already taken by another command, that is an error and the name is left alone unless -Force is given; the other aliases are
/// still created.</para>
/// </remarks>
/// <example>
/// <para>Creates the aliases and lists the running containers.</para>
/// <code>Enable-DockerAlias
/// dps -Status Running</code>
/// </example>
/// <example>
/// <para>Shows which aliases would be created.</para>
/// <code>Enable-DockerAlias -WhatIf</code>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "DockerAlias", SupportsShouldProcess = true)]
[OutputType(typeof(AliasInfo))]
public sealed class EnableDockerAliasCommand : DockerAliasCmdlet
{
    const string Script = "param($name, $value, $note) Set-Alias -Name $name -Value $value -Description $note -Scope Global -Force";

    /// <summary>Also replaces commands of other origin that have one of the names.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the aliases.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        foreach (var (alias, cmdlet) in Aliases)
            await TryAsync(alias, () => Create(alias, cmdlet));
    }

    Task Create(string alias, Type cmdlet)
    {
        string name = NameOf(cmdlet);
        var known = FindCommand(alias);
        if (known is not null && !Force && !IsOwn(known, cmdlet))
            throw new EngineException(
                EngineError.Conflict,
                new Subject("Alias", alias),
                $"The name {alias} is already taken by {DescribeOwner(known)}.");
        if (ShouldProcess($"{alias} -> {name}", "Create alias"))
        {
            InvokeCommand.InvokeScript(Script, alias, name, "DockerPS");
            if (PassThru)
                WriteObject(FindCommand(alias));
        }
        return Task.CompletedTask;
    }

    static string DescribeOwner(CommandInfo command) => command switch
    {
        AliasInfo alias => $"an alias for {alias.Definition}",
        { Source: { Length: > 0 } source } => source,
        _ => command.Name,
    };
}
