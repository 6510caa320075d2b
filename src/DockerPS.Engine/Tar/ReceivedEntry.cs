using System.Formats.Tar;

namespace DockerPS.Engine;

/// <summary>An entry of a tar from an engine.</summary>
/// <param name="Entry">The entry. Its names may be <see cref="RawName">raw</see>.</param>
/// <param name="Name">The parts of its name at the destination.</param>
/// <param name="Link">For a hard link, the parts of the name of the other file; null for anything else.</param>
/// <param name="Attributes">The extended attributes of the file, by their names in a PAX header. The values may be raw, too.</param>
readonly record struct ReceivedEntry(
    TarEntry Entry,
    string[] Name,
    string[]? Link,
    IReadOnlyDictionary<string, string> Attributes);
