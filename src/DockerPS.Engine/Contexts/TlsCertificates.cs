using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DockerPS.Engine;

/// <summary>Reads PEM files with certificates and keys, and explains what is wrong with them.</summary>
static class TlsCertificates
{
    const string NoCertificate = "there is no certificate in it";

    /// <summary>Reads everything once to check that it is valid.</summary>
    public static void Check(TlsSettings settings)
    {
        foreach (var authority in ReadAuthorities(settings))
            authority.Dispose();
        ReadClient(settings)?.Dispose();
    }

    /// <summary>The certificate authorities; empty for the system's.</summary>
    public static X509Certificate2Collection ReadAuthorities(TlsSettings settings)
    {
        var authorities = new X509Certificate2Collection();
        if (settings.CaFile is not { } file || settings.SkipVerify)
            return authorities;
        Read(file, () => authorities.ImportFromPemFile(file));
        return authorities.Count > 0 ? authorities : throw Invalid(file, NoCertificate);
    }

    /// <summary>The client's certificate with its key; null if there is none.</summary>
    public static TlsClientCertificate? ReadClient(TlsSettings settings)
    {
        if (settings.CertificateFile is null && settings.KeyFile is null)
            return null;
        if (settings.CertificateFile is not { } file)
            throw Invalid(settings.KeyFile!, "there is a key, but no certificate (cert.pem) beside it");
        if (settings.KeyFile is not { } keyFile)
            throw Invalid(file, "there is a certificate, but no key (key.pem) beside it");
        X509Certificate2? certificate = null;
        var chain = new X509Certificate2Collection();
        Read(keyFile, () =>
        {
            if (File.ReadAllText(keyFile).Contains("ENCRYPTED", StringComparison.Ordinal))
                throw Invalid(keyFile, "the key is protected by a password, which docker does not support");
        });
        Read(file, () => chain.ImportFromPemFile(file));
        if (chain.Count == 0)
            throw Invalid(file, NoCertificate);
        Read(keyFile, () => certificate = X509Certificate2.CreateFromPemFile(file, keyFile));
        if (OperatingSystem.IsWindows())
        {
            // Windows does not accept a key that exists only in memory
            using var inMemory = certificate!;
            certificate = new X509Certificate2(inMemory.Export(X509ContentType.Pkcs12));
        }
        // the first one is the client's own; the following ones lead to its authority
        chain.RemoveAt(0);
        return new TlsClientCertificate(certificate!, chain);
    }

    static void Read(string file, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Invalid(file, e.Message.TrimEnd('.'), e);
        }
    }

    static EngineException Invalid(string file, string reason, Exception? inner = null) =>
        new(EngineError.Invalid, new Subject("Certificate", file), $"The certificate or key in {file} cannot be used: {reason}.", inner)
        {
            Advice = "Expected PEM files as docker names them: ca.pem, cert.pem and key.pem.",
        };
}

/// <summary>A client's certificate with its private key and the chain to its authority.</summary>
sealed class TlsClientCertificate : IDisposable
{
    readonly X509Certificate2 certificate;
    readonly X509Certificate2Collection chain;

    public TlsClientCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        this.certificate = certificate;
        this.chain = chain;
        Context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    public SslStreamCertificateContext Context { get; }

    public void Dispose()
    {
        certificate.Dispose();
        foreach (var part in chain)
            part.Dispose();
    }
}
