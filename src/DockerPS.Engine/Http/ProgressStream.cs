using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>Sends a request whose response reports progress. Such a response begins with status 200, whatever happens later.</summary>
static class ProgressStream
{
    /// <summary>The messages of the response, as they arrive.</summary>
    /// <param name="http">The engine.</param>
    /// <param name="request">The request.</param>
    /// <param name="errors">Converts errors.</param>
    /// <param name="cancellationToken">Closes the connection, which makes the engine stop.</param>
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

    /// <summary>Converts the failure of a stream to an exception of this module.</summary>
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
                $"The engine at {http.Endpoint.Address} sent a response to {request.Path} that is not the expected JSON: {e.Message}",
                e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineErrors.Cut(http.Endpoint, request.Subject, e, errors.Lost);
        }
    }
}

/// <summary>Creates the exceptions for errors in a response with progress.</summary>
/// <param name="InStream">Creates the exception for an error in the middle, from its message, and its code if it has one.</param>
/// <param name="InAnswer">Creates the exception for a response that is an error from the beginning.</param>
/// <param name="Lost">What to say if the connection is lost; null for the usual message.</param>
sealed record ProgressErrors(
    Func<string, int?, EngineException> InStream,
    Func<EngineException, EngineException> InAnswer,
    LostWords? Lost = null);
