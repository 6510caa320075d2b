using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>
/// Interprets an engine's error messages. Engines word the same error in many ways; here it becomes one message for each error.
/// </summary>
static partial class EngineWords
{
    /// <summary>The number of digits shown of an id.</summary>
    const int ShortId = 12;

    /// <summary>How engines say that an object does not exist, and which kind of object it is.</summary>
    static readonly (string Kind, Regex Words)[] MissingThings =
    [
        ("Container", MissingContainer()),
        ("Image", MissingImage()),
        ("Volume", MissingVolume()),
        ("Network", MissingNetwork()),
    ];

    /// <summary>The exception for an engine's message.</summary>
    /// <param name="error">The kind of error according to the status.</param>
    /// <param name="subject">The subject of the request.</param>
    /// <param name="message">The engine's message.</param>
    /// <param name="status">The status of the response; null for an error inside a response.</param>
    public static EngineException ToException(EngineError error, Subject subject, string message, int? status)
    {
        if (OtherPlatform().Match(message) is { Success: true } other)
            return NotForPlatform(other, message, status);
        if (MissingDriver().Match(message) is { Success: true } driver)
            return NoDriver(driver, subject, message, status);
        if (error == EngineError.NotFound && FindMissing(subject, message) is { } missing)
            return EngineException.Missing(missing, Said(error, subject, message), status);
        if (message.StartsWith("No such exec", StringComparison.OrdinalIgnoreCase))
            subject = new Subject("ContainerCommand", subject.Name);
        string shown = ShortenIds(message);
        return new EngineException(error, subject, shown, shown == message ? null : Said(error, subject, message)) { StatusCode = status };
    }

    /// <summary>The engine's own message, as the inner exception of one with our message.</summary>
    public static EngineException Said(EngineError error, Subject subject, string message) => new(error, subject, message);

    /// <summary>The message with ids shortened as everywhere else. A digest in an image name is kept.</summary>
    public static string ShortenIds(string message) => LongId().Replace(message, static match => match.Groups["hash"].Value[..ShortId]);

    static EngineException NotForPlatform(Match match, string message, int? status)
    {
        var image = Subject.Image(match.Groups["name"].Value);
        string actual = match.Groups["actual"].Value, wanted = match.Groups["wanted"].Value;
        string sentence = actual.Length > 0
            ? $"Image {image.Name} is available here for {actual}, not for {wanted}."
            : $"Image {image.Name} is not available here for {(wanted.Length > 0 ? wanted : "the requested platform")}.";
        return new EngineException(
            EngineError.NotFound,
            image,
            sentence,
            Said(EngineError.NotFound, image, message))
        {
            StatusCode = status,
            Cause = EngineCause.OtherPlatform,
        };
    }

    static EngineException NoDriver(Match match, Subject subject, string message, int? status)
    {
        bool isLog = match.Groups["log"].Success;
        var driver = new Subject("Driver", match.Groups[isLog ? "log" : "name"].Value);
        string kind = isLog ? "Log driver" : subject.Kind is "Network" or "Volume" ? subject.Kind + " driver" : "Driver";
        return new EngineException(
            EngineError.NotFound,
            driver,
            $"{kind} {driver.Name} does not exist.",
            Said(EngineError.NotFound, subject, message))
        {
            StatusCode = status,
        };
    }

    /// <summary>The missing object may not be the subject of the request: it may be a container's image, or its network.</summary>
    static Subject? FindMissing(Subject subject, string message)
    {
        foreach (var (kind, words) in MissingThings)
        {
            if (words.Match(message) is not { Success: true } match)
                continue;
            string name = match.Groups["name"].Value.TrimEnd('.', ',');
            // the engine's name may be longer than the given one, for example if the tag was omitted
            bool isSubject = kind == subject.Kind
                && subject.Name is { } given
                && (name.Length == 0 || name.Contains(given, StringComparison.Ordinal));
            return isSubject ? subject : name.Length > 0 ? new Subject(kind, ShortenIds(name)) : null;
        }
        return null;
    }

    [GeneratedRegex("""no such container: (?<name>\S+)|no container with (?:name or )?ID "?(?<name>[^\s"]+)"?""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex MissingContainer();

    [GeneratedRegex("""no such image: (?<name>\S+)|failed to find image (?<name>\S+?):|(?<name>\S+): (?:image not known|no such image)|image does not exist locally with the tag: (?<name>\S+)|reference does not exist""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex MissingImage();

    [GeneratedRegex("""get (?<name>\S+): no such volume|no volume with name "?(?<name>[^\s"]+)"? found|no such volume(?:: (?<name>\S+))?|volume (?<name>\S+) not found""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex MissingVolume();

    [GeneratedRegex("""network (?<name>\S+) not found|no such network: (?<name>\S+)|unable to find network with name or ID (?<name>\S+?):|network not found""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex MissingNetwork();

    [GeneratedRegex("""image with reference (?<name>\S+) was found but (?:does not match the specified platform: wanted (?<wanted>[\w./]+), actual: (?<actual>[\w./]+)|its platform \((?<actual>[^)]+)\) does not match the specified platform \((?<wanted>[^)]+)\)|does not provide the specified platform \((?<wanted>[^)]+)\))?""", RegexOptions.CultureInvariant)]
    private static partial Regex OtherPlatform();

    [GeneratedRegex("""could not find plugin (?<name>\S+) in|plugin "?(?<name>[^\s"]+)"? not found|unsupported driver (?<name>\S+?):|no volume plugin with name "?(?<name>[^\s":]+)|no log driver named '(?<log>[^']+)'|failed to find driver or plugin "(?<name>[^"]+)"|error looking up volume plugin (?<name>\S+?):""", RegexOptions.CultureInvariant)]
    private static partial Regex MissingDriver();

    [GeneratedRegex("(?<!@)(?<!@sha256:)(?<![0-9a-zA-Z])(?:sha256:)?(?<hash>[0-9a-f]{64})(?![0-9a-zA-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex LongId();
}
