using System.Management.Automation;

namespace DockerPS.Piping;

/// <summary>Strings with note properties, such as the container that a line comes from.</summary>
static class NotedText
{
    /// <summary>The number of strings after which a full garbage collection removes their notes.</summary>
    const int CollectionInterval = 1 << 17;

    static int made;

    /// <summary>Creates a string with note properties.</summary>
    /// <remarks>
    /// PowerShell keeps the notes of all objects in one weak table, whose dead entries are only removed by full collections. Without these,
    /// a session's memory would grow with each line that it has ever read, and each further line would take longer.
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
