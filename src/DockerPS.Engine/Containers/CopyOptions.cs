namespace DockerPS.Engine;

/// <summary>How to copy files.</summary>
public sealed record CopyOptions
{
    /// <summary>Whether a source that is a symbolic link is followed.</summary>
    public bool FollowLink { get; init; }

    /// <summary>Receives the number of bytes that were copied.</summary>
    public IProgress<TransferStatus>? Progress { get; init; }

    /// <summary>Receives the reason why something is not copied, as a sentence without its period.</summary>
    public Action<string>? Skipped { get; init; }
}
