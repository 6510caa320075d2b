using System.Text.RegularExpressions;

namespace DockerPS.Kinds;

/// <summary>Handles objects of another kind than expected.</summary>
static partial class OtherKind
{
    /// <summary>The error for an object that does not represent any object of the expected kind.</summary>
    public static EngineException Refuse(ResourceReference reference, OtherThing other)
    {
        string kind = reference.GetType().Name.Replace("Reference", "", StringComparison.Ordinal);
        return new EngineException(EngineError.Invalid, new Subject(kind, other.Name), $"{other.Name} is {Describe(other.Kind)}, not {Describe(kind)}.");
    }

    /// <summary>Names a kind: <c>a docker context</c>, <c>an image</c>.</summary>
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
