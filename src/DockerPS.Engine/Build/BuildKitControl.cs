using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace DockerPS.Engine;

/// <summary>BuildKit's own interface, which an engine offers beside its API for builds: it takes what that API has no words for.</summary>
/// <remarks>Source: Engine API, <c>POST /grpc</c>, and service Control of github.com/moby/buildkit, api/services/control/control.proto.</remarks>
sealed class BuildKitControl : IDisposable
{
    const string Service = "/moby.buildkit.v1.Control/";
    const int HeadLength = 5;
    const int MostMessage = 64 * 1024 * 1024;

    /// <summary>How long the last words of a build that failed may take.</summary>
    static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(5);

    static readonly MediaTypeHeaderValue ContentType = new("application/grpc");

    readonly UpgradedConnection connection;
    readonly HttpMessageInvoker invoker;

    BuildKitControl(UpgradedConnection connection)
    {
        this.connection = connection;
        invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => ValueTask.FromResult(connection.Stream),
            UseProxy = false,
        });
    }

    /// <summary>
    /// Builds, and tells of it in the messages in which the API for builds would: steps as they go on, an error, at the end the id of the image.
    /// </summary>
    /// <param name="http">The engine.</param>
    /// <param name="solve">What to build.</param>
    /// <param name="subject">The build, for an error.</param>
    /// <param name="errors">What an error becomes.</param>
    /// <param name="cancellationToken">Stops the build in the engine too.</param>
    public static async IAsyncEnumerable<ProgressWire> BuildAsync(EngineHttp http, SolveRequest solve, Subject subject, ProgressErrors errors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opened = await http.UpgradeAsync(EngineRequest.Post("/grpc", subject).Since(1, 39), EngineHttp.SessionProtocol, cancellationToken).ConfigureAwait(false);
        using var control = new BuildKitControl(opened);
        var messages = Channel.CreateUnbounded<ProgressWire>();
        var building = control.BuildAsync(solve, messages.Writer, cancellationToken);
        await foreach (var message in messages.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            yield return message;
        string? imageId;
        try
        {
            imageId = await building.ConfigureAwait(false);
        }
        catch (ControlException e)
        {
            throw errors.InStream(e.Message, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineErrors.Cut(http.Endpoint, subject, e);
        }
        if (imageId is not null)
            yield return new ProgressWire { Id = "moby.image.id", Aux = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["ID"] = imageId }, ControlJson.Default.DictionaryStringString) };
    }

    /// <inheritdoc />
    public void Dispose()
    {
        invoker.Dispose();
        connection.Dispose();
    }

    async Task<string?> BuildAsync(SolveRequest solve, ChannelWriter<ProgressWire> told, CancellationToken cancellationToken)
    {
        using var telling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var status = TellAsync(solve.Id, told, telling.Token);
        try
        {
            string? imageId = null;
            await foreach (var answer in CallAsync("Solve", solve.ToMessage(), cancellationToken).ConfigureAwait(false))
                imageId = FindImageId(answer) ?? imageId;
            // what is left to tell comes before the end of the status
            await status.ConfigureAwait(false);
            return imageId;
        }
        catch (ControlException)
        {
            await Task.WhenAny(status, Task.Delay(LastWordsLimit, CancellationToken.None)).ConfigureAwait(false);
            throw;
        }
        finally
        {
            await telling.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(status).ConfigureAwait(false);
            _ = status.Exception;
            told.TryComplete();
        }
    }

    async Task TellAsync(string id, ChannelWriter<ProgressWire> told, CancellationToken cancellationToken)
    {
        await foreach (var trace in CallAsync("Status", new ProtobufWriter().Text(1, id).Written, cancellationToken).ConfigureAwait(false))
            await told.WriteAsync(new ProgressWire { Id = BuildMonitor.TraceId, Aux = JsonSerializer.SerializeToElement(Convert.ToBase64String(trace), ControlJson.Default.String) }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Calls a method with one message, and returns each message of its answer.</summary>
    async IAsyncEnumerable<byte[]> CallAsync(string method, ReadOnlyMemory<byte> message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] body = new byte[HeadLength + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), message.Length);
        message.CopyTo(body.AsMemory(HeadLength));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://buildkit" + Service + method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = ContentType } },
        };
        request.Headers.TE.ParseAdd("trailers");
        using var response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        ThrowIfFailed(response.Headers);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] head = new byte[HeadLength];
        while (await stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == HeadLength)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(1));
            if (head[0] != 0 || length > MostMessage)
                throw new IOException("BuildKit sent a message that is compressed or too long.");
            byte[] answer = new byte[length];
            await stream.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
            yield return answer;
        }
        ThrowIfFailed(response.TrailingHeaders);
    }

    static void ThrowIfFailed(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("grpc-status", out var status) || status.First() == "0")
            return;
        string message = headers.TryGetValues("grpc-message", out var told) ? Uri.UnescapeDataString(told.First()) : string.Create(CultureInfo.InvariantCulture, $"BuildKit answered with status {status.First()}");
        throw new ControlException(message);
    }

    static string? FindImageId(byte[] answer)
    {
        string? found = null;
        var reader = new ProtobufReader(answer);
        while (reader.Next())
        {
            if (reader.Field != 1)
                continue;
            string key = "";
            string value = "";
            var entry = new ProtobufReader(reader.Data);
            while (entry.Next())
            {
                if (entry.Field == 1)
                    key = entry.Text;
                else if (entry.Field == 2)
                    value = entry.Text;
            }
            if (key == "containerimage.digest")
                found = value;
        }
        return found;
    }

    /// <summary>BuildKit's refusal.</summary>
    sealed class ControlException(string message) : Exception(message);
}

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, string>))]
sealed partial class ControlJson : JsonSerializerContext;
