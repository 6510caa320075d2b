using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;

namespace DockerPS.Host;

/// <summary>Shows streams and asks questions as PowerShell does.</summary>
public sealed class TerminalUserInterface(ITerminal terminal) : PSHostUserInterface
{
    const string Red = "\e[31;1m";
    const string Yellow = "\e[33;1m";
    const string Reset = "\e[0m";

    readonly TerminalRawUserInterface raw = new(terminal);
    bool writesErrors;

    public override PSHostRawUserInterface RawUI => raw;

    public override bool SupportsVirtualTerminal => terminal.HasColor;

    public override void Write(string value) => terminal.Write(Plain(value));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        terminal.Write(terminal.HasColor ? $"\e[{AnsiCode(foregroundColor)}m{value}{Reset}" : value);

    public override void WriteLine(string value)
    {
        if (writesErrors)
            WriteErrorLine(value);
        else
            terminal.Write(Plain(value) + Environment.NewLine);
    }

    public override void WriteErrorLine(string value) => terminal.WriteError(Colored(Red, value) + Environment.NewLine);

    /// <summary>Does something whose lines are errors, though the engine writes them as output.</summary>
    public void WriteAsError(Action write)
    {
        writesErrors = true;
        try
        {
            write();
        }
        finally
        {
            writesErrors = false;
        }
    }

    public override void WriteWarningLine(string message) => WriteLine(Colored(Yellow, "WARNING: " + message));
    public override void WriteVerboseLine(string message) => WriteLine(Colored(Yellow, "VERBOSE: " + message));
    public override void WriteDebugLine(string message) => WriteLine(Colored(Yellow, "DEBUG: " + message));

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            terminal.ShowProgress(null);
            return;
        }
        string percent = record.PercentComplete < 0 ? "" : $" {record.PercentComplete,3} %";
        string detail = string.IsNullOrEmpty(record.CurrentOperation) ? "" : $" ({record.CurrentOperation})";
        terminal.ShowProgress($"{record.Activity}{percent}: {record.StatusDescription}{detail}");
    }

    public override string ReadLine() => Ask("");

    public override SecureString ReadLineAsSecureString() => AskSecret("");

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        WriteTitle(caption, message);
        return descriptions.ToDictionary(field => field.Name, field => PSObject.AsPSObject(AskField(field)));
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        WriteTitle(caption, message);
        string user = string.IsNullOrEmpty(userName) ? Ask("User: ") : userName;
        return new PSCredential(user, AskSecret($"Password for user {user}: "));
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteTitle(caption, message);
        var labels = choices.Select(Choice.Parse).ToList();
        string question = string.Join("  ", labels.Select(choice => $"[{choice.Key}] {choice.Label}")) + "  [?] Help";
        if (defaultChoice >= 0)
            question += $" (default is \"{labels[defaultChoice].Key}\")";
        while (true)
        {
            string answer = Ask(question + ": ").Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            int chosen = labels.FindIndex(choice => choice.Fits(answer));
            if (chosen >= 0)
                return chosen;
            if (answer == "?")
            {
                foreach (var (choice, description) in labels.Zip(choices))
                    WriteLine($"{choice.Key} - {description.HelpMessage}");
            }
        }
    }

    static int AnsiCode(ConsoleColor color)
    {
        // the console's bits stand for blue, green, red; the terminal's for red, green, blue
        int bits = (int)color;
        int bright = (bits & 8) == 0 ? 30 : 90;
        return bright + ((bits & 1) << 2) + (bits & 2) + ((bits & 4) >> 2);
    }

    /// <summary>The text without the styles that formatting put into it, where they have no effect.</summary>
    string Plain(string text) => GetOutputString(text, SupportsVirtualTerminal);

    string Colored(string color, string text) =>
        terminal.HasColor && !text.Contains('\e', StringComparison.Ordinal) ? color + text + Reset : Plain(text);

    void WriteTitle(string caption, string message)
    {
        foreach (string line in new[] { caption, message })
        {
            if (!string.IsNullOrEmpty(line))
                WriteLine(line);
        }
    }

    string Ask(string prompt) => terminal.ReadLine(prompt, secret: false) ?? throw new HostException("There is nobody to answer: the input has ended.");

    SecureString AskSecret(string prompt)
    {
        string? answer = terminal.ReadLine(prompt, secret: true);
        return new NetworkCredential("", answer ?? throw new HostException("There is nobody to answer: the input has ended.")).SecurePassword;
    }

    object? AskField(FieldDescription field)
    {
        var type = Type.GetType(field.ParameterAssemblyFullName) ?? Type.GetType(field.ParameterTypeFullName) ?? typeof(string);
        if (type == typeof(SecureString))
            return AskSecret(field.Name + ": ");
        if (type == typeof(PSCredential))
            return PromptForCredential("", "", "", "");
        if (!typeof(IList).IsAssignableFrom(type))
            return LanguagePrimitives.ConvertTo(Ask(field.Name + ": "), type, null);
        var values = new List<string>();
        while (Ask($"{field.Name}[{values.Count}]: ") is { Length: > 0 } value)
            values.Add(value);
        return LanguagePrimitives.ConvertTo(values, type, null);
    }

    /// <summary>One of the answers to a question: <c>Yes to &amp;All</c> is typed as <c>A</c>.</summary>
    sealed record Choice(string Key, string Label)
    {
        public static Choice Parse(ChoiceDescription description)
        {
            int mark = description.Label.IndexOf('&', StringComparison.Ordinal);
            string label = description.Label.Replace("&", "", StringComparison.Ordinal);
            return new Choice(mark < 0 ? label : label.Substring(mark, 1).ToUpperInvariant(), label);
        }

        public bool Fits(string answer) =>
            answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Label, StringComparison.OrdinalIgnoreCase);
    }
}
