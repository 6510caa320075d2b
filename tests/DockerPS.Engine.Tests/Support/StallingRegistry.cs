using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>A registry with one image whose layer stalls: it sends the first half, and the rest when nobody waits any more.</summary>
sealed class StallingRegistry : IDisposable
{
    const int LayerSize = 4 * 1024 * 1024;

    readonly HttpListener listener = new();
    readonly CancellationTokenSource stopping = new();
    readonly Dictionary<string, (string Type, byte[] Body)> answers = [];
    readonly string layer;

    public StallingRegistry()
    {
        Address = $"127.0.0.1:{Engines.FindPort()}";
        layer = Digest([1]);
        string config = Add("blobs", "application/octet-stream", $$$"""{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["{{{layer}}}"]}}""");
        const string Types = "application/vnd.docker.";
        Add(
            "manifests",
            Types + "distribution.manifest.v2+json",
            $$"""{"schemaVersion":2,"mediaType":"{{Types}}distribution.manifest.v2+json","config":{"mediaType":"{{Types}}container.image.v1+json","size":{{answers["/v2/app/blobs/" + config].Body.Length}},"digest":"{{config}}"},"layers":[{"mediaType":"{{Types}}image.rootfs.diff.tar.gzip","size":{{LayerSize}},"digest":"{{layer}}"}]}""",
            "1");
        listener.Prefixes.Add($"http://{Address}/");
        listener.Start();
        _ = listener.ServeAsync(AnswerAsync);
    }

    /// <summary>Its host and port.</summary>
    public string Address { get; }

    public void Dispose()
    {
        stopping.Cancel();
        listener.Close();
        stopping.Dispose();
    }

    string Add(string kind, string type, string text, string? tag = null)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        string digest = Digest(body);
        answers[$"/v2/app/{kind}/{digest}"] = (type, body);
        if (tag is not null)
            answers[$"/v2/app/{kind}/{tag}"] = (type, body);
        return digest;
    }

    static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        string path = context.Request.Url!.AbsolutePath;
        try
        {
            if (answers.TryGetValue(path, out var answer))
            {
                response.ContentType = answer.Type;
                response.Headers["Docker-Content-Digest"] = Digest(answer.Body);
                response.ContentLength64 = answer.Body.Length;
                if (context.Request.HttpMethod != "HEAD")
                    await response.OutputStream.WriteAsync(answer.Body, stopping.Token);
            }
            else if (path.EndsWith(layer, StringComparison.Ordinal))
            {
                response.ContentLength64 = LayerSize;
                await response.OutputStream.WriteAsync(new byte[LayerSize / 2], stopping.Token);
                await response.OutputStream.FlushAsync(stopping.Token);
                await Task.Delay(Timeout.Infinite, stopping.Token);
            }
            else
            {
                response.StatusCode = path == "/v2/" ? 200 : 404;
            }
        }
        catch (Exception e) when (e is HttpListenerException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // the engine disconnected, as intended
        }
    }
}
