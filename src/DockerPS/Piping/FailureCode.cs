namespace DockerPS.Piping;

/// <summary>The exit codes for a program that could not be run, as used by shells and the docker command.</summary>
static class FailureCode
{
    const int EngineFailed = 125;
    const int NotExecutable = 126;
    const int NotFound = 127;

    /// <summary>The exit code for an exception.</summary>
    public static int Of(EngineException exception) => exception.Cause switch
    {
        EngineCause.ProgramMissing => NotFound,
        EngineCause.ProgramNotExecutable => NotExecutable,
        _ => OfWords((exception.InnerException ?? exception).Message),
    };

    /// <summary>Whether an exit code may mean that the program could not be run.</summary>
    public static bool IsOfEngine(int code) => code is NotExecutable or NotFound;

    // for example errors about a working directory
    static int OfWords(string message) =>
        message.Contains("executable file not found", StringComparison.Ordinal)
            || message.Contains("no such file or directory", StringComparison.Ordinal) ? NotFound
            : message.Contains("permission denied", StringComparison.Ordinal)
                || message.Contains("is a directory", StringComparison.Ordinal) ? NotExecutable
            : EngineFailed;
}
