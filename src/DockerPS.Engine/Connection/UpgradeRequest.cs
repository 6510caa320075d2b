using System.Globalization;
using System.Net;
using System.Text;

namespace DockerPS.Engine;

/// <summary>A request that turns a connection into one of another protocol, written and answered by hand.</summary>
static class UpgradeRequest
{
    const int LongestHead = 64 * 1024;
    const int LongestBody = 64 * 1024;

    /// <summary>Sends the request and reads its answer, and nothing of what follows it.</summary>
    public static async Task<HttpResponseMessage> SendAsync(Stream stream, HttpRequestMessage request, string protocol, CancellationToken cancellationToken)
    {
        // not every stream ends a read or a write that waits when its token is cancelled
        using var closing = cancellationToken.UnsafeRegister(static stream => ((Stream)stream!).Dispose(), stream);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Format(request, protocol)), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            string[] head = await ReadHeadAsync(stream, cancellationToken).ConfigureAwait(false);
            var response = new HttpResponseMessage(ReadStatus(head[0]));
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
                response.Content = new ByteArrayContent(await ReadBodyAsync(stream, head, cancellationToken).ConfigureAwait(false));
            return response;
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    static string Format(HttpRequestMessage request, string protocol)
    {
        var text = new StringBuilder($"{request.Method} {request.RequestUri!.PathAndQuery} HTTP/1.1\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Host: {request.RequestUri.Authority}\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\nContent-Length: 0\r\n");
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            foreach (string value in values)
                text.Append(name).Append(": ").Append(value).Append("\r\n");
        }
        return text.Append("\r\n").ToString();
    }

    static async Task<string[]> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (head.Length < 4 || head[^1] != '\n' || head[^2] != '\r' || head[^3] != '\n')
        {
            if (head.Length == LongestHead)
                throw new HttpRequestException(HttpRequestError.InvalidResponse, "The answer has no end.");
            // one by one, since what follows belongs to the other protocol
            if (await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer ended.");
            head.Append((char)one[0]);
        }
        return head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    static HttpStatusCode ReadStatus(string line) =>
        line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Split(' ') is [_, var code, ..] && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 100 and < 600
            ? (HttpStatusCode)status
            : throw new HttpRequestException(HttpRequestError.InvalidResponse, "The answer is not HTTP.");

    /// <summary>The body of an error, which is short: by its length, or until the connection is closed.</summary>
    static async Task<byte[]> ReadBodyAsync(Stream stream, string[] head, CancellationToken cancellationToken)
    {
        const string Name = "content-length:";
        string? told = Array.Find(head, static line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))?[Name.Length..];
        int length = int.TryParse(told, CultureInfo.InvariantCulture, out int value) && value is >= 0 and < LongestBody ? value : LongestBody;
        byte[] body = new byte[length];
        int count = await stream.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return body[..count];
    }
}
