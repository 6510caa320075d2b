using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Binding;

/// <summary>Finds what references mean among things that were listed: the same rules for containers, images, volumes and networks.</summary>
/// <typeparam name="T">The thing.</typeparam>
sealed class ReferenceMatcher<T>(string kind, Func<T, string> id, Func<T, string> name)
{
    /// <summary>
    /// The things that a reference means: all that a wildcard fits; else the one with that name, else the one with that id, else the one
    /// whose id begins so.
    /// </summary>
    /// <exception cref="EngineException">Nothing has the plain name, or an id prefix fits several.</exception>
    public IReadOnlyList<T> Find(ResourceReference reference, IReadOnlyList<T> things)
    {
        if (reference.IsWildcard)
        {
            var pattern = WildcardPattern.Get(reference.Text, WildcardOptions.IgnoreCase);
            return [.. things.Where(thing => pattern.IsMatch(name(thing)))];
        }
        string text = reference.Text;
        foreach (var thing in things)
        {
            if (name(thing).Equals(text, StringComparison.Ordinal) || id(thing).Equals(text, StringComparison.Ordinal))
                return [thing];
        }
        var byPrefix = things.Where(thing => id(thing).StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToList();
        return byPrefix.Count switch
        {
            1 => byPrefix,
            0 => throw new EngineException(EngineError.NotFound, new Subject(kind, text), $"No such {kind.ToLowerInvariant()}: {text}"),
            _ => throw Ambiguous(text, byPrefix),
        };
    }

    EngineException Ambiguous(string text, List<T> found) => new(
        EngineError.Ambiguous,
        new Subject(kind, text),
        $"'{text}' is the beginning of {found.Count} ids: {string.Join(", ", found.Select(thing => $"{id(thing)[..12]} ({name(thing)})"))}. Give more of the id, or the name.");
}
