namespace DockerPS.Engine.Tests;

/// <summary>Which engine is used: the docker command's own order, and the addresses that it accepts.</summary>
public sealed class EndpointResolverTests
{
    const string Usual = "unix:///var/run/docker.sock";

    [Fact]
    public void A_parameter_goes_before_all_else()
    {
        using var place = Full();

        var endpoint = place.Resolver.Find("tcp://parameter:1");

        Assert.Equal(new EngineEndpoint("tcp://parameter:1", "the parameter -Engine"), endpoint);
    }

    [Fact]
    public void A_parameter_may_name_a_context()
    {
        using var place = Full();

        var endpoint = place.Resolver.Find("configured");

        Assert.Equal("tcp://configured:2375", endpoint.Address);
        Assert.Equal("configured", endpoint.Context);
        Assert.Equal("the docker context 'configured', named by the parameter -Engine", endpoint.Source);
    }

    [Fact]
    public void DOCKER_HOST_goes_before_DOCKER_CONTEXT()
    {
        using var place = Full();

        Assert.Equal(new EngineEndpoint("tcp://host:2375", "the environment variable DOCKER_HOST"), place.Resolver.Find(null));
    }

    [Fact]
    public void White_space_in_DOCKER_HOST_is_the_default()
    {
        using var place = Full().With("DOCKER_HOST", " ");

        Assert.Equal(Usual, place.Resolver.Find(null).Address);
    }

    [Fact]
    public void DOCKER_CONTEXT_goes_before_the_current_context()
    {
        using var place = Full().With("DOCKER_HOST", "");

        var endpoint = place.Resolver.Find(null);

        Assert.Equal("tcp://variable:2375", endpoint.Address);
        Assert.Equal("the docker context 'variable', the environment variable DOCKER_CONTEXT", endpoint.Source);
    }

    [Fact]
    public void The_current_context_goes_before_the_socket()
    {
        using var place = Full().With("DOCKER_HOST", "").With("DOCKER_CONTEXT", "");

        var endpoint = place.Resolver.Find(null);

        Assert.Equal("tcp://configured:2375", endpoint.Address);
        Assert.Equal($"the docker context 'configured', the current context in {place.ConfigFolder}/config.json", endpoint.Source);
    }

    [Fact]
    public void DOCKER_CONFIG_moves_the_current_context_and_the_store()
    {
        using var other = Full().With("DOCKER_HOST", "").With("DOCKER_CONTEXT", "");
        using var place = new Surroundings().With("DOCKER_CONFIG", other.ConfigFolder);

        Assert.Equal("tcp://configured:2375", place.Resolver.Find(null).Address);
    }

    [Theory]
    [InlineData("default")]
    [InlineData(null)]
    public void The_default_context_stands_for_DOCKER_HOST(string? requested)
    {
        using var place = new Surroundings().With("DOCKER_HOST", "tcp://host");

        Assert.Equal("tcp://host:2375", place.Resolver.Find(requested).Address);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{\"currentContext\":\"\"}")]
    [InlineData("{\"currentContext\":\"default\"}")]
    [InlineData("{\"auths\":{\"currentContext\":{\"currentContext\":\"inner\"}},\"detachKeys\":\"currentContext\"}")]
    [InlineData("\uFEFF{\"auths\":{}}")]
    [InlineData("{ nonsense")]
    public void Without_a_current_context_it_is_the_socket(string config)
    {
        using var place = new Surroundings();
        place.WriteConfig(config);

        Assert.Equal(new EngineEndpoint(Usual, "the default"), place.Resolver.Find(null));
    }

    [Theory]
    [InlineData(Usual, "/var/run/docker.sock", "/run/user/7/docker.sock", "~/.docker/run/docker.sock")]
    [InlineData("unix:///run/user/7/docker.sock", "/run/user/7/docker.sock", "~/.docker/run/docker.sock")]
    [InlineData("unix://~/.docker/run/docker.sock", "~/.docker/run/docker.sock", "~/.docker/desktop/docker.sock")]
    [InlineData("unix://~/.docker/desktop/docker.sock", "~/.docker/desktop/docker.sock")]
    [InlineData(Usual)]
    public void The_socket_is_the_first_that_is_there(string expected, params string[] sockets)
    {
        using var place = new Surroundings().With("XDG_RUNTIME_DIR", "/run/user/7");
        foreach (string socket in sockets)
            place.WithSocket(socket);

        Assert.Equal(expected.Replace("~", place.Home, StringComparison.Ordinal), place.Resolver.Find(null).Address);
    }

