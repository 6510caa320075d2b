using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// The files of contexts: <c>meta/&lt;SHA-256 of the name&gt;/meta.json</c>, and certificates in <c>tls/&lt;SHA-256 of the
/// name&gt;/&lt;endpoint&gt;</c>.
/// </summary>
/// <param name="root">The folder <c>contexts</c> in docker's configuration folder.</param>
sealed class ContextFiles(string root)
{
    const string MetadataFile = "meta.json";

    /// <summary>The metadata files of all contexts, each with the name of its folder.</summary>
    public IEnumerable<(string File, string Folder)> All() =>
        FoldersOf(Path.Combine(root, "meta"))
            .Select(static folder => (File: Path.Combine(folder, MetadataFile), Folder: Path.GetFileName(folder)))
            .Where(static context => File.Exists(context.File));

    /// <summary>The path of a context's metadata file, whether it exists or not.</summary>
    public string MetadataOf(string name) => Path.Combine(MetadataFolderOf(name), MetadataFile);

    /// <summary>Whether a context exists.</summary>
    public bool Has(string name) => File.Exists(MetadataOf(name));

    /// <summary>Writes the metadata of a context.</summary>
    public void Write(string name, ContextMetadata metadata)
    {
        AtomicFile.CreatePrivateFolder(MetadataFolderOf(name));
        AtomicFile.Write(MetadataOf(name), metadata.ToBytes(), AtomicFile.Public);
    }

    /// <summary>Removes the metadata and all certificates of a context.</summary>
    public void Remove(string name)
    {
        AtomicFile.RemoveFolder(MetadataFolderOf(name));
        AtomicFile.RemoveFolder(TlsFolderOf(name));
    }

    /// <summary>The folder with the certificates of a context's Docker endpoint; null if there is none.</summary>
    public string? FindCertificates(string name)
    {
        string folder = TlsFolderOf(name, ContextMetadata.DockerEndpoint);
        return Directory.Exists(folder) ? folder : null;
    }

    /// <summary>The TLS settings for the engine of a context; null for the default.</summary>
    public TlsSettings? FindTls(string name, bool skipVerify)
    {
        var tls = TlsSettings.FromFolder(TlsFolderOf(name, ContextMetadata.DockerEndpoint), skipVerify);
        return tls.HasFiles || skipVerify ? tls : null;
    }

    /// <summary>Reads the certificates of all endpoints of a context.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, byte[]>> ReadCertificates(string name) =>
        FoldersOf(TlsFolderOf(name)).ToDictionary(
            static folder => Path.GetFileName(folder),
            static folder => (IReadOnlyDictionary<string, byte[]>)Directory.GetFiles(folder)
                .ToDictionary(static path => Path.GetFileName(path), File.ReadAllBytes),
            StringComparer.Ordinal);

    /// <summary>Reads and checks the certificate files of an endpoint, and returns them under docker's names.</summary>
    public static IReadOnlyDictionary<string, byte[]> ReadCertificates(TlsSettings? tls)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (tls is null)
            return files;
        TlsCertificates.Check(tls);
        string?[] paths = [tls.CaFile, tls.CertificateFile, tls.KeyFile];
        for (int i = 0; i < paths.Length; i++)
        {
            if (paths[i] is { } path)
                files[TlsSettings.FileNames[i]] = File.ReadAllBytes(path);
        }
        return files;
    }

    /// <summary>Replaces the certificates of an endpoint.</summary>
    public void WriteCertificates(string name, string endpoint, IReadOnlyDictionary<string, byte[]> files)
    {
        string folder = TlsFolderOf(name, endpoint);
        if (files.Count == 0)
        {
            AtomicFile.RemoveFolder(folder);
            return;
        }
        AtomicFile.CreatePrivateFolder(folder);
        foreach (var (file, content) in files)
            AtomicFile.Write(Path.Combine(folder, file), content, AtomicFile.Private);
        // the old files are deleted last, so that no key is lost if the new ones cannot be written
        foreach (string old in Directory.GetFiles(folder).Where(path => !files.ContainsKey(Path.GetFileName(path))))
            File.Delete(old);
    }

    static string[] FoldersOf(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];

    static string IdOf(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLowerInvariant();

    string MetadataFolderOf(string name) => Path.Combine(root, "meta", IdOf(name));

    string TlsFolderOf(string name, string endpoint = "") => Path.Combine(root, "tls", IdOf(name), endpoint);
}
