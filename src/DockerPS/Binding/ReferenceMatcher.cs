using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Binding;

/// <summary>Finds what references mean among things that were listed: the same rules for containers, images, volumes and networks.</summary>
/// <typeparam name="T">The thing.</typeparam>
/// <param name="kind">The kind in the singular, as it stands in an error id.</param>
/// <param name="keyOf">What the engine finds it by: its id, or its name where it has no id.</param>
/// <param name="namesOf">Its names, the one to show first.</param>
class ReferenceMatcher<T>(string kind, Func<T, string> keyOf, Func<T, IReadOnlyList<string>> namesOf)
{
    const int ShortId = 12;

    /// <summary>What the engine finds a thing by.</summary>
    public virtual string KeyOf(T thing) => keyOf(thing);

    /// <summary>What to call a thing to the user.</summary>
    public string NameOf(T thing) => namesOf(thing) is [var first, ..] ? first : Shorten(keyOf(thing));

    /// <summary>
    /// The things that a reference means: all that a wildcard fits; else the one with that name, else the one with that id, else the one
    /// whose id begins so.
    /// </summary>
    /// <exception cref="EngineException">Nothing has the plain name, or an id prefix fits several.</exception>
    public virtual IReadOnlyList<T> Find(ResourceReference reference, IReadOnlyList<T> things)
    {
        if (reference.IsWildcard)
        {
            var pattern = WildcardPattern.Get(reference.Text, WildcardOptions.IgnoreCase);
            return [.. things.Where(thing => namesOf(thing).Any(pattern.IsMatch))];
        }
        string text = reference.Text;
        foreach (var thing in things)
        {
            if (namesOf(thing).Contains(text, StringComparer.Ordinal) || keyOf(thing).Equals(text, StringComparison.Ordinal))
                return [thing];
        }
        string prefix = WithoutAlgorithm(text);
        var byPrefix = prefix.Length == 0 ? [] : things.Where(thing => WithoutAlgorithm(keyOf(thing)).StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToList();
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
        $"'{text}' is the beginning of {found.Count} ids: {string.Join(", ", found.Select(thing => $"{Shorten(keyOf(thing))} ({NameOf(thing)})"))}. Give more of the id, or the name.");

    /// <summary>An id, or the beginning of one, without the name of its algorithm.</summary>
    static string WithoutAlgorithm(string id) => id.StartsWith("sha256:", StringComparison.Ordinal) ? id[7..] : id;

    static string Shorten(string key) => WithoutAlgorithm(key) is { Length: > ShortId } id ? id[..ShortId] : WithoutAlgorithm(key);
}
