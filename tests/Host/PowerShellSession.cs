using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace DockerPS.Host;

/// <summary>A PowerShell session for tests: runs scripts, and returns all that comes of them.</summary>
public sealed class PowerShellSession : IDisposable
{
    readonly TerminalHost host;
    readonly Runspace runspace;

    /// <summary>Opens a session.</summary>
    /// <param name="width">The columns of its terminal.</param>
    /// <param name="configure">Adds to what the session begins with.</param>
    /// <param name="modules">Names or paths of the modules to import.</param>
    public PowerShellSession(int width = 120, Action<InitialSessionState>? configure = null, params IEnumerable<string> modules)
    {
        Terminal = new MemoryTerminal(width);
        host = new TerminalHost(Terminal);
        runspace = Runspaces.Open(host, modules, configure);
    }

    /// <summary>Where questions are answered, and where goes what a script writes past the pipeline.</summary>
    public MemoryTerminal Terminal { get; }

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
        try
        {
            using var running = new RunningPipeline(powershell);
            using var registration = stop.Register(running.Stop);
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
        return new SessionResult(output, failure, powershell.InvocationStateInfo.State == PSInvocationState.Stopped, powershell.Streams);
    }

    /// <summary>Runs a script, and returns what somebody at the terminal would see: output in views, errors, warnings.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    public string Render(string script, params object?[] arguments)
    {
        Terminal.TakeText();
        using var powershell = PowerShell.Create(runspace);
        powershell.AddScript(script);
        foreach (object? argument in arguments)
            powershell.AddArgument(argument);
        host.Show(powershell);
        return Terminal.TakeText();
    }

    /// <summary>Asks for what tab would offer.</summary>
    /// <param name="line">The line that is typed.</param>
    /// <param name="cursor">Where the cursor is; left out, at the end.</param>
    public IReadOnlyList<CompletionResult> Complete(string line, int? cursor = null)
    {
        using var powershell = PowerShell.Create(runspace);
        return CommandCompletion.CompleteInput(line, cursor ?? line.Length, new Hashtable(), powershell).CompletionMatches;
    }

    public void Dispose() => runspace.Dispose();
}
