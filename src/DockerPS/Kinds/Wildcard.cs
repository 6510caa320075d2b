using System.Management.Automation;

namespace DockerPS.Kinds;

/// <summary>Wildcards as users write them.</summary>
static class Wildcard
{
    /// <summary>The pattern of a text.</summary>
    /// <exception cref="EngineException">It is no wildcard, such as one with a bracket that is not closed.</exception>
    public static WildcardPattern Get(string text, WildcardOptions options = WildcardOptions.IgnoreCase)
    {
        try
        {
            var pattern = WildcardPattern.Get(text, options);
            // a pattern is read at its first use
            _ = pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException e)
        {
            throw Refuse(text, e);
        }
    }

    /// <summary>The error for a text that is no wildcard.</summary>
    public static EngineException Refuse(string text, WildcardPatternException reason) =>
        new(EngineError.Invalid, new Subject("Wildcard", text), $"'{text}' is no wildcard: a bracket stands for one of several characters, such as [ab], and is closed.", reason);
}
