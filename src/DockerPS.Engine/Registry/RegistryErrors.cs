namespace DockerPS.Engine;

/// <summary>Makes the errors of what an engine does with a registry. The engine hands on the registry's words under a status of its own.</summary>
static class RegistryErrors
{
    static readonly string[] Refusals =
    [
        "unauthorized",
        "authentication required",
        "no basic auth credentials",
        "access to the resource is denied",
        "access forbidden",
        "authorization failed",
    ];

    static readonly string[] OtherPlatforms = ["no matching manifest for", "no match for platform", "requested platform", "provide the specified platform"];

    // a push answers 200 before it looks for the image, and some registries give their codes no words
    static readonly string[] Unknown = ["does not exist locally", "tag does not exist", "manifest unknown"];

    static readonly string[] NoArchives = ["repositories: no such file or directory", "does not contain a manifest.json", "unrecognized image format"];

    // newer engines answer 400 for a registry that is not there, as if it were no name of one
    const string Unreachable = "invalid registry endpoint";

    /// <summary>The errors of a transfer.</summary>
    /// <param name="subject">What is transferred.</param>
    /// <param name="failedId">The error id of a transfer that failed.</param>
    /// <param name="registry">The registry; null where none is asked.</param>
    /// <param name="lost">What to say when the connection to the engine is lost; null for nothing special.</param>
    public static ProgressErrors For(Subject subject, string failedId, string? registry = null, LostWords? lost = null) => new(
        (message, _) => Refine(new EngineException(EngineError.Failed, subject, message), failedId, registry),
        answer => Refine(answer, failedId, registry),
        lost);

    /// <summary>Whether a registry's words say that it refuses a user.</summary>
    public static bool IsRefusal(string message) =>
        message.StartsWith("denied", StringComparison.Ordinal) || Array.Exists(Refusals, words => message.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Gives an error the id of the transfer, or of a user whom the registry refuses.</summary>
    static EngineException Refine(EngineException e, string failedId, string? registry)
    {
        if (registry is not null && e.Error is EngineError.Failed or EngineError.AccessDenied && IsRefusal(e.Message))
        {
            return new EngineException(EngineError.AccessDenied, e.Subject, $"The registry {registry} refuses this user: {e.Message}", e)
            {
                StatusCode = e.StatusCode,
                Advice = $"Give -Credential, or log in to {registry} with 'docker login'.",
            };
        }
        if (e.Error is EngineError.Failed or EngineError.NotFound && Array.Exists(OtherPlatforms, words => e.Message.Contains(words, StringComparison.Ordinal)))
        {
            return new EngineException(EngineError.NotFound, e.Subject, e.Message, e)
            {
                StatusCode = e.StatusCode,
                Advice = "It exists for other platforms: name one with -Platform.",
            };
        }
        if (e.Error == EngineError.Failed && Array.Exists(Unknown, words => e.Message.Contains(words, StringComparison.Ordinal)))
            return new EngineException(EngineError.NotFound, e.Subject, e.Message, e) { StatusCode = e.StatusCode };
        return e.Error == EngineError.Failed || e.Message.StartsWith(Unreachable, StringComparison.Ordinal)
            ? new EngineException(EngineError.Failed, e.Subject, e.Message, e) { StatusCode = e.StatusCode, Advice = e.Advice ?? AdviceFor(e.Message), ErrorId = failedId }
            : e;
    }

    static string? AdviceFor(string message) => Array.Exists(NoArchives, words => message.Contains(words, StringComparison.Ordinal))
        ? "Give an archive that Export-Image or 'docker save' wrote. A tar of the files of a root file system takes -RootFileSystem."
        : null;
}
