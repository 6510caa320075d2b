using System.Text;

namespace DockerPS.Engine;

/// <summary>An instruction joined into one line, which knows where in the file each character comes from.</summary>
sealed class LogicalLine(DockerfileSource source)
{
    readonly StringBuilder text = new();
    readonly List<(int Line, int Source)> pieces = [];
    string? whole;

    /// <summary>The line.</summary>
    public string Text => whole ??= text.ToString();

    /// <summary>The file.</summary>
    public DockerfileSource Source => source;

    /// <summary>Adds a part of the file.</summary>
    public void Add(int start, int end)
    {
        pieces.Add((text.Length, start));
        text.Append(source.Text, start, end - start);
        whole = null;
    }

    /// <summary>The place of a part of the line in the file.</summary>
    public DockerfileExtent Extent(int start, int end) =>
        // the end belongs to the character before it, not to what follows on the next line
        source.Extent(ToSource(start), end > start ? ToSource(end - 1) + 1 : ToSource(start));

    int ToSource(int offset)
    {
        int low = 0;
        int high = pieces.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (pieces[middle].Line <= offset)
                low = middle;
            else
                high = middle - 1;
        }
        return pieces[low].Source + (offset - pieces[low].Line);
    }
}
