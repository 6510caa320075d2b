namespace DockerPS.Engine.Tests;

/// <summary>The docker command reads what this module writes, and vice versa.</summary>
public sealed class ContextInteropTests : IDisposable
{
    readonly Surroundings place = new();
    readonly TestCertificates certificates = new();
    readonly TemporaryFolder folder = new();

    ContextStore Store => place.Contexts;

    [Fact]
    public void Docker_reads_what_we_make()
    {
        Store.Create("prod", "The \"real\" one", new EngineEndpoint("tcp://prod:2376", "") { Tls = Certificates() });
        Store.Create("lab", null, new EngineEndpoint("tcp://lab:2376", "") { Tls = new TlsSettings(null, null, null, SkipVerify: true) });
        Store.Use("prod");

        Assert.Equal(
            "default|Current DOCKER_HOST based configuration|false|unix:///var/run/docker.sock\nlab||false|tcp://lab:2376\nprod|The \"real\" one|true|tcp://prod:2376\n",
            Docker("context", "ls", "--format", "{{.Name}}|{{.Description}}|{{.Current}}|{{.DockerEndpoint}}"));
        Assert.Equal("[ca.pem cert.pem key.pem] false\n", Docker("context", "inspect", "prod", "--format", "{{.TLSMaterial.docker}} {{.Endpoints.docker.SkipTLSVerify}}"));
        Assert.Equal(
            "map[] true\n",
            Docker("context", "inspect", "lab", "--format", "{{.TLSMaterial}} {{.Endpoints.docker.SkipTLSVerify}}"));
    }

    [Fact]
    public void We_read_what_docker_makes()
    {
        var tls = Certificates();
        Docker("context", "create", "prod", "--description", "The real one", "--docker", $"host=tcp://prod:2376,ca={tls.CaFile},cert={tls.CertificateFile},key={tls.KeyFile}");
        Docker("context", "create", "shell", "--docker", "host=ssh://me@shell");
        Docker("context", "use", "shell");

        var contexts = Store.List(error => Assert.Fail(error.Message));

        Assert.Equal(["default", "prod", "shell"], contexts.Select(context => context.Name));
        Assert.Equal(("The real one", "tcp://prod:2376", false), (contexts[1].Description, contexts[1].Endpoint, contexts[1].IsCurrent));
        Assert.Equal(["ca.pem", "cert.pem", "key.pem"], contexts[1].CertificateFiles);
        Assert.Equal(("ssh://me@shell", true), (contexts[2].Endpoint, contexts[2].IsCurrent));
        Assert.Equal("ssh://me@shell", place.Resolver.Find(null).Address);
        Assert.Equal(File.ReadAllText(tls.KeyFile!), File.ReadAllText(place.Resolver.Find("prod").Tls!.KeyFile!));
    }

    [Fact]
    public void Docker_changes_and_removes_what_we_make()
    {
        place.WithContext("prod", "tcp://prod:1", Certificates()).WithContext("lab", "tcp://lab:1");

        Docker("context", "update", "prod", "--description", "changed");
        Docker("context", "rm", "lab");

        Assert.Equal("changed", Store.Get("prod").Description);
        Assert.Equal(3, Store.Get("prod").CertificateFiles.Count);
        Assert.DoesNotContain(Store.List(error => Assert.Fail(error.Message)), context => context.Name == "lab");
    }

    [Fact]
    public void We_change_and_remove_what_docker_makes()
    {
        Docker("context", "create", "prod", "--description", "old", "--docker", "host=tcp://prod:1");
        Docker("context", "create", "lab", "--docker", "host=tcp://lab:1");
        Docker("context", "use", "lab");

        Store.Update("prod", "new", new EngineEndpoint("tcp://other:1", "") { Tls = Certificates() });
        Store.Remove("lab", force: true);

        Assert.Equal("default|true\nprod|false\n", Docker("context", "ls", "--format", "{{.Name}}|{{.Current}}"));
        AssertDockerSees("prod", "new", "tcp://other:1 [ca.pem cert.pem key.pem]");
    }

    [Fact]
    public void Docker_imports_what_we_export()
    {
        Store.Create("prod", "d", new EngineEndpoint("tcp://prod:2376", "") { Tls = Certificates() });
        string file = folder.File("prod.dockercontext");
        Store.Export("prod", file, replace: false);

        Docker("context", "import", "copy", file);

        AssertDockerSees("copy", "d", "tcp://prod:2376 [ca.pem cert.pem key.pem]");
        Assert.Equal(
            File.ReadAllText(Store.Get("prod").CertificatePath + "/key.pem"),
            File.ReadAllText(Store.Get("copy").CertificatePath + "/key.pem"));
    }

    [Fact]
    public void We_import_what_docker_exports()
    {
        Store.Create("prod", "d", new EngineEndpoint("tcp://prod:2376", "") { Tls = Certificates() });
        string file = folder.File("prod.dockercontext");
        Docker("context", "export", "prod", file);

        var copy = Store.Import("copy", file);

        Assert.Equal(("copy", "d", "tcp://prod:2376"), (copy.Name, copy.Description, copy.Endpoint));
        Assert.Equal(File.ReadAllText(Store.Get("prod").CertificatePath + "/key.pem"), File.ReadAllText(copy.CertificatePath + "/key.pem"));
    }

    [Fact]
    public void Docker_reaches_the_engine_through_a_context_of_ours()
    {
        place.WithContext("here", "unix:///var/run/docker.sock");
        Store.Use("here");

        Assert.NotEmpty(Docker("version", "--format", "{{.Server.Version}}").Trim());
    }

    void AssertDockerSees(string name, string description, string endpointAndFiles)
    {
        Assert.Contains(
            $"{name}|{description}\n",
            Docker("context", "ls", "--format", "{{.Name}}|{{.Description}}"),
            StringComparison.Ordinal);
        Assert.Equal(
            endpointAndFiles + "\n",
            Docker("context", "inspect", name, "--format", "{{.Endpoints.docker.Host}} {{.TLSMaterial.docker}}"));
    }

    public void Dispose()
    {
        place.Dispose();
        certificates.Dispose();
        folder.Dispose();
    }

    TlsSettings Certificates() => TlsSettings.FromFolder(certificates.MakeClientFolder(), skipVerify: false);

    string Docker(params string[] arguments) => Command.Run(
        "docker",
        new Dictionary<string, string>
        {
            ["DOCKER_CONFIG"] = place.ConfigFolder,
            ["DOCKER_HOST"] = "",
            ["DOCKER_CONTEXT"] = "",
            ["DOCKER_TLS_VERIFY"] = "",
            ["DOCKER_TLS"] = "",
        },
        arguments);
}
