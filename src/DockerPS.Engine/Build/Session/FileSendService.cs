namespace DockerPS.Engine;

/// <summary>Takes the result of a build that is to become files of this machine.</summary>
/// <remarks>
/// Source: github.com/moby/buildkit, session/filesync. A folder is asked for as a tar, too: it is unpacked as it comes, by what unpacks every other
/// tar of an engine.
/// </remarks>
/// <param name="result">What takes it.</param>
sealed class FileSendService(BuildResultFiles result)
{
    int calls;

    /// <summary>What it serves.</summary>
    public IEnumerable<KeyValuePair<string, Func<GrpcCall, Task>>> Methods => [new("/moby.filesync.v1.FileSend/DiffCopy", TakeAsync)];

    async Task TakeAsync(GrpcCall call)
    {
        if (Interlocked.Increment(ref calls) > 1)
            throw new GrpcException(GrpcStatus.InvalidArgument, "the build has one result, which was sent already");
        call.Limit = GrpcCall.GreatestLimit;
        var content = new BytesMessages(call);
        await using (content.ConfigureAwait(false))
            await result.TakeAsync(content, call.Ended).ConfigureAwait(false);
    }
}
