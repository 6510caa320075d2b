using System.Diagnostics.CodeAnalysis;

namespace DockerPS;

/// <summary>
/// The parts of an image name: <c>registry.example.com:5000/team/app:1.2@sha256:…</c>. Omitted parts have the same defaults as with the
/// <c>docker</c> command: the registry <c>docker.io</c>, and the folder <c>library</c> there.
/// </summary>
/// <remarks>Source: the grammar of github.com/distribution/reference.</remarks>
public sealed record ImageName
{
    /// <summary>The registry of a name without one.</summary>
    public const string DefaultRegistry = "docker.io";

    /// <summary>The tag of a name with neither tag nor digest.</summary>
    public const string DefaultTag = "latest";

    const string OfficialFolder = "library/";
    const string OldDefaultRegistry = "index.docker.io";
    const int LongestRepository = 255;
    const int LongestTag = 128;
    const int IdLength = 64;

    ImageName(string registry, string path, string? tag, string? digest)
    {
        Registry = registry;
        Path = path;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>
    /// The registry, with its port if it has one: <c>docker.io</c>, <c>localhost:5000</c>. Empty for a name such as <c>my_app.v2/web</c>,
    /// which begins with neither a registry nor a part of the default one: an engine can store it, but can neither pull nor push it.
    /// </summary>
    public string Registry { get; }

    /// <summary>The path in the registry: <c>library/busybox</c>, <c>team/app</c>.</summary>
    public string Path { get; }

    /// <summary>The tag; null if the name has none.</summary>
    public string? Tag { get; private init; }

    /// <summary>The digest, <c>sha256:…</c>; null if the name has none.</summary>
    public string? Digest { get; private init; }

    /// <summary>Registry and path as the engine shows them, without defaults.</summary>
    public string Repository =>
        Registry.Length == 0 ? Path
        // a path that looks as if it began with a registry has to keep its own registry
        : Registry != DefaultRegistry || Split(Path) != (Registry, Path) ? $"{Registry}/{Path}"
        : Path.StartsWith(OfficialFolder, StringComparison.Ordinal)
            && Path.IndexOf('/', OfficialFolder.Length) < 0 ? Path[OfficialFolder.Length..]
        : Path;

    /// <summary>Parses a name.</summary>
    /// <exception cref="FormatException">The name is invalid; the message says what was expected.</exception>
    public static ImageName Parse(string text) =>
        TryParse(text, out var name, out string? problem) ? name : throw new FormatException(problem);

    /// <summary>Parses a name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name; null if the text is invalid.</param>
    /// <param name="problem">What is wrong with the text and what was expected; null if it is valid.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out ImageName? name,
        [NotNullWhen(false)] out string? problem)
    {
        name = null;
        string rest = text ?? "";
        if (rest.Length == 0)
            return Refuse(rest, "it is empty", out problem);
        if (rest.Length == IdLength && rest.All(char.IsAsciiHexDigitLower))
            return Refuse(rest, "64 hexadecimal digits are the id of an image, not a name", out problem);

        string? digest = null;
        int at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            digest = rest[(at + 1)..];
            rest = rest[..at];
            if (!IsDigest(digest))
            {
                return Refuse(
                    text!,
                    $"what follows '@' must be a digest such as sha256: and 64 hexadecimal digits, but is '{digest}'",
                    out problem);
            }
        }

        string? tag = null;
        int colon = rest.LastIndexOf(':');
        if (colon > rest.LastIndexOf('/'))
        {
            tag = rest[(colon + 1)..];
            rest = rest[..colon];
            if (!IsTag(tag))
            {
                return Refuse(
                    text!,
                    $"a tag is 1 to {LongestTag} letters, digits, '_', '.' or '-', and does not begin with '.' or '-', but is '{tag}'",
                    out problem);
            }
        }

