using System.Management.Automation;

namespace DockerPS.Host;

/// <summary>
/// Edits one line on the console: cursor keys, history, completion. A line that is longer than the console is seen through a window that
/// moves with the cursor.
/// </summary>
sealed class LineEditor
{
    string text = "";
    int cursor;
    int historyIndex;
    Cycle? cycle;

    /// <summary>Whether stars stand for what is typed.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The lines that Up and Down bring back; a line that was entered is added.</summary>
    public List<string>? History { get; init; }

    /// <summary>Finds what tab may put in: given the line and the cursor.</summary>
    public Func<string, int, CommandCompletion>? Complete { get; init; }

    /// <summary>Reads a line.</summary>
    /// <param name="prompt">What stands before it.</param>
    /// <returns>The line; null at the end of the input (Ctrl+D on an empty line).</returns>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public string? Read(string prompt)
    {
        (text, cursor, historyIndex, cycle) = ("", 0, History?.Count ?? 0, null);
        bool treatedAsInput = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                Draw(prompt);
                var key = Console.ReadKey(intercept: true);
                if (key.Key != ConsoleKey.Tab)
                    cycle = null;
                switch (key.Key)
                {
                    case ConsoleKey.Enter:
                        Leave(prompt, "");
                        if (!string.IsNullOrWhiteSpace(text) && !IsSecret && History?.LastOrDefault() != text)
                            History?.Add(text);
                        return text;
                    case ConsoleKey.C when key.Modifiers == ConsoleModifiers.Control:
                        Leave(prompt, "^C");
                        throw new OperationCanceledException();
                    case ConsoleKey.D when key.Modifiers == ConsoleModifiers.Control && text.Length == 0:
                        Leave(prompt, "");
                        return null;
                    default:
                        Edit(key);
                        break;
                }
            }
        }
        finally
        {
            Console.TreatControlCAsInput = treatedAsInput;
        }
    }

    string Shown => IsSecret ? new string('*', text.Length) : text;

    void Edit(ConsoleKeyInfo key)
    {
        bool control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow:
                cursor = control ? WordStart() : Math.Max(0, cursor - 1);
                break;
            case ConsoleKey.RightArrow:
                cursor = control ? WordEnd() : Math.Min(text.Length, cursor + 1);
                break;
            case ConsoleKey.Home or ConsoleKey.A when key.Key == ConsoleKey.Home || control:
                cursor = 0;
                break;
            case ConsoleKey.End or ConsoleKey.E when key.Key == ConsoleKey.End || control:
                cursor = text.Length;
                break;
            case ConsoleKey.Backspace:
                Remove(control ? WordStart() : cursor - 1, cursor);
                break;
            case ConsoleKey.W when control:
                Remove(WordStart(), cursor);
                break;
            case ConsoleKey.Delete or ConsoleKey.D when key.Key == ConsoleKey.Delete || control:
                Remove(cursor, cursor + 1);
                break;
            case ConsoleKey.U when control:
                Remove(0, cursor);
                break;
            case ConsoleKey.K when control:
                Remove(cursor, text.Length);
                break;
            case ConsoleKey.Escape:
                Remove(0, text.Length);
                break;
            case ConsoleKey.L when control:
                Console.Clear();
                break;
            case ConsoleKey.UpArrow:
                Recall(historyIndex - 1);
                break;
            case ConsoleKey.DownArrow:
                Recall(historyIndex + 1);
                break;
            case ConsoleKey.Tab:
                CompleteNext(key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? -1 : 1);
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                    text = text.Insert(cursor++, key.KeyChar.ToString());
                break;
        }
    }

    void Remove(int from, int to)
    {
        from = Math.Max(0, from);
        to = Math.Min(text.Length, to);
        text = text.Remove(from, to - from);
        cursor = from;
    }

    int WordStart()
    {
        int start = cursor;
        while (start > 0 && !char.IsLetterOrDigit(text[start - 1]))
            start--;
        while (start > 0 && char.IsLetterOrDigit(text[start - 1]))
            start--;
        return start;
    }

    int WordEnd()
    {
        int end = cursor;
        while (end < text.Length && !char.IsLetterOrDigit(text[end]))
            end++;
        while (end < text.Length && char.IsLetterOrDigit(text[end]))
            end++;
        return end;
    }

    void Recall(int index)
    {
        if (History is null || index < 0 || index > History.Count)
            return;
        historyIndex = index;
        text = index == History.Count ? "" : History[index];
        cursor = text.Length;
    }

    void CompleteNext(int step)
    {
        if (Complete is null)
            return;
        if (cycle is null)
        {
            var found = Complete(text, cursor);
            if (found.CompletionMatches.Count == 0)
                return;
            string before = text[..found.ReplacementIndex];
            string after = text[(found.ReplacementIndex + found.ReplacementLength)..];
            cycle = new Cycle(before, after, [.. found.CompletionMatches.Select(match => match.CompletionText)], step > 0 ? -1 : 0);
        }
        int next = (cycle.Index + step + cycle.Matches.Count) % cycle.Matches.Count;
        cycle = cycle with { Index = next };
        text = cycle.Before + cycle.Matches[next] + cycle.After;
        cursor = cycle.Before.Length + cycle.Matches[next].Length;
    }

    void Draw(string prompt)
    {
        string shown = Shown;
        int room = Math.Max(10, Console.WindowWidth - prompt.Length - 1);
        int start = Math.Max(0, cursor - room);
        int end = Math.Min(shown.Length, start + room);
        // written twice: the terminal, not this code, knows how wide a character is
        Console.Write($"\r\e[K{prompt}{shown[start..end]}\r{prompt}{shown[start..cursor]}");
    }

    void Leave(string prompt, string mark) => Console.WriteLine($"\r\e[K{prompt}{Shown}{mark}");

    /// <summary>Where tab is in what it offers.</summary>
    sealed record Cycle(string Before, string After, IReadOnlyList<string> Matches, int Index);
}
