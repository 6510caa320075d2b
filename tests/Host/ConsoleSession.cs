using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;

namespace DockerPS.Host;

/// <summary>Runs a script, a command or a prompt on the console.</summary>
sealed partial class ConsoleSession : IDisposable
{
    const int Stopped = 130;

    readonly ConsoleTerminal terminal = new();
    readonly TerminalHost host;
    readonly Runspace runspace;
    readonly List<string> history = [];
    volatile RunningPipeline? running;
    bool wasStopped;

    public ConsoleSession(IEnumerable<string> modules)
    {
        host = new TerminalHost(terminal) { NestedPrompt = Prompt };
        runspace = Runspaces.Open(host, modules);
        Console.CancelKeyPress += OnCancelKeyPress;
    }

    /// <summary>Runs a script file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arguments">Its arguments as they were typed: a word that begins with a dash names a parameter.</param>
    /// <returns>The code of its <c>exit</c>; 0 without one, 1 when an error ended it, 130 when Ctrl+C did.</returns>
    public int RunFile(string path, IEnumerable<string> arguments)
    {
        // a script that exits with a code other than 0 has failed as a command, and left its code behind
        string line = string.Join(' ', arguments.Select(ToSource).Prepend(Quote(Path.GetFullPath(path))).Prepend("&"));
        return RunCommand(line + "; if (!$?) { exit ($LASTEXITCODE ? $LASTEXITCODE : 1) }");
    }

    /// <summary>Runs a command line.</summary>
    public int RunCommand(string command) => ToExitCode(Run(powershell => powershell.AddScript(command, useLocalScope: false)));

    /// <summary>Reads and runs what is typed until <c>exit</c> or the end of the input.</summary>
    public int RunPrompt()
    {
        Prompt();
        return host.ExitCode ?? 0;
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancelKeyPress;
        runspace.Dispose();
    }

    static string ToSource(string argument)
    {
        var match = NamedArgument().Match(argument);
        if (!match.Success)
            return Quote(argument);
        string value = match.Groups["value"].Value;
        return match.Groups["name"].Value + (value is "" or "$true" or "$false" ? value : Quote(value));
    }

    static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^(?<name>-[A-Za-z_]\w*:?)(?<value>(?<=:).*)?$", RegexOptions.Singleline)]
    private static partial Regex NamedArgument();

    int ToExitCode(bool ended) => host.ExitCode ?? (ended ? 0 : wasStopped ? Stopped : 1);

    bool Run(Action<PowerShell> add, bool remember = false)
    {
        using var powershell = Create();
        add(powershell);
        var outer = running;
        try
        {
            using var current = new RunningPipeline(powershell);
            running = current;
            bool ended = host.Show(powershell, remember);
            wasStopped = powershell.InvocationStateInfo.State == PSInvocationState.Stopped;
            return ended;
        }
        finally
        {
            running = outer;
            terminal.ShowProgress(null);
        }
    }

    PowerShell Create()
    {
        if (host.NestedPrompts > 0)
            return PowerShell.Create(RunspaceMode.CurrentRunspace);
        return PowerShell.Create(runspace);
    }

    void Prompt()
    {
        int level = host.NestedPrompts;
        while (host.ExitCode is null && host.NestedPrompts == level)
        {
            try
            {
                if (ReadInput() is not { } input)
                    return;
                if (!string.IsNullOrWhiteSpace(input))
                    Run(powershell => powershell.AddScript(input, useLocalScope: false), remember: true);
            }
            catch (OperationCanceledException)
            {
                // Ctrl+C on the prompt begins a new line
            }
        }
    }

    /// <summary>Reads lines until they make a whole script.</summary>
    string? ReadInput()
    {
        string input = "";
        string prompt = PromptText();
        while (true)
        {
            var editor = new LineEditor { History = history, Complete = (line, cursor) => Complete(input, line, cursor) };
            if (terminal.ReadLine(prompt, editor) is not { } line)
                return input.Length == 0 ? null : input;
            input += line;
            Parser.ParseInput(input, out _, out var errors);
            if (!errors.Any(error => error.IncompleteInput))
                return input;
            input += "\n";
            prompt = ">> ";
        }
    }

    string PromptText()
    {
        using var powershell = Create();
        string? text = powershell.AddScript("prompt").Invoke().LastOrDefault()?.ToString();
        return string.IsNullOrEmpty(text) ? "PS> " : text;
    }

    CommandCompletion Complete(string before, string line, int cursor)
    {
        using var powershell = Create();
        var found = CommandCompletion.CompleteInput(before + line, before.Length + cursor, [], powershell);
        found.ReplacementIndex -= before.Length;
        return found;
    }

    void OnCancelKeyPress(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = true;
        running?.Stop();
    }
}
