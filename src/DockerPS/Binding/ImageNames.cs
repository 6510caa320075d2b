using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Binding;

/// <summary>Parses the image names in parameters.</summary>
static class ImageNames
{
    /// <summary>Parses a name that a user wrote.</summary>
    /// <exception cref="EngineException">The name is invalid; the message says what was expected.</exception>
    public static ImageName Parse(string text) => ImageName.TryParse(text, out var name, out string? problem)
        ? name
        : throw new EngineException(EngineError.Invalid, new Subject("ImageName", text), problem);

    /// <summary>Parses a new name for an image: it cannot have a digest.</summary>
    /// <exception cref="EngineException">The name is invalid.</exception>
    public static ImageName ParseTag(string text)
    {
        var name = Parse(text);
        return name.Digest is null
            ? name
            : throw new EngineException(
                EngineError.Invalid,
                new Subject("ImageName", text),
                $"'{text}' cannot be used as a tag, since it has a digest: expected repository:tag.");
    }

    /// <summary>The credential in the form that the engine client uses.</summary>
    public static RegistryCredential? ToRegistryCredential(this PSCredential? credential) =>
        credential is null || credential == PSCredential.Empty
            ? null
            : new RegistryCredential(credential.UserName, credential.GetNetworkCredential().Password);
}
