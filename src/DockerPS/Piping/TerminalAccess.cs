using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Piping;

/// <summary>Checks whether a cmdlet may use the terminal of this process.</summary>
static class TerminalAccess
{
    const string RemoteSession = "PSSenderInfo";

    /// <summary>Makes sure that the user of this session is at the terminal of this process.</summary>
    /// <exception cref="EngineException">The user is not: a runbook, a remote session, a job, an editor.</exception>
    public static void Require(PSCmdlet cmdlet)
    {
        if (cmdlet.SessionState.PSVariable.GetValue(RemoteSession) is not null)
            throw LocalTerminal.Unavailable("this is a remote session");
        if (!HasScreen(cmdlet))
            throw LocalTerminal.Unavailable($"the host '{cmdlet.Host.Name}' has none");
        LocalTerminal.Require();
    }

    /// <summary>A host without a screen does not have a size.</summary>
    static bool HasScreen(PSCmdlet cmdlet)
    {
        try
        {
            return cmdlet.Host.UI?.RawUI is { WindowSize: { Width: > 0, Height: > 0 } };
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            return false;
        }
    }
}
