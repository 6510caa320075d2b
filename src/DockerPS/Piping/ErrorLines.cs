using System.Management.Automation;
using DockerPS.Binding;

namespace DockerPS.Piping;

/// <summary>
/// The standard error of a process: lines on the information stream, since they are not errors of the cmdlet. If PowerShell's own standard
/// error is redirected, the lines go there, like those of a program.
/// </summary>
/// <param name="cmdlet">The cmdlet that runs the process.</param>
sealed class ErrorLines(PSCmdlet cmdlet)
{
    const string Tag = "StandardError";

    readonly bool isRedirected = cmdlet.Host.Name == "ConsoleHost"
        && Console.IsErrorRedirected
        && !new CommandWords(cmdlet.MyInvocation).RedirectsInformation;

    /// <summary>Shows a line.</summary>
    public void Write(string line)
    {
        // lines tagged for the host are shown on standard output
        cmdlet.WriteInformation(new HostInformationMessage { Message = line }, isRedirected ? [Tag] : ["PSHOST", Tag]);
        // the host drops empty lines
        if (isRedirected)
            cmdlet.Host.UI.WriteErrorLine(line.Length > 0 ? line : " ");
    }
}
