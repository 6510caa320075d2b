using System.Management.Automation;

namespace DockerPS.Kinds;

/// <summary>Wildcards as users write them.</summary>
static class Wildcard
{
    /// <summary>Parses a wildcard.</summary>
    /// <exception cref="EngineException">The wildcard is invalid, such as one with an unclosed bracket.</exception>
    public static WildcardPattern Get(string text, WildcardOptions options = WildcardOptions.IgnoreCase)
    {
        try
        {
            var pattern = WildcardPattern.Get(text, options);
            // a pattern is not parsed until its first use
            _ = pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException e)
        {
            throw Refuse(text, e);
        }
    }

    /// <summary>The error for an invalid wildcard.</summary>
    public static EngineException Refuse(string text, WildcardPatternException reason) =>
        new(
            EngineError.Invalid,
            new Subject("Wildcard", text),
            $"'{text}' is not a valid wildcard: brackets enclose the allowed characters, as in [ab], and must be closed.",
            reason);
}
