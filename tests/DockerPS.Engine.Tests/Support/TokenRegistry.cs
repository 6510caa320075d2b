using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>The test registry behind a server that only accepts a token, and issues the token for an identity token.</summary>
sealed class TokenRegistry : IDisposable
{
    /// <summary>The token that the server accepts.</summary>
    public const string Token = "opens-4711";

    /// <summary>The identity token.</summary>
    public const string IdentityToken = "who-4711";

    readonly HttpListener listener = new();
    readonly HttpClient behind = new();

    public TokenRegistry()
    {
        Address = $"127.0.0.1:{Engines.FindPort()}";
        listener.Prefixes.Add($"http://{Address}/");
        listener.Start();
        _ = listener.ServeAsync(AnswerAsync);
    }

    /// <summary>The registry behind the server.</summary>
    public static string Open => Variable("DOCKERPS_TEST_REGISTRY");

    /// <summary>Its host and port.</summary>
    public string Address { get; }

    /// <summary>The requests that were accepted.</summary>
    public ConcurrentQueue<string> LetIn { get; } = [];

    /// <summary>The value from the test setup.</summary>
    public static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"The environment variable {name} must be set for the tests: run them with build.ps1 Test, which starts registries.");

    public void Dispose()
    {
        listener.Close();
        behind.Dispose();
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        // an engine that posts on a connection which is being closed does not try again
        response.KeepAlive = false;
        try
        {
            if (context.Request.Url!.AbsolutePath == "/token")
                await GiveTokenAsync(context.Request, response);
            else if (context.Request.Headers["Authorization"] == "Bearer " + Token)
                await PassAsync(context.Request, response);
            else
                Refuse(response, $"Bearer realm=\"http://{Address}/token\",service=\"tests\"");
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // the engine disconnected
        }
    }

    static async Task GiveTokenAsync(HttpListenerRequest request, HttpListenerResponse response)
    {
        using var reader = new StreamReader(request.InputStream);
        string form = await reader.ReadToEndAsync();
        if (form.Split('&').Contains("refresh_token=" + IdentityToken))
            await response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes($$"""{ "access_token": "{{Token}}", "expires_in": 300 }"""));
        else
            Refuse(response, "Basic realm=\"tests\"");
    }

    static void Refuse(HttpListenerResponse response, string challenge)
    {
        response.StatusCode = 401;
        response.Headers["WWW-Authenticate"] = challenge;
    }

    async Task PassAsync(HttpListenerRequest request, HttpListenerResponse response)
    {
        using var passed = new HttpRequestMessage(new HttpMethod(request.HttpMethod), new Uri($"http://{Open}{request.RawUrl}"));
        foreach (string accepted in request.Headers.GetValues("Accept") ?? [])
            passed.Headers.TryAddWithoutValidation("Accept", accepted);
        using var answer = await behind.SendAsync(passed);
        LetIn.Enqueue(request.RawUrl!);
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (answer.Headers.TryGetValues("Docker-Content-Digest", out var digest))
            response.Headers["Docker-Content-Digest"] = digest.Single();
        response.ContentLength64 = answer.Content.Headers.ContentLength ?? 0;
        if (request.HttpMethod != "HEAD")
            await answer.Content.CopyToAsync(response.OutputStream);
    }
}