    [Fact]
    public void On_Windows_it_is_the_pipe()
    {
        using var place = new Surroundings(isWindows: true);

        Assert.Equal("npipe:////./pipe/docker_engine", place.Resolver.Find(null).Address);
    }

    [Theory]
    [InlineData("tcp://host", "tcp://host:2375")]
    [InlineData("TCP://Host/", "tcp://host:2375")]
    [InlineData("tcp://", "tcp://localhost:2375")]
    [InlineData("tcp://:99", "tcp://localhost:99")]
    [InlineData("tcp://host:99/gate/way/", "tcp://host:99/gate/way")]
    [InlineData("tcp://[::1]", "tcp://[::1]:2375")]
    [InlineData("tcp://[fe80::1%2]:7", "tcp://[fe80::1%2]:7")]
    [InlineData("10.1.2.3:99", "tcp://10.1.2.3:99")]
    [InlineData("http://host", "http://host:80")]
    [InlineData("https://host", "https://host:443")]
    [InlineData("unix://", Usual)]
    [InlineData(" unix:///a/b.sock ", "unix:///a/b.sock")]
    [InlineData("npipe://", "npipe:////./pipe/docker_engine")]
    [InlineData("npipe:////server/pipe/a/b", "npipe:////server/pipe/a/b")]
    [InlineData(@"npipe://\\.\pipe\x", "npipe:////./pipe/x")]
    [InlineData("ssh://host", "ssh://host")]
    [InlineData("ssh://me@Host:22/", "ssh://me@Host:22")]
    [InlineData("ssh://me@[::1]:22/run/docker.sock", "ssh://me@[::1]:22/run/docker.sock")]
    public void Addresses_get_their_normal_form(string address, string expected)
    {
        using var place = new Surroundings();

        Assert.Equal(expected, place.Resolver.Find(address).Address);
    }

