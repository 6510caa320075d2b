namespace DockerPS.Engine;

/// <summary>Sends a tar that the builder downloads from the session like a URL.</summary>
/// <remarks>Source: github.com/moby/buildkit, session/upload and source/http.</remarks>
/// <param name="makeBody">Creates the content, which can be read once.</param>
sealed class UploadService(Func<HttpContent> makeBody)
{
    /// <summary>The method.</summary>
    public const string Pull = "/moby.upload.v1.Upload/Pull";

    const string PathKey = "urlpath";
    const string Host = "http://buildkit-session";

    readonly string path = $"/{Guid.NewGuid():N}";
    int isAsked;

    /// <summary>The URL for the builder.</summary>
    public string Address => Host + path;

    /// <summary>Sends the content.</summary>
    public async Task PullAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        if (call.FindMetadata(PathKey) != path || Interlocked.Exchange(ref isAsked, 1) != 0)
            throw new GrpcException(GrpcStatus.NotFound, "There is nothing more to be fetched.");
        using var body = makeBody();
        var output = new CallOutput(call);
        await using (output.ConfigureAwait(false))
            await body.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
    }
}
