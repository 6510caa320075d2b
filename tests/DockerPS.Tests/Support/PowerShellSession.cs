using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace DockerPS.Tests;

/// <summary>A PowerShell session in this process: runs scripts, and returns all their output.</summary>
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
    /// <param name="script">The script; its arguments are in <c>$args</c>, or in the parameters of its <c>param()</c>.</param>
    /// <param name="arguments">The arguments.</param>
    public SessionResult Run(string script, params object?[] arguments) => Run(script, arguments, CancellationToken.None);

    /// <summary>Runs a script until it ends, or until the token stops it like Ctrl+C.</summary>
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
            // its state shows that
        }
        catch (RuntimeException e)
        {
            failure = e.ErrorRecord;
        }
        finally
        {
            registration.Dispose();
            // a runspace does not accept a new pipeline while it is stopping one
            if (stopping is not null)
                powershell.EndStop(stopping);
        }
        return new SessionResult(output, failure, powershell.InvocationStateInfo.State == PSInvocationState.Stopped, powershell.Streams);
    }

    /// <summary>Runs a script, and returns its output as displayed on a terminal.</summary>
    /// <param name="script">The script.</param>
    /// <param name="width">The width of the terminal.</param>
    public string Render(string script, int width) =>
        string.Concat(Run($"$PSStyle.OutputRendering = 'PlainText'; . {{ {script} }} | Out-String -Width {width}").Check().As<string>());

    /// <summary>Gets the completions at the end of a line.</summary>
    public IReadOnlyList<CompletionResult> Complete(string line)
    {
        using var powershell = PowerShell.Create(runspace);
        return CommandCompletion.CompleteInput(line, line.Length, new Hashtable(), powershell).CompletionMatches;
    }

    /// <inheritdoc />
    public void Dispose() => runspace.Dispose();
}