        var (registry, written) = Split(rest);
        if (!IsRegistry(registry) && IsPath(rest))
            (registry, written) = ("", rest);
        else if (!IsRegistry(registry))
        {
            return Refuse(
                text!,
                $"'{registry}' is not a registry: expected a host name or address with an optional port, such as registry.example.com:5000",
                out problem);
        }
        if (written.Any(char.IsAsciiLetterUpper))
            return Refuse(text!, $"the repository must be in lower case, but is '{written}'", out problem);
        if (!IsPath(written))
        {
            return Refuse(
                text!,
                $"each part of the repository is lower-case letters and digits, with '.', '_', '__' or dashes between them, but it is '{written}'",
                out problem);
        }
        string path = registry == DefaultRegistry && !written.Contains('/', StringComparison.Ordinal) ? OfficialFolder + written : written;
        if (path.Length > LongestRepository)
            return Refuse(text!, $"the repository is longer than {LongestRepository} characters", out problem);

        name = new ImageName(registry, path, tag, digest);
        problem = null;
        return true;
    }

    /// <summary>The name with a tag: its own, or <c>latest</c> if it has neither tag nor digest.</summary>
    public ImageName WithDefaultTag() => Tag is null && Digest is null ? this with { Tag = DefaultTag } : this;

    /// <summary>The same repository, with another tag.</summary>
    public ImageName WithTag(string tag) =>
        IsTag(tag) ? this with { Tag = tag, Digest = null } : throw new FormatException($"'{tag}' is not a valid tag.");

    /// <summary>The name as the engine shows it, without defaults.</summary>
    public override string ToString() => Repository + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    static bool Refuse(string text, string reason, out string problem)
    {
        problem = $"'{text}' is not a valid image name: {reason}.";
        return false;
    }

    /// <summary>
    /// The first part is a registry if it looks like a host: it contains a dot or colon, is localhost, or contains upper-case letters.
    /// </summary>
    static (string Registry, string Path) Split(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? "" : text[..slash];
        if (first == OldDefaultRegistry)
            first = DefaultRegistry;
        bool isHost = first == "localhost" || first.AsSpan().IndexOfAny('.', ':') >= 0 || first.Any(char.IsAsciiLetterUpper);
        return isHost ? (first, text[(slash + 1)..]) : (DefaultRegistry, text);
    }

    static bool IsRegistry(string text)
    {
        int colon = text.LastIndexOf(':');
        bool hasPort = colon > text.LastIndexOf(']');
        string host = hasPort ? text[..colon] : text;
        if (hasPort && (colon == text.Length - 1 || !text.AsSpan(colon + 1).ContainsOnly(char.IsAsciiDigit)))
            return false;
        if (host.StartsWith('['))
            return host.Length > 2
                && host.EndsWith(']')
                && host.AsSpan(1, host.Length - 2).ContainsOnly(static c => char.IsAsciiHexDigit(c) || c == ':');
        return host.Split('.').All(static label =>
            label.Length > 0
                && label.AsSpan().ContainsOnly(static c => char.IsAsciiLetterOrDigit(c) || c == '-')
                && label[0] != '-'
                && label[^1] != '-');
    }

    static bool IsPath(string text) => text.Split('/').All(IsComponent);

    static bool IsComponent(string text)
    {
        if (text.Length == 0 || !IsLowerOrDigit(text[0]) || !IsLowerOrDigit(text[^1]))
            return false;
        for (int i = 0; i < text.Length;)
        {
            int start = i;
            while (!IsLowerOrDigit(text[i]))
                i++;
            var separator = text.AsSpan(start, i - start);
            if (separator is not ("" or "." or "_" or "__") && !separator.ContainsOnly(static c => c == '-'))
                return false;
            i++;
        }
        return true;
    }

    static bool IsLowerOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    static bool IsTag(string text) =>
        text.Length is > 0 and <= LongestTag
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] == '_')
        && text.AsSpan().ContainsOnly(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    static bool IsDigest(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return false;
        // the grammar allows others, but no engine supports any
        int expected = text.AsSpan(0, colon) switch
        {
            "sha256" => 64,
            "sha384" => 96,
            "sha512" => 128,
            _ => 0,
        };
        var digits = text.AsSpan(colon + 1);
        return expected > 0 && digits.Length == expected && digits.ContainsOnly(char.IsAsciiHexDigitLower);
    }
}

static class CharacterTests
{
    public static bool ContainsOnly(this ReadOnlySpan<char> text, Predicate<char> test)
    {
        foreach (char c in text)
        {
            if (!test(c))
                return false;
        }
        return true;
    }
}
