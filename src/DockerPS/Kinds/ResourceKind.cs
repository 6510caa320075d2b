using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Kinds;

/// <summary>
/// What this module knows about a kind of thing on an engine: how it is named, found, listed and offered by tab. The target cmdlets, the
/// completers and the error ids all read it, so a new kind is one class.
/// </summary>
/// <typeparam name="TReference">How a user names it.</typeparam>
/// <typeparam name="TObject">The thing.</typeparam>
/// <param name="name">The kind in the singular, as in an error id: <c>Container</c>.</param>
abstract class ResourceKind<TReference, TObject>(string name)
    where TReference : ResourceReference
    where TObject : EngineObject
{
    const int ShortId = 12;

    /// <summary>Lists all things of this kind on an engine.</summary>
    public abstract Task<IReadOnlyList<TObject>> ListAsync(EngineClient client, CancellationToken cancellationToken);

    /// <summary>What tab offers for a thing; null if it has no name to offer.</summary>
    public abstract Candidate? ToCandidate(TObject thing);

    /// <summary>The id of a thing, or its name where things of this kind have no id.</summary>
    public abstract string IdOf(TObject thing);

    /// <summary>The names of a thing, the one to show first.</summary>
    protected abstract IReadOnlyList<string> NamesOf(TObject thing);

    /// <summary>What requests to the engine call a thing.</summary>
    public virtual string KeyOf(TObject thing) => IdOf(thing);

    /// <summary>What to call a thing to the user.</summary>
    public string NameOf(TObject thing) => NamesOf(thing) is [var first, ..] ? first : Shorten(IdOf(thing));

    /// <summary>
    /// The things that a reference means: all that match a wildcard; else the one with that id, else all with that name (an engine may have
    /// several), else the one whose id starts with it.
    /// </summary>
    /// <exception cref="EngineException">Nothing has the plain name, or an id prefix matches several things.</exception>
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

    /// <summary>The error for a name that several things have.</summary>
    public EngineException SharedName(string text, IReadOnlyList<TObject> found) => new(
        EngineError.Ambiguous,
        new Subject(name, text),
        $"'{text}' is the name of {found.Count} {name.ToLowerInvariant()}s: {string.Join(", ", found.Select(thing => Shorten(IdOf(thing))))}. Give the id.");

    EngineException Ambiguous(string text, List<TObject> found) => new(
        EngineError.Ambiguous,
        new Subject(name, text),
        $"'{text}' is the beginning of {found.Count} ids: {string.Join(", ", found.Select(thing => $"{Shorten(IdOf(thing))} ({NameOf(thing)})"))}. Give more of the id, or the name.");

    /// <summary>An id, or the beginning of one, without the name of its algorithm.</summary>
    static string WithoutAlgorithm(string id) => id.StartsWith("sha256:", StringComparison.Ordinal) ? id[7..] : id;

    static string Shorten(string id) => WithoutAlgorithm(id) is { Length: > ShortId } hash ? hash[..ShortId] : WithoutAlgorithm(id);
}
