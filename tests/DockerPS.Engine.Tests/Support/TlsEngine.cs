using System.Formats.Tar;
using System.Text.Json.Nodes;

namespace DockerPS.Engine.Tests;

/// <summary>
/// A private engine that listens with TLS and requires a client certificate. It has one image, <c>busybox</c>, and no network.
/// </summary>
public sealed class TlsEngine : IAsyncLifetime
{
    readonly TemporaryFolder folder = new();
    GuardedProcess? process;

    internal TestCertificates Certificates { get; } = new("engine");

    /// <summary>A folder with the authority's and a client's certificate.</summary>
    public string ClientFolder { get; private set; } = "";

    /// <summary>Its address.</summary>
    public string Address { get; private set; } = "";

    internal TlsSettings Tls => TlsSettings.FromFolder(ClientFolder, skipVerify: false);

    public async Task InitializeAsync()
    {
        ClientFolder = Certificates.MakeClientFolder();
        using (var server = Certificates.Make(TestCertificates.ForServers, "127.0.0.1"))
        {
            var (certificate, key) = Certificates.Write("server", server);
            int port = Engines.FindPort();
            Address = $"tcp://127.0.0.1:{port}";
            // unmount everything that the engine mounted before removing its folder
            string cleanup = $"grep -o '{folder.Path}[^ ]*' /proc/mounts | sort -r | xargs -r umount -l 2>/dev/null; rm -rf '{folder.Path}'";
            process = new GuardedProcess(
                folder.File("log"),
                cleanup,
                "dockerd",
                "--data-root", folder.File("data"),
                "--exec-root", folder.File("exec"),
                "--pidfile", folder.File("pid"),
                "--host", "unix://" + folder.File("docker.sock"),
                "--host", Address,
                "--tlsverify", "--tlscacert", Certificates.AuthorityFile, "--tlscert", certificate, "--tlskey", key,
                // no "--bridge none", which would remove docker0 from the machine, under whoever uses it
                "--iptables=false", "--ip-forward=false", "--ip-masq=false");
        }
        using var client = Engines.Connect("unix://" + folder.File("docker.sock"));
        await process.WaitUntilAsync(() => Engines.AnswersAsync(client), TimeSpan.FromSeconds(60));
        await ImportImageAsync();
    }

    public Task DisposeAsync()
    {
        process?.Dispose();
        folder.Dispose();
        Certificates.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A raw client with the right certificates.</summary>
    internal EngineHttp NewHttp()
    {
        var endpoint = new EngineEndpoint(Address, Engines.Source) { Tls = Tls };
        return new EngineHttp(endpoint, DialerFactory.Create(endpoint));
    }

    /// <summary>Starts a container and returns its id.</summary>
    internal static async Task<string> StartContainerAsync(EngineHttp http, params string[] command)
    {
        var body = new JsonObject
        {
            ["Image"] = "busybox",
            ["Cmd"] = new JsonArray([.. command.Select(word => (JsonNode)word)]),
            ["HostConfig"] = new JsonObject { ["NetworkMode"] = "none" },
        };
        string id = await PostAsync(http, RequestPath.Of("/containers/create"), body);
        await http.RunAsync(
            EngineRequest.Post($"/containers/{EngineRequest.Escape(id)}/start", Subject.Container(id)),
            CancellationToken.None);
        return id;
    }

    /// <summary>Posts JSON and returns the id in the response.</summary>
    internal static async Task<string> PostAsync(EngineHttp http, RequestPath path, JsonObject body)
    {
        using var response = await http.SendAsync(
            EngineRequest.Post(path, Subject.Engine).WithBody(JsonBody(body)),
            CancellationToken.None);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["Id"]!.GetValue<string>();
    }

    internal static StringContent JsonBody(JsonObject body) => new(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");

    async Task ImportImageAsync()
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Gnu, leaveOpen: true))
        {
            writer.WriteEntry("/usr/bin/busybox", "bin/busybox");
            foreach (string name in (string[])["sh", "cat", "seq", "sleep", "wc", "kill"])
                writer.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, "bin/" + name) { LinkName = "busybox" });
        }
        tar.Position = 0;
        using var http = NewHttp();
        var request = EngineRequest.Post("/images/create", Subject.Engine)
            .With("fromSrc", "-")
            .With("repo", "busybox")
            .WithBody(new StreamContent(tar));
        using var response = await http.SendAsync(request, CancellationToken.None);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("error", answer, StringComparison.Ordinal);
    }
}
