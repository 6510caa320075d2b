using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Binding;

/// <summary>Reads what parameters say of names and registries.</summary>
static class ImageNames
{
    /// <summary>The name that a user wrote.</summary>
    /// <exception cref="EngineException">It is none; the message says what was expected.</exception>
    public static ImageName Parse(string text) => ImageName.TryParse(text, out var name, out string? problem)
        ? name
        : throw new EngineException(EngineError.Invalid, new Subject("ImageName", text), problem);

    /// <summary>A name for an image to get: it may have no digest, which nobody can choose.</summary>
    /// <exception cref="EngineException">It is no such name.</exception>
    public static ImageName ParseTag(string text)
    {
        var name = Parse(text);
        return name.Digest is null
            ? name
            : throw new EngineException(
                EngineError.Invalid,
                new Subject("ImageName", text),
                $"'{text}' cannot be given to an image, since it has a digest: expected repository:tag.");
    }

    /// <summary>The credential as the engine client takes it.</summary>
    public static RegistryCredential? ToRegistryCredential(this PSCredential? credential) =>
        credential is null || credential == PSCredential.Empty
            ? null
            : new RegistryCredential(credential.UserName, credential.GetNetworkCredential().Password);
}
