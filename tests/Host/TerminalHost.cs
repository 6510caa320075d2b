using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace DockerPS.Host;

/// <summary>A PowerShell host on a terminal.</summary>
public sealed class TerminalHost(ITerminal terminal) : PSHost
{
    readonly TerminalUserInterface userInterface = new(terminal);

    /// <summary>What a script asked for with <c>exit N</c>; null while it has not.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Runs the prompt inside a prompt that "Suspend" asks for; null where nobody is there to type.</summary>
    public Action? NestedPrompt { get; set; }

    /// <summary>How many prompts stand inside one another.</summary>
    public int NestedPrompts { get; private set; }

    public override string Name => "DockerPS.Host";

    public override Version Version { get; } = typeof(TerminalHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => userInterface;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode)
    {
        if (NestedPrompts > 0)
            ExitNestedPrompt();
        else
            ExitCode = exitCode;
    }

    /// <summary>Runs a pipeline and shows its output and its errors.</summary>
    /// <param name="powershell">The pipeline.</param>
    /// <param name="remember">Whether it goes into <c>Get-History</c>.</param>
    /// <returns>Whether it came to its end: an error did not end it, and nobody stopped it.</returns>
    public bool Show(PowerShell powershell, bool remember = false)
    {
        powershell.AddCommand("Out-Default");
        powershell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        try
        {
            powershell.Invoke(null, new PSInvocationSettings { AddToHistory = remember });
            return powershell.InvocationStateInfo.State == PSInvocationState.Completed;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException e)
        {
            powershell.Commands.Clear();
            powershell.AddCommand("Out-Default");
            userInterface.WriteAsError(() => powershell.Invoke(new[] { e.ErrorRecord }));
            return false;
        }
    }

    public override void EnterNestedPrompt()
    {
        if (NestedPrompt is null)
            throw new NotSupportedException("There is no prompt to suspend to.");
        int outside = NestedPrompts++;
        try
        {
            NestedPrompt();
        }
        finally
        {
            NestedPrompts = outside;
        }
    }

    public override void ExitNestedPrompt() => NestedPrompts = Math.Max(0, NestedPrompts - 1);

    public override void NotifyBeginApplication() => terminal.ShowProgress(null);

    public override void NotifyEndApplication()
    {
        // what a native command leaves on the console needs no repair
    }
}
