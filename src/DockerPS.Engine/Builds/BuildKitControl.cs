using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace DockerPS.Engine;

/// <summary>BuildKit's own interface, which supports more than the build API.</summary>
/// <remarks>Source: service Control of github.com/moby/buildkit, api/services/control/control.proto.</remarks>
sealed class BuildKitControl : IAsyncDisposable
{
    const string Service = "/moby.buildkit.v1.Control/";

    /// <summary>The key under which an engine reports the address for <c>host-gateway</c>.</summary>
    const string HostGatewayLabel = "org.mobyproject.buildkit.worker.moby.host-gateway-ip";

    /// <summary>The oldest API version whose engines may mix steps: seen in 29.7 (1.55), not in 28.5 (1.51).</summary>
    static readonly Version MixingVersion = new(1, 52);

    /// <summary>How long to wait for the last messages of a failed build.</summary>
    static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(5);

    readonly GrpcChannel channel;

    BuildKitControl(GrpcChannel channel, PingResult engine, string? hostGateway, bool takesSessions)
    {
        this.channel = channel;
        HostGateway = hostGateway;
        MixesSteps = engine.ApiVersion >= MixingVersion;
        SessionChannel = takesSessions ? channel : null;
    }

    /// <summary>The address of <c>host-gateway</c>; null if the engine does not report it.</summary>
    public string? HostGateway { get; }

    /// <summary>
    /// Whether a step may come from the cache although a stage before it ran again: once one of the steps before it has run, BuildKit
    /// identifies it by their text.
    /// </summary>
    public bool MixesSteps { get; }

    /// <summary>The connection for a session; null for the engine's API.</summary>
    public GrpcChannel? SessionChannel { get; }

    /// <summary>Opens the interface at the address of the engine's API; null if the engine does not serve it there.</summary>
    public static Task<BuildKitControl?> TryOpenAsync(EngineHttp http, CancellationToken cancellationToken) =>
        http.OpenRpcAsync((channel, token) => OpenAsync(http, channel, takesSessions: true, token), cancellationToken);

    /// <summary>Opens the interface on a connection that the engine hands over.</summary>
    public static async Task<BuildKitControl> UpgradeAsync(EngineHttp http, Subject subject, CancellationToken cancellationToken)
    {
        var channel = await http.UpgradeToRpcAsync(subject, cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenAsync(http, channel, takesSessions: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            if (e is GrpcException or IOException)
                throw EngineErrors.Cut(http.Endpoint, subject, e);
            throw;
        }
    }

    /// <summary>
    /// Builds, and returns the same messages as the build API: steps as they progress, an error, and finally the id of the image.
    /// </summary>
    /// <param name="http">The engine.</param>
    /// <param name="solve">The request.</param>
    /// <param name="subject">The build, for errors.</param>
    /// <param name="errors">Converts errors.</param>
    /// <param name="cancellationToken">Also stops the build in the engine.</param>
    public async IAsyncEnumerable<ProgressWire> BuildAsync(
        EngineHttp http,
        SolveRequest solve,
        Subject subject,
        ProgressErrors errors,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var messages = Channel.CreateUnbounded<ProgressWire>();
        var building = BuildAsync(solve, messages.Writer, ending.Token);
        string? imageId;
        try
        {
            await foreach (var message in messages.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return message;
        }
        finally
        {
            // a caller that stops reading no longer wants the build
            if (!building.IsCompleted)
                await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(building).ConfigureAwait(false);
        }
        try
        {
            imageId = await building.ConfigureAwait(false);
        }
        catch (GrpcException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw errors.InStream(e.Message, null);
        }
        catch (IOException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineErrors.Cut(http.Endpoint, subject, e);
        }
        if (imageId is not null)
            yield return new ProgressWire
            {
                Id = "moby.image.id",
                Aux = JsonSerializer.SerializeToElement(
                    new Dictionary<string, string> { ["ID"] = imageId },
                    ControlJson.Default.DictionaryStringString),
            };
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => channel.DisposeAsync();

    static async Task<BuildKitControl> OpenAsync(
        EngineHttp http,
        GrpcChannel channel,
        bool takesSessions,
        CancellationToken cancellationToken)
    {
        var workers = await channel.CallOnceAsync(Service + "ListWorkers", GrpcMessages.Empty, cancellationToken).ConfigureAwait(false);
        string? hostGateway = null;
        GrpcMessages.Read(workers, (field, worker) =>
        {
            if (field == 1)
                hostGateway ??= FindPair(worker.Data, 2, HostGatewayLabel);
        });
        return new BuildKitControl(channel, await http.GetPingAsync(cancellationToken).ConfigureAwait(false), hostGateway, takesSessions);
    }

    async Task<string?> BuildAsync(SolveRequest solve, ChannelWriter<ProgressWire> told, CancellationToken cancellationToken)
    {
        using var telling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var status = TellAsync(solve.Id, told, telling.Token);
        try
        {
            var answer = await channel.CallOnceAsync(Service + "Solve", solve.ToMessage(), cancellationToken).ConfigureAwait(false);
            // remaining messages arrive before the end of the status stream
            await status.ConfigureAwait(false);
            return FindPair(answer.Span, 1, "containerimage.digest");
        }
        catch (GrpcException)
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
        await foreach (var trace in channel.CallAsync(
            Service + "Status",
            new ProtobufWriter().Text(1, id).Written,
            cancellationToken).ConfigureAwait(false))
            await told.WriteAsync(
                new ProgressWire
                {
                    Id = BuildMonitor.TraceId,
                    Aux = JsonSerializer.SerializeToElement(Convert.ToBase64String(trace.Span), ControlJson.Default.String),
                },
                cancellationToken)
                .ConfigureAwait(false);
    }

    /// <summary>The value of a key in a field of pairs; null if it is not there.</summary>
    static string? FindPair(ReadOnlySpan<byte> message, int field, string wanted)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field != field)
                continue;
            string key = "";
            string value = "";
            var pair = new ProtobufReader(reader.Data);
            while (pair.Next())
            {
                if (pair.Field == 1)
                    key = pair.Text;
                else if (pair.Field == 2)
                    value = pair.Text;
            }
            if (key == wanted)
                return value;
        }
        return null;
    }
}

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, string>))]
sealed partial class ControlJson : JsonSerializerContext;