    [Theory]
    [InlineData("ftp://host", "'ftp' is not a supported protocol")]
    [InlineData("fd://", "'fd' is not a supported protocol")]
    [InlineData("tcp://host:99x", "'99x' is not a valid port")]
    [InlineData("tcp://host:0", "'0' is not a valid port")]
    [InlineData("tcp://host:65536", "'65536' is not a valid port")]
    [InlineData("tcp://::1:2375", "is not a valid port")]
    [InlineData("tcp://[::1", "is not a valid port")]
    [InlineData("tcp://unix:///run/docker.sock", "it contains another address")]
    [InlineData("unix://tcp://host:2375", "it contains another address")]
    [InlineData("tcp://10.1:2375", "'10.1' is not a valid IP address")]
    [InlineData("tcp://0x7f.0.0.1", "'0x7f.0.0.1' is not a valid IP address")]
    [InlineData("tcp://[nonsense]:1", "an IPv6 address is written as")]
    [InlineData("tcp://a b", "'a b' is not a valid host")]
    [InlineData("tcp://ho\r\nst:1", "is not a valid host")]
    [InlineData("tcp://h\tx:1", "is not a valid host")]
    [InlineData("tcp://\u001b[31mh:1", "is not a valid host")]
    [InlineData("tcp://..:1", "'..' is not a valid host")]
    [InlineData("tcp://.:1", "'.' is not a valid host")]
    [InlineData("tcp://a..b:1", "'a..b' is not a valid host")]
    [InlineData("ssh://a&b", "'a&b' is not a valid host")]
    [InlineData("/var/run/docker.sock", "a socket is written as unix:///var/run/docker.sock")]
    [InlineData("npipe://docker_engine", "a named pipe is written as")]
    [InlineData("ssh://", "it has no host")]
    [InlineData("ssh://-oProxyCommand=touch", "it has no host")]
    [InlineData("ssh://host?x=1", "it cannot contain a query")]
    [InlineData("ssh://host#x", "it cannot contain a query")]
    [InlineData("tcp://host/path?x=1", "it cannot contain a query")]
    public void What_is_no_address_is_refused_with_what_was_expected(string address, string reason)
    {
        using var place = new Surroundings().With("DOCKER_HOST", address);

        foreach (string? requested in (string?[])[null, address])
        {
            var error = Assert.Throws<EngineException>(() => place.Resolver.Find(requested));
            Assert.Equal(EngineError.Invalid, error.Error);
            Assert.Equal("EngineAddress", error.Subject.Kind);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Contains(requested is null ? "DOCKER_HOST" : "-Engine", error.Message, StringComparison.Ordinal);
            Assert.Contains("Expected the name of a docker context, or an address", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ssh://me:5ecret@host", "ssh://me:***@host")]
    [InlineData("tcp://me:5ecret@host:1", "tcp://***@host:1")]
    [InlineData("https://5ecret@host", "https://***@host")]
    [InlineData("me:5ecret@host:1", "***@host:1")]
    [InlineData("tcp://me:5ec@ret@host:1x", "tcp://***@host:1x")]
    [InlineData("ftp://me:5ecret@host", "ftp://***@host")]
    public void A_secret_in_an_address_is_refused_and_not_shown(string address, string shown)
    {
        using var place = new Surroundings();

        var error = Assert.Throws<EngineException>(() => place.Resolver.Find(address));

        Assert.Contains($"'{shown}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("5ec", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("5ec", error.Subject.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_that_is_not_there_is_an_error_that_says_who_named_it_and_what_there_is()
    {
        using var place = Full().With("DOCKER_HOST", "").With("DOCKER_CONTEXT", "gone");

        var error = Assert.Throws<EngineException>(() => place.Resolver.Find(null));

        Assert.Equal(EngineError.NotFound, error.Error);
        Assert.Equal(new Subject("DockerContext", "gone"), error.Subject);
        Assert.Equal("The docker context 'gone' (from the environment variable DOCKER_CONTEXT) does not exist. Available contexts: configured, default, variable.", error.Message);
    }

    [Fact]
    public void A_broken_configuration_is_an_error_that_says_where()
    {
        using var place = new Surroundings();
        string path = place.WriteConfig("{\n  \"a\": nonsense,\n  \"currentContext\": \"prod\"\n}");

        var error = Assert.Throws<EngineException>(() => place.Resolver.Find(null));

        Assert.Equal(EngineError.Parse, error.Error);
        Assert.Equal(new Subject("DockerConfiguration", path), error.Subject);
        Assert.Contains("line 2, column 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DOCKER_TLS_VERIFY_takes_the_certificates_of_DOCKER_CERT_PATH()
    {
        using var certificates = new TestCertificates();
        string folder = certificates.MakeClientFolder();
        using var place = new Surroundings()
            .With("DOCKER_HOST", "tcp://host")
            .With("DOCKER_TLS_VERIFY", "1")
            .With("DOCKER_CERT_PATH", folder);

        var endpoint = place.Resolver.Find(null);

        Assert.Equal("tcp://host:2376", endpoint.Address);
        Assert.Equal(new TlsSettings(folder + "/ca.pem", folder + "/cert.pem", folder + "/key.pem", SkipVerify: false), endpoint.Tls);
        Assert.Equal(endpoint.Tls, place.Resolver.Find("tcp://other").Tls);
    }

    [Fact]
    public void Without_DOCKER_CERT_PATH_the_certificates_are_in_the_configuration_folder()
    {
        using var certificates = new TestCertificates();
        using var place = new Surroundings().With("DOCKER_TLS_VERIFY", "1").With("DOCKER_CONFIG", certificates.MakeClientFolder());

        var endpoint = place.Resolver.Find(null);

        Assert.Equal("tcp://localhost:2376", endpoint.Address);
        Assert.Equal(place.ConfigFolder + "/ca.pem", endpoint.Tls!.CaFile);
    }

    [Fact]
    public void DOCKER_TLS_takes_any_server()
    {
        using var place = new Surroundings().With("DOCKER_HOST", "tcp://host:1").With("DOCKER_TLS", "1");

        Assert.Equal(new TlsSettings(null, null, null, SkipVerify: true), place.Resolver.Find(null).Tls);
    }

    [Fact]
    public void DOCKER_TLS_VERIFY_without_an_authority_is_an_error()
    {
        using var place = new Surroundings().With("DOCKER_HOST", "tcp://host:1").With("DOCKER_TLS_VERIFY", "1");

        var error = Assert.Throws<EngineException>(() => place.Resolver.Find(null));

        Assert.Equal("CertificatePath", error.Subject.Kind);
        Assert.Contains("ca.pem", error.Message, StringComparison.Ordinal);
        Assert.Contains(place.ConfigFolder, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix:///var/run/docker.sock")]
    [InlineData("ssh://host")]
    [InlineData("http://host:1")]
    public void TLS_of_variables_has_no_part_in_other_addresses(string address)
    {
        using var certificates = new TestCertificates();
        using var place = new Surroundings().With("DOCKER_TLS_VERIFY", "1").With("DOCKER_CERT_PATH", certificates.MakeClientFolder());

        Assert.Null(place.Resolver.Find(address).Tls);
        Assert.Throws<EngineException>(() => place.Resolver.Find(address, new TlsChoice(null, SkipVerify: true)));
    }

    [Fact]
    public void A_folder_that_is_named_goes_before_variables()
    {
        using var certificates = new TestCertificates();
        string folder = certificates.MakeClientFolder();
        using var place = new Surroundings().With("DOCKER_TLS", "1");

        var tls = place.Resolver.Find("tcp://host", new TlsChoice(folder, SkipVerify: false)).Tls!;

        Assert.Equal((folder + "/ca.pem", false), (tls.CaFile, tls.SkipVerify));
        Assert.Equal(
            "CertificatePath",
            Assert.Throws<EngineException>(() => place.Resolver.Find("tcp://host", new TlsChoice("/nowhere", false))).Subject.Kind);
        Assert.Equal(
            "CertificatePath",
            Assert.Throws<EngineException>(() => place.Resolver.Find("tcp://host", new TlsChoice(place.Home, false))).Subject.Kind);
    }

    [Fact]
    public void A_context_brings_its_certificates_also_to_its_bare_address()
    {
        using var certificates = new TestCertificates();
        string folder = certificates.MakeClientFolder();
        using var place = new Surroundings()
            .WithContext("plain", "tcp://plain:1")
            .WithContext("secure", "tcp://secure:1", TlsSettings.FromFolder(folder, skipVerify: false));

        var tls = place.Resolver.Find("secure").Tls!;

        Assert.Equal(File.ReadAllText(folder + "/key.pem"), File.ReadAllText(tls.KeyFile!));
        Assert.StartsWith(place.ConfigFolder, tls.KeyFile, StringComparison.Ordinal);
        Assert.Equal(tls, place.Resolver.Find("tcp://secure:1").Tls);
        Assert.Null(place.Resolver.Find("plain").Tls);
        Assert.Null(place.Resolver.Find("tcp://plain:1").Tls);
    }

    [Fact]
    public void The_default_way_is_fast()
    {
        using var place = new Surroundings();
        place.WriteConfig("{\"auths\":{}}");
        place.Resolver.Find(null);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (int i = 0; i < 100; i++)
            place.Resolver.Find(null);

        Assert.True(watch.Elapsed.TotalMilliseconds < 100, $"100 times took {watch.Elapsed.TotalMilliseconds} ms");
    }

    /// <summary>An environment in which every rule leads to another engine.</summary>
    static Surroundings Full()
    {
        var place = new Surroundings()
            .With("DOCKER_HOST", "tcp://host")
            .With("DOCKER_CONTEXT", "variable")
            .WithSocket("/var/run/docker.sock")
            .WithContext("variable", "tcp://variable")
            .WithContext("configured", "tcp://configured");
        place.WriteConfig("{\"auths\":{\"x\":{}},\"currentContext\":\"configured\"}");
        return place;
    }
}
