using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>Sends a request whose answer is told while it goes on. Such an answer begins with 200 whatever happens later.</summary>
static class ProgressStream
{
    /// <summary>The messages of the answer, each as it comes.</summary>
    /// <param name="http">The engine.</param>
    /// <param name="request">The request.</param>
    /// <param name="errors">What an error becomes.</param>
    /// <param name="cancellationToken">Drops the connection, on which the engine stops.</param>
    public static async IAsyncEnumerable<ProgressWire> ReadAsync(
        EngineHttp http,
        EngineRequest request,
        ProgressErrors errors,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = await OpenAsync(http, request, errors, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var messages = JsonSequence.ReadAsync(stream, ProgressJson.Default.ProgressWire, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            await using (messages.ConfigureAwait(false))
            {
                while (await MoveNextAsync(http, request, messages, errors, cancellationToken).ConfigureAwait(false))
                {
                    var message = messages.Current;
                    if ((message.ErrorDetail?.Message ?? message.Error) is { Length: > 0 } error)
                        throw errors.InStream(error, message.ErrorDetail?.Code);
                    yield return message;
                }
            }
        }
    }

    static async Task<Stream> OpenAsync(EngineHttp http, EngineRequest request, ProgressErrors errors, CancellationToken cancellationToken)
    {
        try
        {
            return await http.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            throw errors.InAnswer(e);
        }
    }

    /// <summary>Tells what breaks a stream in the terms of this module.</summary>
    static async ValueTask<bool> MoveNextAsync(
        EngineHttp http,
        EngineRequest request,
        IAsyncEnumerator<ProgressWire> messages,
        ProgressErrors errors,
        CancellationToken cancellationToken)
    {
        try
        {
            return await messages.MoveNextAsync().ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw new EngineException(
                EngineError.Failed,
                request.Subject,
                $"The engine at {http.Endpoint.Address} sent an answer that is not the JSON expected of {request.Path}: {e.Message}",
                e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineErrors.Cut(http.Endpoint, request.Subject, e, errors.Lost);
        }
    }
}

/// <summary>What errors become that a long answer tells.</summary>
/// <param name="InStream">Makes the exception of an error in the middle: its sentence, and its code if it has one.</param>
/// <param name="InAnswer">Makes the exception of an answer that is an error from its first line.</param>
/// <param name="Lost">What to say when the connection is lost; null for what is said of any answer.</param>
sealed record ProgressErrors(
    Func<string, int?, EngineException> InStream,
    Func<EngineException, EngineException> InAnswer,
    LostWords? Lost = null);
