using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>
/// A context in the format of <c>docker context export</c>: <c>meta.json</c> and <c>tls/&lt;endpoint&gt;/&lt;file&gt;</c> in a tar; docker
/// also imports the same in a zip. Names in the archive are never used as file names.
/// </summary>
/// <param name="Metadata">The content of <c>meta.json</c>.</param>
/// <param name="Certificates">The files of each endpoint.</param>
internal sealed record ContextArchive(JsonObject Metadata, IReadOnlyDictionary<string, IReadOnlyDictionary<string, byte[]>> Certificates)
{
    const string MetadataFile = "meta.json";
    const string TlsFolder = "tls";
    const int MaximumFileSize = 10 << 20; // docker's own limit
    const int MaximumFiles = 64;
    const int TarBlock = 512;

    /// <summary>Reads an archive in either format.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="name">The name for errors.</param>
    public static ContextArchive Read(Stream source, string name)
    {
        try
        {
            using var content = new MemoryStream();
            Copy(source, content, MaximumFileSize);
            bool isZip = content.Length > 4 && content.GetBuffer().AsSpan(0, 4).SequenceEqual("PK\u0003\u0004"u8);
            // docker omits the two empty blocks at the end of a tar
            if (!isZip)
                content.Write(new byte[2 * TarBlock]);
            content.Position = 0;
            return FromFiles(isZip ? ReadZip(content) : ReadTar(content));
        }
        catch (Exception e) when (
            e is InvalidDataException or EndOfStreamException or FormatException or JsonException
                or ArgumentException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            string reason = e is JsonException json
                ? $"its {MetadataFile} cannot be read: {DockerConfigFile.Describe(json)}"
                : e.Message.TrimEnd('.');
            throw new EngineException(
                EngineError.Invalid,
                new Subject("DockerContextArchive", name),
                $"'{name}' is not an exported docker context: {reason}.",
                e);
        }
    }

    /// <summary>Writes it in docker's format.</summary>
    public void WriteTar(Stream destination)
    {
        using var tar = new TarWriter(destination, TarEntryFormat.Ustar, leaveOpen: true);
        Add(MetadataFile, Encoding.UTF8.GetBytes(Metadata.ToJsonString()), AtomicFile.Public);
        Add(TlsFolder, null, AtomicFile.Private | UnixFileMode.UserExecute);
        foreach (var (endpoint, files) in Certificates)
        {
            Add($"{TlsFolder}/{endpoint}", null, AtomicFile.Private | UnixFileMode.UserExecute);
            foreach (var (file, content) in files)
                Add($"{TlsFolder}/{endpoint}/{file}", content, AtomicFile.Private);
        }

        void Add(string name, byte[]? content, UnixFileMode mode)
        {
            var entry = new UstarTarEntry(
                content is null ? TarEntryType.Directory : TarEntryType.RegularFile,
                name)
            {
                Mode = mode,
                ModificationTime = DateTimeOffset.UnixEpoch,
            };
            if (content is not null)
                entry.DataStream = new MemoryStream(content);
            tar.WriteEntry(entry);
        }
    }

    static ContextArchive FromFiles(IEnumerable<(string Name, byte[] Content)> files)
    {
        JsonObject? metadata = null;
        var certificates = new Dictionary<string, IReadOnlyDictionary<string, byte[]>>(StringComparer.Ordinal);
        foreach (var (name, content) in files)
        {
            switch (name.Split('/'))
            {
                case [MetadataFile]:
                    metadata = LenientJson.ParseObject(content);
                    break;
                case [TlsFolder, var endpoint, var file] when IsPlain(endpoint) && IsPlain(file):
                    if (!certificates.TryGetValue(endpoint, out var known))
                        certificates[endpoint] = known = new Dictionary<string, byte[]>(StringComparer.Ordinal);
                    ((Dictionary<string, byte[]>)known)[file] = content;
                    break;
                default:
                    throw new InvalidDataException($"it contains '{name}', which does not belong there");
            }
        }
        return metadata is null
            ? throw new InvalidDataException($"it contains no {MetadataFile}")
            : new ContextArchive(metadata, certificates);
    }

    /// <summary>Whether a part of a path is just a name on every platform.</summary>
    static bool IsPlain(string part) =>
        part.Length > 0 && part.Trim('.', ' ').Length > 0 && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    static IEnumerable<(string Name, byte[] Content)> ReadTar(Stream source)
    {
        using var tar = new TarReader(source, leaveOpen: true);
        int count = 0;
        while (tar.GetNextEntry() is { } entry)
        {
            if (++count > MaximumFiles)
                throw new InvalidDataException($"it contains more than {MaximumFiles} entries");
            if (entry.EntryType == TarEntryType.Directory)
                continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw new InvalidDataException($"'{entry.Name}' in it is not a file");
            using var content = new MemoryStream();
            if (entry.DataStream is { } data)
                Copy(data, content, MaximumFileSize);
            yield return (entry.Name, content.ToArray());
        }
    }

    static IEnumerable<(string Name, byte[] Content)> ReadZip(Stream source)
    {
        using var zip = new ZipArchive(source, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > MaximumFiles)
            throw new InvalidDataException($"it contains more than {MaximumFiles} entries");
        foreach (var entry in zip.Entries.Where(static entry => !entry.FullName.EndsWith('/')))
        {
            using var content = new MemoryStream();
            using (var data = entry.Open())
                Copy(data, content, MaximumFileSize);
            yield return (entry.FullName, content.ToArray());
        }
    }

    /// <summary>Copies up to a limit, since an archive may unpack to more than fits in memory.</summary>
    static void Copy(Stream source, MemoryStream destination, int limit)
    {
        byte[] buffer = new byte[81920];
        int count;
        while ((count = source.Read(buffer)) > 0)
        {
            if (destination.Length + count > limit)
                throw new InvalidDataException($"it is larger than {limit >> 20} MB");
            destination.Write(buffer, 0, count);
        }
    }
}
