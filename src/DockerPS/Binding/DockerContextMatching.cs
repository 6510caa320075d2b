using DockerPS.Engine;
using DockerPS.Kinds;

namespace DockerPS.Binding;

/// <summary>How references to docker contexts are understood.</summary>
static class DockerContextMatching
{
    /// <summary>The contexts that a reference means: all that a wildcard fits, else the one with that name.</summary>
    /// <param name="store">The contexts.</param>
    /// <param name="reference">What the user named.</param>
    /// <param name="broken">Is told of contexts that cannot be read, when all of them had to be.</param>
    /// <exception cref="EngineException">Nothing has the plain name, or it is an object of another kind.</exception>
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
