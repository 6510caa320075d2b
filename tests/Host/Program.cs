using DockerPS.Host;

const string Usage = """
    usage: DockerPS.Host [-NoProfile] [-Module <path>]... [-File <script> [arguments]... | -Command <script> | -Shell]

    Runs a script, a command, or (given neither) a prompt in the PowerShell engine.
    """;

List<string> modules = [];
int next = 0;
// there are no profiles here: the option is taken so that a line for pwsh runs as it stands
if (next < args.Length && Is(args[next], "-NoProfile"))
    next++;
while (next + 1 < args.Length && Is(args[next], "-Module"))
{
    modules.Add(args[next + 1]);
    next += 2;
}
using var session = new ConsoleSession(modules);
switch (args[next..])
{
    case [var option, var file, .. var arguments] when Is(option, "-File"):
        return session.RunFile(file, arguments);
    case [var option, var command] when Is(option, "-Command"):
        return session.RunCommand(command);
    case []:
    case [var option] when Is(option, "-Shell"):
        return session.RunPrompt();
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static bool Is(string argument, string option) => argument.Equals(option, StringComparison.OrdinalIgnoreCase);
