using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DockerPS.Engine;

/// <summary>
/// A TLS handshake: the client's certificate, and the requirements for the server's certificate. It must come from the given authorities
/// (the system's if none are given), be for this host, be valid now, and be for servers: docker's authorities also sign client
/// certificates, and the holder of one of those must not be able to impersonate the engine.
/// </summary>
sealed class TlsHandshake : IDisposable
{
    static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    readonly string host;
    readonly TlsSettings settings;
    readonly X509Certificate2Collection authorities;
    readonly TlsClientCertificate? client;
    string? reason;

    public TlsHandshake(string host, TlsSettings settings)
    {
        this.host = host;
        this.settings = settings;
        authorities = TlsCertificates.ReadAuthorities(settings);
        client = TlsCertificates.ReadClient(settings);
        Options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ClientCertificateContext = client?.Context,
            CertificateChainPolicy = NewPolicy(),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                settings.SkipVerify || Accepts(certificate, chain, errors),
        };
    }

    public SslClientAuthenticationOptions Options { get; }

    /// <summary>Why the handshake failed.</summary>
    public Exception Explain(Exception exception) => exception switch
    {
        _ when reason is { } found => new DialException(found, exception)
        {
            Cause = EngineCause.CertificateRefused,
        },
        IOException => new DialException("the server ended the TLS handshake; perhaps it does not speak TLS", exception),
        _ => exception,
    };

    public void Dispose()
    {
        client?.Dispose();
        foreach (var authority in authorities)
            authority.Dispose();
    }

    X509ChainPolicy NewPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(ServerAuthentication);
        if (settings.CaFile is null)
            return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var reasons = new List<string>();
        if (certificate is not X509Certificate2 shown)
        {
            reason = "the server sent no certificate";
            return false;
        }
        var statuses = chain is null
            ? default
            : chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, status) => all | status.Status);
        // docker accepts an intermediate authority in ca.pem as a root
        if (statuses == X509ChainStatusFlags.PartialChain
            && chain!.ChainElements[^1].Certificate is var last
            && authorities.Any(authority => authority.RawData.AsSpan().SequenceEqual(last.RawData)))
            statuses = X509ChainStatusFlags.NoError;
        if (statuses.HasFlag(X509ChainStatusFlags.NotTimeValid))
            reasons.Add(DescribeTime(shown, chain!));
        if (statuses.HasFlag(X509ChainStatusFlags.NotValidForUsage))
            reasons.Add("the server's certificate is not one for servers (it lacks the usage 'server authentication')");
        if ((statuses & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            reasons.Add(
                $"the server's certificate comes from an authority ({shown.Issuer}) that "
                + $"{(settings.CaFile is { } file ? file + " does not contain" : "this machine does not trust")}");
        }
        const X509ChainStatusFlags Known =
            X509ChainStatusFlags.NotTimeValid
            | X509ChainStatusFlags.NotValidForUsage
            | X509ChainStatusFlags.UntrustedRoot
            | X509ChainStatusFlags.PartialChain;
        if ((statuses & ~Known) is var others and not X509ChainStatusFlags.NoError)
            reasons.Add($"the server's certificate is not valid ({others})");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            reasons.Add($"the server's certificate is for {DescribeNames(shown)}, not for {host}");
        if (reasons.Count == 0)
            return true;
        reason = string.Join("; ", reasons);
        return false;
    }

    static string DescribeTime(X509Certificate2 shown, X509Chain chain)
    {
        var bad = chain.ChainElements.FirstOrDefault(
            static element =>
                element.ChainElementStatus.Any(static status => status.Status == X509ChainStatusFlags.NotTimeValid))?.Certificate
            ?? shown;
        string whose = bad.RawData.AsSpan().SequenceEqual(shown.RawData)
            ? "the server's certificate"
            : $"the authority's certificate ({bad.Subject})";
        return bad.NotAfter < DateTime.Now
            ? $"{whose} expired on {Day(bad.NotAfter)}"
            : $"{whose} is not valid before {Day(bad.NotBefore)}; is the clock right";

        static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    static string DescribeNames(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(
                static extension =>
                    extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(static address => address.ToString())))
            .ToList();
        return names.Count > 0
            ? string.Join(", ", names)
            : certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false) is { Length: > 0 } name
            ? name
            : "no host at all";
    }
}
