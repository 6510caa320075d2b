namespace DockerPS.Engine;

/// <summary>Counts the bytes of contents that are sent, on whichever threads that happens, and tells of them.</summary>
sealed class UploadCounter(IProgress<TransferStatus>? progress)
{
    long total;

    /// <summary>The bytes so far.</summary>
    public long Total => Interlocked.Read(ref total);

    /// <summary>Counts.</summary>
    public void Add(int count)
    {
        long sum = Interlocked.Add(ref total, count);
        progress?.Report(new TransferStatus("", "Sending", sum, null));
    }
}
