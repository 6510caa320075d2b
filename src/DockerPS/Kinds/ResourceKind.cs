using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Kinds;

/// <summary>
/// Everything that this module knows about a kind of object on an engine: how such objects are named, found, listed and completed. Target
/// cmdlets, completers and error ids all use it, so a new kind is just one class.
/// </summary>
/// <typeparam name="TReference">The type of the reference.</typeparam>
/// <typeparam name="TObject">The type of the object.</typeparam>
/// <param name="name">The kind in the singular, as in an error id: <c>Container</c>.</param>
abstract class ResourceKind<TReference, TObject>(string name)
    where TReference : ResourceReference
    where TObject : EngineObject
{
    const int ShortId = 12;

    /// <summary>Lists all objects of this kind on an engine.</summary>
    public abstract Task<IReadOnlyList<TObject>> ListAsync(EngineClient client, CancellationToken cancellationToken);

    /// <summary>The completion candidate for an object; null if it has no name.</summary>
    public abstract Candidate? ToCandidate(TObject thing);

    /// <summary>The id of an object, or its name if this kind has no ids.</summary>
    public abstract string IdOf(TObject thing);

    /// <summary>The names of an object, beginning with the one to show.</summary>
    protected abstract IReadOnlyList<string> NamesOf(TObject thing);

    /// <summary>The key that identifies an object in requests to the engine.</summary>
    public virtual string KeyOf(TObject thing) => IdOf(thing);

    /// <summary>The name of an object for the user.</summary>
    public string NameOf(TObject thing) => NamesOf(thing) is [var first, ..] ? first : Shorten(IdOf(thing));

    /// <summary>
    /// The objects that a reference means: all that match a wildcard; or else the one with that id, or else all with that name (an engine
    /// may have several), or else the one whose id begins with it.
    /// </summary>
    /// <exception cref="EngineException">No object has the name, or several ids begin with it.</exception>
    public virtual IReadOnlyList<TObject> Find(ResourceReference reference, IReadOnlyList<TObject> things)
    {
        if (reference.IsWildcard)
        {
            var pattern = Wildcard.Get(reference.Text);
            return [.. things.Where(thing => NamesOf(thing).Any(pattern.IsMatch))];
        }
        string text = reference.Text;
        var same = things.Where(thing => IdOf(thing).Equals(text, StringComparison.Ordinal)).Take(1).ToList();
        if (same.Count == 0)
            same = [.. things.Where(thing => NamesOf(thing).Contains(text, StringComparer.Ordinal))];
        if (same.Count > 0)
            return same;
        string prefix = WithoutAlgorithm(text);
        var byPrefix = prefix.Length == 0
            ? []
            : things.Where(thing => WithoutAlgorithm(IdOf(thing)).StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        return byPrefix.Count switch
        {
            1 => byPrefix,
            0 => throw EngineException.Missing(new Subject(name, text)),
            _ => throw Ambiguous(text, byPrefix),
        };
    }

    /// <summary>The error for a name that several objects share.</summary>
    public EngineException SharedName(string text, IReadOnlyList<TObject> found) => new(
        EngineError.Ambiguous,
        new Subject(name, text),
        $"'{text}' is the name of {found.Count} {name.ToLowerInvariant()}s: "
        + $"{string.Join(", ", found.Select(thing => Shorten(IdOf(thing))))}. Specify the id.");

    EngineException Ambiguous(string text, List<TObject> found) => new(
        EngineError.Ambiguous,
        new Subject(name, text),
        $"'{text}' is the beginning of {found.Count} ids: "
        + $"{string.Join(", ", found.Select(thing => $"{Shorten(IdOf(thing))} ({NameOf(thing)})"))}. Specify more of the id, or the name.");

    /// <summary>An id, or the beginning of one, without its algorithm.</summary>
    static string WithoutAlgorithm(string id) => id.StartsWith("sha256:", StringComparison.Ordinal) ? id[7..] : id;

    static string Shorten(string id) => WithoutAlgorithm(id) is { Length: > ShortId } hash ? hash[..ShortId] : WithoutAlgorithm(id);
}
