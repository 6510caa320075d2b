using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace DockerPS.Tests;

/// <summary>A PowerShell session in this process: runs scripts, and returns all that comes of them.</summary>
public sealed class PowerShellSession : IDisposable
{
    readonly Runspace runspace;

    /// <summary>Opens a session.</summary>
    /// <param name="modules">Names or paths of the modules to import.</param>
    public PowerShellSession(params IEnumerable<string> modules)
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        state.ImportPSModule([.. modules]);
        state.ThrowOnRunspaceOpenError = true;
        runspace = RunspaceFactory.CreateRunspace(state);
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
    }

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">The script; its arguments are <c>$args</c>, or what its <c>param()</c> names.</param>
    /// <param name="arguments">The arguments.</param>
    public SessionResult Run(string script, params object?[] arguments) => Run(script, arguments, CancellationToken.None);

    /// <summary>Runs a script until it ends, or until the token stops it as Ctrl+C would.</summary>
    public SessionResult Run(string script, object?[] arguments, CancellationToken stop)
    {
        using var powershell = PowerShell.Create(runspace);
        powershell.AddScript(script);
        foreach (object? argument in arguments)
            powershell.AddArgument(argument);
        var output = new PSDataCollection<PSObject>();
        ErrorRecord? failure = null;
        IAsyncResult? stopping = null;
        var registration = stop.Register(() => stopping = powershell.BeginStop(null, null));
        try
        {
            powershell.Invoke(null, output);
        }
        catch (PipelineStoppedException)
        {
            // its state says so
        }
        catch (RuntimeException e)
        {
            failure = e.ErrorRecord;
        }
        finally
        {
            registration.Dispose();
            // a runspace takes no new pipeline while it stops one
            if (stopping is not null)
                powershell.EndStop(stopping);
        }
        return new SessionResult(output, failure, powershell.InvocationStateInfo.State == PSInvocationState.Stopped, powershell.Streams);
    }

    /// <summary>Runs a script, and returns its output as a terminal shows it: in views.</summary>
    /// <param name="script">The script.</param>
    /// <param name="width">The columns of the terminal.</param>
    public string Render(string script, int width) =>
        string.Concat(Run($"$PSStyle.OutputRendering = 'PlainText'; . {{ {script} }} | Out-String -Width {width}").Check().As<string>());

    /// <summary>Asks for what tab would offer at the end of a line.</summary>
    public IReadOnlyList<CompletionResult> Complete(string line)
    {
        using var powershell = PowerShell.Create(runspace);
        return CommandCompletion.CompleteInput(line, line.Length, new Hashtable(), powershell).CompletionMatches;
    }

    /// <inheritdoc />
    public void Dispose() => runspace.Dispose();
}
