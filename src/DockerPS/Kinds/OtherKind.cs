using System.Text.RegularExpressions;

namespace DockerPS.Kinds;

/// <summary>What is said of an object that is of another kind than what is expected.</summary>
static partial class OtherKind
{
    /// <summary>The error for an object that stands for nothing of the kind of its reference.</summary>
    public static EngineException Refuse(ResourceReference reference, OtherThing other)
    {
        string kind = reference.GetType().Name.Replace("Reference", "", StringComparison.Ordinal);
        return new EngineException(EngineError.Invalid, new Subject(kind, other.Name), $"{other.Name} is {Describe(other.Kind)}, not {Describe(kind)}.");
    }

    /// <summary>A kind in words: <c>a docker context</c>, <c>an image</c>.</summary>
    static string Describe(string kind)
    {
        if (kind is "BuildCache" or nameof(BuildCacheEntry))
            return "an entry of the build cache";
        string words = InnerCapital().Replace(kind, " $0").ToLowerInvariant();
        return $"{("aeiou".Contains(words[0], StringComparison.Ordinal) ? "an" : "a")} {words}";
    }

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex InnerCapital();
}
