namespace DockerPS.Host;

/// <summary>What a host writes to and reads from: a real console, or the memory of a test.</summary>
public interface ITerminal
{
    /// <summary>How many columns a line has.</summary>
    int Width { get; }

    /// <summary>How many lines are seen at once.</summary>
    int Height { get; }

    /// <summary>Whether escape sequences have an effect.</summary>
    bool HasColor { get; }

    /// <summary>Writes text as it stands to standard output.</summary>
    void Write(string text);

    /// <summary>Writes text as it stands to standard error.</summary>
    void WriteError(string text);

    /// <summary>Shows how far something is, in one line that the next output replaces; null takes it away.</summary>
    void ShowProgress(string? line);

    /// <summary>Asks for a line.</summary>
    /// <param name="prompt">What stands before the answer.</param>
    /// <param name="secret">Whether the answer must not be seen.</param>
    /// <returns>The answer; null at the end of the input.</returns>
    string? ReadLine(string prompt, bool secret);
}
