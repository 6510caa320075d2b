using System.Globalization;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// Tracks the modes that a program turns on in a terminal (<c>ESC [ ? number h</c>), to turn off those that it leaves on when it is killed:
/// the alternate screen, a hidden cursor, mouse reporting.
/// </summary>
internal sealed class TerminalModes
{
    const int ShowCursor = 25;
    const int LongestSequence = 64;

    static readonly int[] Watched = [1, 9, ShowCursor, 47, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1047, 1049, 2004];

    readonly StringBuilder sequence = new();
    readonly List<int> changed = [];
    bool inSequence;

    /// <summary>Receives a program's output.</summary>
    public void Watch(ReadOnlySpan<byte> bytes)
    {
        foreach (byte next in bytes)
        {
            if (next == '\e')
            {
                inSequence = true;
                sequence.Clear();
            }
            else if (inSequence)
            {
                sequence.Append((char)next);
                inSequence = sequence.Length == 1
                    ? next == '['
                    : sequence.Length < LongestSequence && next is not (>= (byte)'@' and <= (byte)'~');
                if (!inSequence)
                    Take(sequence.ToString());
            }
        }
    }

    /// <summary>The sequences that reset them, in reverse order.</summary>
    public byte[] Undo()
    {
        if (changed.Count == 0)
            return [];
        var undo = new StringBuilder();
        foreach (int mode in Enumerable.Reverse(changed))
            undo.Append(CultureInfo.InvariantCulture, $"\e[?{mode}{(mode == ShowCursor ? 'h' : 'l')}");
        changed.Clear();
        return Encoding.ASCII.GetBytes(undo.Append("\e[0m").ToString());
    }

    void Take(string text)
    {
        if (text is not ['[', '?', .. var numbers, 'h' or 'l'])
            return;
        foreach (string number in numbers.Split(';'))
        {
            if (!int.TryParse(number, CultureInfo.InvariantCulture, out int mode) || !Watched.Contains(mode))
                continue;
            changed.Remove(mode);
            if (text[^1] == (mode == ShowCursor ? 'l' : 'h'))
                changed.Add(mode);
        }
    }
}
