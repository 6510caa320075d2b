using System.Management.Automation;
using DockerPS.Binding;

namespace DockerPS.Piping;

/// <summary>
/// The standard error of a process: lines on the information stream, since they are not errors of the cmdlet. If standard error of
/// PowerShell itself is redirected, the lines go there, as those of a program do.
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
        // what is tagged for the host is shown on standard output
        cmdlet.WriteInformation(new HostInformationMessage { Message = line }, isRedirected ? [Tag] : ["PSHOST", Tag]);
        // the host drops a line without any character
        if (isRedirected)
            cmdlet.Host.UI.WriteErrorLine(line.Length > 0 ? line : " ");
    }
}
