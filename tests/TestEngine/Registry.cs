using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DockerPS.TestEngine;

/// <summary>A registry on a free loopback port, which engines accept without TLS.</summary>
sealed class Registry : IDisposable
{
    /// <summary>The only user of a secured registry.</summary>
    public const string User = "tester";

    /// <summary>The password of <see cref="User" />.</summary>
    public const string Password = "let-me-in-4711";

    // bcrypt of the password, created once, since .NET does not have bcrypt
    const string PasswordLine = User + ":$2y$05$YreqqLb8bRDrUo1QhtI43Of4x4sfrb24TEdyIZ8641fG4INxu6qXK\n";

    readonly Process process;

    Registry(string address, Process process) => (Address, this.process) = (address, process);

    /// <summary>Its host and port.</summary>
    public string Address { get; }

    /// <summary>Starts a registry.</summary>
    /// <param name="folder">The folder for its files.</param>
    /// <param name="secured">Whether it requires the password.</param>
    public static async Task<Registry> StartAsync(string folder, bool secured)
    {
        Directory.CreateDirectory(folder);
        string address = "127.0.0.1:" + FindFreePort();
        string passwords = Path.Combine(folder, "htpasswd");
        string authentication = secured ? $"auth: {{ htpasswd: {{ realm: tests, path: {passwords} }} }}\n" : "";
        await File.WriteAllTextAsync(passwords, PasswordLine);
        string configuration = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            version: 0.1
            storage: { filesystem: { rootdirectory: {{folder}}/data }, delete: { enabled: true } }
            http: { addr: {{address}} }
            {{authentication}}
            """);
        using var client = new HttpClient();
        var expected = secured ? HttpStatusCode.Unauthorized : HttpStatusCode.OK;
        var process = await Child.ServeAsync(
            "docker-registry",
            ["serve", configuration],
            Path.Combine(folder, "log"),
            async () => (await client.GetAsync(new Uri($"http://{address}/v2/"))).StatusCode == expected);
        return new Registry(address, process);
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
