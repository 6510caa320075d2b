namespace DockerPS.Engine;

/// <summary>Counts and reports the content bytes that are sent, on any thread.</summary>
sealed class UploadCounter(IProgress<TransferStatus>? progress)
{
    long total;

    /// <summary>The bytes so far.</summary>
    public long Total => Interlocked.Read(ref total);

    /// <summary>Adds to the count.</summary>
    public void Add(int count)
    {
        long sum = Interlocked.Add(ref total, count);
        progress?.Report(new TransferStatus("", "Sending", sum, null));
    }
}
