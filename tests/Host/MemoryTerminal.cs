using System.Text;

namespace DockerPS.Host;

/// <summary>A terminal that remembers what is written to it, and answers what it was told to answer.</summary>
public sealed class MemoryTerminal(int width) : ITerminal
{
    readonly StringBuilder text = new();
    readonly Queue<string> answers = new();

    public int Width => width;

    public int Height => 50;

    public bool HasColor => false;

    /// <summary>Adds an answer for a question to come.</summary>
    public void Answer(string line) => answers.Enqueue(line);

    /// <summary>Takes what was written since the last time; lines end in a plain line feed.</summary>
    public string TakeText()
    {
        lock (text)
        {
            string taken = text.ToString().ReplaceLineEndings("\n");
            text.Clear();
            return taken;
        }
    }

    public void Write(string text)
    {
        lock (this.text)
            this.text.Append(text);
    }

    public void WriteError(string text) => Write(text);

    public void ShowProgress(string? line)
    {
        // a test reads the records
    }

    public string? ReadLine(string prompt, bool secret)
    {
        answers.TryDequeue(out string? answer);
        Write($"{prompt}{(secret ? "" : answer)}\n");
        return answer;
    }
}
