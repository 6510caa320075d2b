namespace DockerPS.Engine;

/// <summary>The forms in which instructions take their arguments.</summary>
enum ArgumentForm
{
    /// <summary>A JSON array, or words separated by white space.</summary>
    List,

    /// <summary>A JSON array, or the text of a command.</summary>
    Command,

    /// <summary>Words separated by white space.</summary>
    Words,

    /// <summary>Names, each with an optional value.</summary>
    Names,

    /// <summary>Names with values.</summary>
    Pairs,

    /// <summary>One argument, including white space.</summary>
    Whole,

    /// <summary>A word followed by a command.</summary>
    Health,

    /// <summary>Another instruction.</summary>
    Trigger,
}
