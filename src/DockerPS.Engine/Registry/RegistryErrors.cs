using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>What an engine does with images from elsewhere.</summary>
enum ImageTransfer
{
    /// <summary>It pulls an image from a registry.</summary>
    Pull,

    /// <summary>It pushes an image to a registry.</summary>
    Push,

    /// <summary>It searches a registry.</summary>
    Search,

    /// <summary>It loads an archive of images.</summary>
    Load,

    /// <summary>It creates an image from a tar of files.</summary>
    Import,
}

/// <summary>
/// Creates the errors for operations with a registry or an archive. The engine passes on the registry's message with its own status.
/// </summary>
static partial class RegistryErrors
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

    static readonly string[] OtherPlatforms =
    [
        "no matching manifest for",
        "no match for platform",
        "requested platform",
        "provide the specified platform",
    ];

    // a push answers 200 before it looks for the image
    static readonly string[] NotHere = ["does not exist locally", "tag does not exist"];

    static readonly string[] NoArchives =
    [
        "repositories: no such file or directory",
        "does not contain a manifest.json",
        "unrecognized image format",
    ];

    static readonly string[] NoTars = ["unexpected EOF", "invalid tar header", "archive/tar: "];

    /// <summary>How engines say that a registry did not answer, and what that means.</summary>
    static readonly (string Words, string Reason)[] Unreachable =
    [
        ("no such host", "its name cannot be resolved"),
        ("server misbehaving", "its name cannot be resolved"),
        ("name resolution", "its name cannot be resolved"),
        ("dial udp", "its name cannot be resolved"),
        ("connection refused", "connection refused"),
        ("i/o timeout", "it does not answer"),
        ("Client.Timeout", "it does not answer"),
        ("TLS handshake timeout", "it does not answer"),
        ("deadline exceeded", "it does not answer"),
        ("no route to host", "there is no route to it"),
        ("network is unreachable", "there is no route to it"),
        ("HTTP response to HTTPS client", "it does not speak TLS"),
        ("x509: ", "its certificate is not accepted"),
        // newer engines answer 400 for an unknown registry, as if its name were invalid
        ("invalid registry endpoint", "it does not answer as a registry"),
    ];

    /// <summary>The errors of a transfer.</summary>
    /// <param name="subject">What is transferred.</param>
    /// <param name="transfer">The action.</param>
    /// <param name="registry">The registry; null if none is involved.</param>
    /// <param name="lost">What to say if the connection to the engine is lost; null for the usual message.</param>
    public static ProgressErrors For(Subject subject, ImageTransfer transfer, string? registry = null, LostWords? lost = null) => new(
        (message, _) => Refine(EngineWords.ToException(EngineError.Failed, subject, message, null), message, subject, transfer, registry),
        answer => Refine(answer, (answer.InnerException ?? answer).Message, subject, transfer, registry),
        lost);

    /// <summary>Whether a registry's message means that it refuses a user.</summary>
    public static bool IsRefusal(string message) =>
        message.StartsWith("denied", StringComparison.Ordinal)
            || Array.Exists(Refusals, words => message.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Converts an error to one that describes the transfer.</summary>
    /// <param name="e">The error for the engine's response.</param>
    /// <param name="message">The engine's own message.</param>
    /// <param name="subject">What is transferred.</param>
    /// <param name="transfer">The action.</param>
    /// <param name="registry">The registry; null if none is involved.</param>
    static EngineException Refine(EngineException e, string message, Subject subject, ImageTransfer transfer, string? registry)
    {
        bool isOpen = e.Error is EngineError.Failed or EngineError.NotFound;
        if (registry is not null
            && (isOpen || e.Error is EngineError.Invalid or EngineError.Timeout)
            && FindUnreachable(message, registry) is var (host, reason))
            return Make(
                EngineError.Failed,
                $"{Failed(subject, transfer)}: the registry {host} cannot be reached ({reason}).",
                EngineCause.RegistryUnreachable,
                host,
                IdOf(transfer));
        if (registry is not null && e.Error is EngineError.Failed or EngineError.AccessDenied && IsRefusal(message))
        {
            return Make(
                EngineError.AccessDenied,
                $"{Failed(subject, transfer)}: the registry {registry} refuses this user.",
                EngineCause.RegistryRefused,
                registry);
        }
        if (isOpen && Array.Exists(OtherPlatforms, words => message.Contains(words, StringComparison.Ordinal)))
        {
            return Make(
                EngineError.NotFound,
                $"Image {subject.Name} does not exist for {FindPlatform(message)}.",
                EngineCause.OtherPlatform);
        }
        if (isOpen && Array.Exists(NotHere, words => message.Contains(words, StringComparison.Ordinal)))
            return EngineException.Missing(subject, EngineWords.Said(e.Error, subject, message), e.StatusCode);
        if (registry is not null
            && (message.Contains(
                "manifest unknown",
                StringComparison.Ordinal) || e is { Error: EngineError.NotFound, Cause: EngineCause.Unknown }))
        {
            // some registries say the same for missing images and for images that a user may not see
            return IsRefusal(message)
                ? Make(
                    EngineError.NotFound,
                    $"There is no image {subject.Name} in the registry {registry}, or this user may not see it.",
                    EngineCause.RegistryRefused,
                    registry)
                : Make(EngineError.NotFound, $"There is no image {subject.Name} in the registry {registry}.", EngineCause.Unknown);
        }
        if (e.Error == EngineError.Failed
            && transfer is ImageTransfer.Load
            && Array.Exists([.. NoArchives, .. NoTars], words => message.Contains(words, StringComparison.Ordinal)))
            return Make(
                EngineError.Failed,
                $"The file {subject.Name} is not an image archive.",
                EngineCause.NotImageArchive,
                null,
                IdOf(transfer));
        if (e.Error == EngineError.Failed
            && transfer is ImageTransfer.Import
            && Array.Exists(NoTars, words => message.Contains(words, StringComparison.Ordinal)))
            return Make(EngineError.Failed, $"{subject.Name} is not a tar.", EngineCause.Unknown, null, IdOf(transfer));
        return e.Error == EngineError.Failed
            ? Make(EngineError.Failed, $"{Failed(subject, transfer)}: {e.Message.TrimEnd('.')}.", e.Cause, null, IdOf(transfer))
            : e;

        EngineException Make(EngineError error, string sentence, EngineCause cause, string? involved = null, string? id = null) =>
            new(error, subject, sentence, EngineWords.Said(e.Error, subject, message))
            {
                StatusCode = e.StatusCode,
                Cause = cause,
                Involved = involved is null ? [] : [involved],
                ErrorId = id,
            };
    }

    static string IdOf(ImageTransfer transfer) => transfer switch
    {
        ImageTransfer.Pull => "PullFailed",
        ImageTransfer.Push => "PublishFailed",
        ImageTransfer.Search => "ImageSearchFailed",
        _ => "ImportFailed",
    };

    static string Failed(Subject subject, ImageTransfer transfer) => transfer switch
    {
        ImageTransfer.Pull => $"Image {subject.Name} cannot be pulled",
        ImageTransfer.Push => $"Image {subject.Name} cannot be pushed",
        ImageTransfer.Search => $"'{subject.Name}' cannot be searched for",
        _ => $"{subject.Name} cannot be imported",
    };

    /// <summary>The host that did not answer, and why; null for another failure.</summary>
    static (string Host, string Reason)? FindUnreachable(string message, string registry)
    {
        foreach (var (words, reason) in Unreachable)
        {
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase))
                return (Host().Match(message) is { Success: true } host ? host.Groups["host"].Value : registry, reason);
        }
        return null;
    }

    static string FindPlatform(string message) =>
        Platform().Match(message) is { Success: true } match ? match.Groups["platform"].Value : "this platform";

    [GeneratedRegex("""https?://(?<host>[^/\s"]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex("""no matching manifest for (?<platform>[\w./]+)|platform(?:\(s\))? \(\[?(?<platform>[\w./]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Platform();
}
