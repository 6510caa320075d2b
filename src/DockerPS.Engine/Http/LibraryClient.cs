using System.Text;
using Docker.DotNet;
using Docker.DotNet.Handler.Abstractions;
using Microsoft.Extensions.Logging;

namespace DockerPS.Engine;

/// <summary>
/// The client library over this module's transport. It is used for calls with large typed bodies; calls that have to be fast, that stream,
/// or that the library breaks only use <see cref="EngineHttp" />.
/// </summary>
sealed class LibraryClient(EngineHttp http) : IDisposable
{
    readonly SemaphoreSlim making = new(1, 1);
    DockerClient? client;

    /// <summary>Makes a call through the library, with this module's errors.</summary>
    public async Task<T> CallAsync<T>(Subject subject, Func<DockerClient, Task<T>> call, CancellationToken cancellationToken)
    {
        var library = await GetClientAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await call(library).ConfigureAwait(false);
        }
        catch (DockerApiException e)
        {
            throw EngineErrors.FromAnswer(subject, e.StatusCode, Encoding.UTF8.GetBytes(e.ResponseBody ?? ""));
        }
        catch (Exception e) when (EngineErrors.FindEngineException(e) is { } known && !ReferenceEquals(e, known))
        {
            throw known;
        }
    }

    public void Dispose()
    {
        client?.Dispose();
        making.Dispose();
    }

    async ValueTask<DockerClient> GetClientAsync(CancellationToken cancellationToken)
    {
        if (client is { } known)
            return known;
        var version = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        await making.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return client ??= new DockerClientBuilder()
                .WithApiVersion(version)
                .WithEndpoint(http.Transport.BaseAddress)
                .WithTimeout(Timeout.InfiniteTimeSpan)
                .WithTransportOptions(new HandlerFactory(http), http.Transport)
                .Build();
        }
        finally
        {
            making.Release();
        }
    }

    /// <summary>Gives the library this module's transport. It never requests an upgraded connection here.</summary>
    sealed class HandlerFactory(EngineHttp http) : IDockerHandlerFactory<EngineTransport>
    {
        public ResolvedTransport CreateHandler(ResolvedClientOptions options, ILogger logger) =>
            CreateHandler(http.Transport, options, logger);

        public ResolvedTransport CreateHandler(EngineTransport options, ResolvedClientOptions clientOptions, ILogger logger) =>
            new(new Handler(http), options.BaseAddress);

        public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) =>
            throw new NotSupportedException("Upgraded connections are this module's own.");
    }

    /// <summary>Sends the library's requests, with this module's log and errors. The library must not dispose of the transport.</summary>
    sealed class Handler(EngineHttp http) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            http.SendLibraryMessageAsync(request, cancellationToken);
    }
}
