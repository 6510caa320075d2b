using System.Globalization;
using System.Net;
using System.Text;

namespace DockerPS.Engine;

/// <summary>Sends a request without a body, with each value of a header in a separate line, and reads just the response.</summary>
/// <remarks>Source: RFC 9112.</remarks>
static class HandMadeRequest
{
    const int MostHead = 32 * 1024;
    const int MostBody = 64 * 1024;

    /// <summary>
    /// Sends a request. The response is complete, unless it switches protocols: then the connection continues with the new protocol.
    /// </summary>
    /// <exception cref="HttpRequestException">The server does not speak HTTP, or closes the connection.</exception>
    public static async Task<HttpResponseMessage> SendAsync(Stream stream, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(MakeHead(request)), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        HttpResponseMessage response;
        do
        {
            response = await ReadHeadAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        while ((int)response.StatusCode < 200 && response.StatusCode != HttpStatusCode.SwitchingProtocols);
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
            await ReadBodyAsync(stream, response, cancellationToken).ConfigureAwait(false);
        return response;
    }

    static string MakeHead(HttpRequestMessage request)
    {
        var head = new StringBuilder($"{request.Method} {request.RequestUri!.PathAndQuery} HTTP/1.1\r\nContent-Length: 0\r\n");
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            foreach (string value in values)
            {
                if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
                    throw new ArgumentException($"The value of the header {name} has a line break.", nameof(request));
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }
        return head.Append("\r\n").ToString();
    }

    static async ValueTask<HttpResponseMessage> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        string[] status = (await ReadLineAsync(stream, MostHead, cancellationToken).ConfigureAwait(false)).Split(' ', 3);
        if (status.Length < 2
            || !status[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            || code is < 100 or > 599)
            throw NoHttp();
        var response = new HttpResponseMessage((HttpStatusCode)code) { Content = new ByteArrayContent([]) };
        int rest = MostHead;
        while (await ReadLineAsync(stream, rest, cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            rest -= line.Length;
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw NoHttp();
            string value = line[(colon + 1)..].Trim();
            if (!response.Headers.TryAddWithoutValidation(line[..colon], value))
                response.Content.Headers.TryAddWithoutValidation(line[..colon], value);
        }
        return response;
    }

    /// <summary>Reads the response; if it is too long, just the beginning.</summary>
    static async Task ReadBodyAsync(Stream stream, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var headers = response.Content.Headers;
        using var body = new MemoryStream();
        if (response.Headers.TransferEncodingChunked == true)
        {
            while (await ReadChunkLengthAsync(stream, cancellationToken).ConfigureAwait(false) is > 0 and var length
                && body.Length + length <= MostBody)
            {
                await CopyAsync(stream, body, length, cancellationToken).ConfigureAwait(false);
                await ReadLineAsync(stream, 2, cancellationToken).ConfigureAwait(false);
            }
        }
        else
        {
            await CopyAsync(stream, body, (int)Math.Min(headers.ContentLength ?? MostBody, MostBody), cancellationToken)
                .ConfigureAwait(false);
        }
        response.Content = new ByteArrayContent(body.ToArray());
    }

    static async ValueTask<int> ReadChunkLengthAsync(Stream stream, CancellationToken cancellationToken)
    {
        string line = await ReadLineAsync(stream, MostHead, cancellationToken).ConfigureAwait(false);
        return int.TryParse(line.Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int length) && length >= 0
            ? length
            : throw NoHttp();
    }

    static async Task CopyAsync(Stream stream, MemoryStream body, int length, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[length];
        int count = await stream.ReadAtLeastAsync(buffer, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        body.Write(buffer, 0, count);
    }

    /// <summary>Reads a line without its end, byte by byte, since everything after the headers belongs to someone else.</summary>
    static async ValueTask<string> ReadLineAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        byte[] octet = new byte[1];
        while (true)
        {
            if (await stream.ReadAsync(octet, cancellationToken).ConfigureAwait(false) == 0)
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            if (octet[0] == '\n')
                return line.ToString().TrimEnd('\r');
            if (line.Length >= most)
                throw NoHttp();
            line.Append((char)octet[0]);
        }
    }

    static HttpRequestException NoHttp() => new(HttpRequestError.InvalidResponse);
}
