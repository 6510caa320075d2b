using System.Management.Automation;
using System.Reflection;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>A cmdlet that manages the short aliases of this module.</summary>
public abstract class DockerAliasCmdlet : AsyncCmdlet
{
    private protected static readonly IReadOnlyList<(string Alias, Type Cmdlet)> Aliases =
    [
        ("dbuild", typeof(InvokeImageBuildCommand)),
        ("dcp", typeof(CopyContainerItemCommand)),
        ("denter", typeof(EnterContainerCommand)),
        ("dexec", typeof(InvokeContainerCommandCommand)),
        ("dimages", typeof(GetImageCommand)),
        ("dlogs", typeof(GetContainerLogCommand)),
        ("dnetworks", typeof(GetNetworkCommand)),
        ("dps", typeof(GetContainerCommand)),
        ("dpull", typeof(InstallImageCommand)),
        ("dpush", typeof(PublishImageCommand)),
        ("drestart", typeof(RestartContainerCommand)),
        ("drm", typeof(RemoveContainerCommand)),
        ("drmi", typeof(RemoveImageCommand)),
        ("drun", typeof(InvokeContainerCommand)),
        ("dstart", typeof(StartContainerCommand)),
        ("dstats", typeof(MeasureContainerCommand)),
        ("dstop", typeof(StopContainerCommand)),
        ("dtop", typeof(GetContainerProcessCommand)),
        ("dvolumes", typeof(GetVolumeCommand)),
    ];

    private protected DockerAliasCmdlet() { }

    /// <summary>Gets the command with this name in the session; null if there is none.</summary>
    private protected CommandInfo? FindCommand(string name) => InvokeCommand.GetCommand(name, CommandTypes.All);

    /// <summary>Gets the name of a cmdlet in this session; the module may have been imported with a prefix.</summary>
    private protected string NameOf(Type cmdlet)
    {
        var name = cmdlet.GetCustomAttribute<CmdletAttribute>()!;
        return $"{name.VerbName}-{Prefix}{name.NounName}";
    }

    /// <summary>Whether a command is an alias for one of this module's cmdlets.</summary>
    private protected static bool IsOwn(CommandInfo? command, Type cmdlet) =>
        command is AliasInfo { ReferencedCommand: CmdletInfo referenced } && referenced.ImplementingType == cmdlet;
}
