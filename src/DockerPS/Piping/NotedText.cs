using System.Management.Automation;

namespace DockerPS.Piping;

/// <summary>Texts that carry notes, such as the container that a line comes from.</summary>
static class NotedText
{
    /// <summary>After how many texts the garbage of their notes is collected.</summary>
    const int CollectionInterval = 1 << 17;

    static int made;

    /// <summary>Makes one.</summary>
    /// <remarks>
    /// PowerShell keeps the notes of all objects in one weak table, whose dead entries survive all collections but full ones: without
    /// these, the memory of a session grows with each line that it has ever read, and each further line takes longer.
    /// </remarks>
    public static PSObject Make(string text, params PSNoteProperty[] notes)
    {
        var noted = new PSObject(text);
        foreach (var note in notes)
            noted.Properties.Add(note);
        if (Interlocked.Increment(ref made) % CollectionInterval == 0)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        return noted;
    }
}
