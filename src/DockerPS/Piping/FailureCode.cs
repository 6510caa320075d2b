namespace DockerPS.Piping;

/// <summary>The exit codes of a program that could not be run: those of a shell, and of the docker command.</summary>
static class FailureCode
{
    const int EngineFailed = 125;
    const int NotExecutable = 126;
    const int NotFound = 127;

    /// <summary>The code for what went wrong.</summary>
    public static int Of(EngineException exception) => exception.Cause switch
    {
        EngineCause.ProgramMissing => NotFound,
        EngineCause.ProgramNotExecutable => NotExecutable,
        _ => OfWords((exception.InnerException ?? exception).Message),
    };

    /// <summary>Whether an exit code may be that of a program that could not be run.</summary>
    public static bool IsOfEngine(int code) => code is NotExecutable or NotFound;

    // such as those about a working folder
    static int OfWords(string message) =>
        message.Contains("executable file not found", StringComparison.Ordinal)
            || message.Contains("no such file or directory", StringComparison.Ordinal) ? NotFound
            : message.Contains("permission denied", StringComparison.Ordinal)
                || message.Contains("is a directory", StringComparison.Ordinal) ? NotExecutable
            : EngineFailed;
}
