using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace DockerPS.Engine.Tests;

/// <summary>Which servers TLS accepts as the engine, and the messages about those that it refuses. The tests run simple servers.</summary>
public sealed class TlsTests : IDisposable
{
    readonly TestCertificates certificates = new();
    readonly List<IDisposable> things = [];

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("localhost", "localhost")]
    public async Task The_right_server_is_taken(string name, string host)
    {
        using var client = Connect(Serve(certificates.Make(TestCertificates.ForServers, name)), host, Tls());

        Assert.Equal(new Version(1, 51), (await client.PingAsync(CancellationToken.None)).ApiVersion);
    }

    [Fact]
    public async Task A_certificate_for_any_usage_is_taken()
    {
        using var client = Connect(Serve(certificates.Make(usage: null)), "localhost", Tls());

        await client.PingAsync(CancellationToken.None);
    }

    [Fact]
    public async Task An_unknown_authority_is_refused()
    {
        using var others = new TestCertificates("other");
        string server = Serve(others.Make(TestCertificates.ForServers));

        var error = await RefusedAsync(server, "localhost", "comes from an authority (CN=Authority other) that");

        Assert.Contains("ca.pem does not contain", error.Message, StringComparison.Ordinal);
        Assert.Equal(EngineCause.CertificateRefused, error.Cause);
    }

    [Fact]
    public async Task An_authority_that_only_has_the_right_name_is_refused()
    {
        using var impostor = new TestCertificates("test");

        await RefusedAsync(Serve(impostor.Make(TestCertificates.ForServers)), "localhost", "the server's certificate");
    }

    [Fact]
    public async Task A_certificate_that_signed_itself_is_refused()
    {
        using var others = new TestCertificates("self");

        await RefusedAsync(Serve(others.Authority), "localhost", "comes from an authority (CN=Authority self)");
    }

    [Fact]
    public async Task Another_host_name_is_refused()
    {
        string server = Serve(certificates.Make(TestCertificates.ForServers, "engine.example"));

        await RefusedAsync(server, "localhost", "the server's certificate is for engine.example, not for localhost");
    }

    [Fact]
    public async Task A_name_is_not_an_address()
    {
        string server = Serve(certificates.Make(TestCertificates.ForServers, "localhost"));

        await RefusedAsync(server, "127.0.0.1", "the server's certificate is for localhost, not for 127.0.0.1");
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        string day = DateTime.Now.AddDays(-10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        await RefusedAsync(
            Serve(certificates.Make(TestCertificates.ForServers, expired: true)),
            "localhost",
            $"the server's certificate expired on {day}");
    }

    [Fact]
    public async Task A_clients_certificate_is_not_a_servers() =>
        await RefusedAsync(Serve(certificates.Make(TestCertificates.ForClients)), "localhost", "is not one for servers");

    [Fact]
    public async Task All_that_is_wrong_is_said()
    {
        using var others = new TestCertificates("other");
        string server = Serve(others.Make(TestCertificates.ForClients, "engine.example", expired: true));

        var error = await RefusedAsync(server, "localhost", "expired");

        foreach (string reason in (string[])["not one for servers", "comes from an authority", "not for localhost"])
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_verification_any_server_is_taken()
    {
        using var others = new TestCertificates("other");
        using var client = Connect(
            Serve(others.Make(TestCertificates.ForClients, "engine.example", expired: true)),
            "localhost",
            new TlsSettings(null, null, null, SkipVerify: true));

        await client.PingAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Without_a_file_the_machine_decides() =>
        await Engines.AssertUnavailableAsync(
            Connect(
                Serve(certificates.Make(TestCertificates.ForServers)),
                "localhost",
                new TlsSettings(null, null, null, SkipVerify: false)),
            "that this machine does not trust");

    [Fact]
    public async Task An_intermediate_authority_in_the_file_is_enough()
    {
        using var lower = new IntermediateAuthority(certificates);
        using var client = Connect(Serve(lower.Server), "localhost", new TlsSettings(lower.File, null, null, SkipVerify: false));

        await client.PingAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_server_may_send_what_leads_to_its_authority()
    {
        using var lower = new IntermediateAuthority(certificates);
        using var client = Connect(Serve(lower.Server, chain: lower.Certificate), "localhost", Tls());

        await client.PingAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_server_that_demands_a_certificate_gets_it(SslProtocols protocol)
    {
        string server = Serve(certificates.Make(TestCertificates.ForServers), protocol, demand: true);
        using var client = Connect(server, "localhost", TlsSettings.FromFolder(certificates.MakeClientFolder(), skipVerify: false));

        await client.PingAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Blocking_connections_are_checked_as_well()
    {
        string good = Serve(certificates.Make(TestCertificates.ForServers));
        string bad = Serve(certificates.Make(TestCertificates.ForClients));

        using (var stream = await Task.Run(() => Dialer(good, "localhost").Dial(CancellationToken.None)))
            Assert.True(Assert.IsType<SslStream>(stream).IsAuthenticated);
        var error = await Assert.ThrowsAsync<DialException>(() => Task.Run(() => Dialer(bad, "localhost").Dial(CancellationToken.None)));
        Assert.Contains("not one for servers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_TLS_is_told_from_one_with_it()
    {
        using var plain = FakeEngine.StartTcp().On("*", "/{all*}", FakeAnswer.Text("x"));

        await RefusedAsync(plain.Address, "localhost", "does not speak TLS");
    }

    [Fact]
    public async Task A_server_that_never_shakes_hands_is_given_up()
    {
        using var server = ListenInSilence();

        await Engines.AssertUnavailableAsync(
            Engines.Connect($"tcp://{server.LocalEndpoint}", Tls(), seconds: 0.5),
            "the connection timed out after 0.5 seconds");
    }

    [Fact]
    public async Task A_blocking_connection_to_a_server_that_never_shakes_hands_is_stopped_at_once()
    {
        using var server = ListenInSilence();
        using var stop = new CancellationTokenSource();
        var dialing = Task.Run(() => Dialer($"tcp://{server.LocalEndpoint}", "localhost").Dial(stop.Token), CancellationToken.None);
        await Task.Delay(200);
        Assert.False(dialing.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialing.WaitAsync(TimeSpan.FromSeconds(2)));
    }

    [Theory]
    [InlineData("cert.pem", "nonsense")]
    [InlineData("key.pem", "nonsense")]
    [InlineData("ca.pem", "nonsense")]
    [InlineData("key.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n")]
    [InlineData("key.pem", null)]
    [InlineData("cert.pem", null)]
    public async Task Files_that_can_not_be_used_are_named(string file, string? content)
    {
        string folder = certificates.MakeClientFolder();
        string path = Path.Combine(folder, file);
        if (content is null)
            File.Delete(path);
        else
            await File.WriteAllTextAsync(path, content);
        using var client = Connect(
            Serve(certificates.Make(TestCertificates.ForServers)),
            "localhost",
            TlsSettings.FromFolder(folder, skipVerify: false));

        var error = await Assert.ThrowsAsync<EngineException>(() => client.PingAsync(CancellationToken.None));

        Assert.Equal((EngineError.Invalid, "Certificate"), (error.Error, error.Subject.Kind));
        Assert.Contains(content is null ? folder : path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewed_certificate_counts_at_once()
    {
        using var others = new TestCertificates("other");
        string folder = others.MakeClientFolder();
        using var client = Connect(
            Serve(certificates.Make(TestCertificates.ForServers)),
            "localhost",
            TlsSettings.FromFolder(folder, skipVerify: false));
        await Assert.ThrowsAsync<EngineException>(() => client.PingAsync(CancellationToken.None));

        File.Copy(certificates.AuthorityFile, Path.Combine(folder, "ca.pem"), overwrite: true);

        await client.PingAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(true, "h2", "http/1.1")]
    [InlineData(false, "http/1.1")]
    [InlineData(false)]
    public async Task HTTP_2_is_spoken_with_a_server_that_offers_it(bool expected, params string[] offered)
    {
        var dialer = Dialer(Serve(certificates.Make(TestCertificates.ForServers), offered: offered), "localhost");

        var stream = await dialer.DialHttp2Async(CancellationToken.None);
        Assert.Equal(expected, stream is not null);
        if (stream is not null)
            await stream.DisposeAsync();

        // the default is HTTP/1.1
        var plain = (SslStream)await dialer.DialAsync(CancellationToken.None);
        await using (plain)
            Assert.NotEqual(SslApplicationProtocol.Http2, plain.NegotiatedApplicationProtocol);
    }

    public void Dispose()
    {
        things.ForEach(static thing => thing.Dispose());
        certificates.Dispose();
    }

    /// <summary>The system accepts connections for it, and nobody ever looks at them.</summary>
    static TcpListener ListenInSilence()
    {
        var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        return server;
    }

    TlsSettings Tls() => new(certificates.AuthorityFile, null, null, SkipVerify: false);

    string Serve(
        X509Certificate2 certificate,
        SslProtocols protocols = SslProtocols.None,
        bool demand = false,
        X509Certificate2? chain = null,
        string[]? offered = null)
    {
        var engine = FakeEngine.StartTcp(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain is null ? null : [chain], offline: true),
            EnabledSslProtocols = protocols,
            ClientCertificateRequired = demand,
            ApplicationProtocols = offered is { Length: > 0 } ? [.. offered.Select(static name => new SslApplicationProtocol(name))] : null,
            RemoteCertificateValidationCallback = (_, shown, _, _) => !demand || shown is not null,
        });
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));
        things.AddRange([engine, certificate]);
        return engine.Address;
    }

    static EngineClient Connect(string server, string host, TlsSettings tls) =>
        Engines.Connect(server.Replace("127.0.0.1", host, StringComparison.Ordinal), tls);

    Dialer Dialer(string server, string host) =>
        DialerFactory.Create(
            new EngineEndpoint(server.Replace("127.0.0.1", host, StringComparison.Ordinal), Engines.Source) { Tls = Tls() });

    Task<EngineException> RefusedAsync(string server, string host, string reason) =>
        Engines.AssertUnavailableAsync(Connect(server, host, Tls()), reason);
}
