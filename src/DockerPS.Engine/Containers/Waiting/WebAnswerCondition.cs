namespace DockerPS.Engine;

/// <summary>A web server gives the expected answer at an address.</summary>
sealed class WebAnswerCondition(ContainerService containers, Uri uri, ContainerReadiness readiness) : PolledCondition(containers)
{
    static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public override string What => $"to answer at {uri}";

    /// <inheritdoc />
    protected override async Task<bool> IsReadyAsync(ContainerDetail container, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(AnswerLimit);
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
            using var answer = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            bool isExpected = readiness.StatusCodes.Count > 0
                ? readiness.StatusCodes.Contains((int)answer.StatusCode)
                : (int)answer.StatusCode < 400;
            if (!isExpected || readiness.BodyPattern is null)
                return isExpected;
            return readiness.BodyPattern.IsMatch(await answer.Content.ReadAsStringAsync(limit.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (
            e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
