using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace DockerPS.Host;

/// <summary>Opens runspaces of the bare engine: without the modules that come with pwsh, and without its telemetry.</summary>
static class Runspaces
{
    /// <summary>Opens a runspace with modules.</summary>
    /// <param name="host">Who shows what it writes.</param>
    /// <param name="modules">Names or paths of modules.</param>
    /// <param name="configure">Adds to what the runspace begins with.</param>
    public static Runspace Open(PSHost host, IEnumerable<string> modules, Action<InitialSessionState>? configure = null)
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        configure?.Invoke(state);
        var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
        try
        {
            foreach (string module in modules)
            {
                using var import = PowerShell.Create(runspace);
                import.AddCommand("Import-Module").AddParameter("Name", module).AddParameter("ErrorAction", ActionPreference.Stop).Invoke();
            }
            return runspace;
        }
        catch
        {
            runspace.Dispose();
            throw;
        }
    }
}
