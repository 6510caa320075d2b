using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DockerPS.Engine.Tests;

/// <summary>Certificates as an administrator would create them for an engine, and some as nobody should.</summary>
sealed class TestCertificates : IDisposable
{
    public static readonly Oid ForServers = new("1.3.6.1.5.5.7.3.1");
    public static readonly Oid ForClients = new("1.3.6.1.5.5.7.3.2");

    readonly TemporaryFolder folder = new();

    public TestCertificates(string name = "test")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=Authority {name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        Authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));
        AuthorityFile = folder.Write("ca.pem", Authority.ExportCertificatePem());
    }

    public X509Certificate2 Authority { get; }

    public string AuthorityFile { get; }

    /// <summary>A folder with the files that a client needs, under docker's names.</summary>
    public string MakeClientFolder(string name = "client")
    {
        using var client = Make(ForClients, "client");
        Write(name, client);
        File.Copy(AuthorityFile, folder.File(name + "/ca.pem"));
        return folder.File(name);
    }

    /// <summary>Writes <c>cert.pem</c> and <c>key.pem</c> to a separate folder.</summary>
    public (string Certificate, string Key) Write(string name, X509Certificate2 certificate) =>
        (folder.Write(name + "/cert.pem", certificate.ExportCertificatePem()), folder.Write(
            name + "/key.pem",
            certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));

    /// <summary>A certificate issued by this authority.</summary>
    /// <param name="usage">Its purpose; null for any.</param>
    /// <param name="name">Its host name.</param>
    /// <param name="expired">Whether it has expired.</param>
    public X509Certificate2 Make(Oid? usage, string name = "localhost", bool expired = false) => Make(Authority, usage, name, expired);

    public static X509Certificate2 Make(X509Certificate2 authority, Oid? usage, string name, bool expired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        if (usage is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([usage], false));
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var (from, until) = expired ? (-20, -10) : (-1, 10);
        using var signed = request.Create(
            authority,
            DateTimeOffset.UtcNow.AddDays(from),
            DateTimeOffset.UtcNow.AddDays(until),
            RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        Authority.Dispose();
        folder.Dispose();
    }
}

/// <summary>An intermediate authority, and a server certificate issued by it.</summary>
sealed class IntermediateAuthority : IDisposable
{
    readonly TemporaryFolder folder = new();

    public IntermediateAuthority(TestCertificates root)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Lower authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var signed = request.Create(root.Authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(20), [7]);
        Certificate = signed.CopyWithPrivateKey(key);
        File = folder.Write("ca.pem", Certificate.ExportCertificatePem());
        Server = TestCertificates.Make(Certificate, TestCertificates.ForServers, "localhost");
    }

    public X509Certificate2 Certificate { get; }

    public string File { get; }

    public X509Certificate2 Server { get; }

    public void Dispose()
    {
        Certificate.Dispose();
        Server.Dispose();
        folder.Dispose();
    }
}
