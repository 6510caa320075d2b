using DockerPS.Engine;
using DockerPS.Kinds;

namespace DockerPS.Binding;

/// <summary>Resolves references to docker contexts.</summary>
static class DockerContextMatching
{
    /// <summary>The contexts that a reference means: all that match a wildcard, or else the one with that name.</summary>
    /// <param name="store">The contexts.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="broken">Called for contexts that cannot be read when all contexts were needed.</param>
    /// <exception cref="EngineException">There is no context with the name, or the reference is an object of another kind.</exception>
    public static IReadOnlyList<DockerContext> Find(ContextStore store, DockerContextReference reference, Action<EngineException> broken)
    {
        if (reference.Other is { } other)
            throw OtherKind.Refuse(reference, other);
        if (!reference.IsWildcard)
            return [store.Get(reference.Text)];
        var pattern = Wildcard.Get(reference.Text);
        return [.. store.List(broken).Where(context => pattern.IsMatch(context.Name))];
    }
}
