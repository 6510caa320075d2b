namespace DockerPS.Engine.Tests;

/// <summary>Hands on what is told of a transfer, on the thread that tells it.</summary>
sealed class Progress(Action<TransferStatus> report) : IProgress<TransferStatus>
{
    public void Report(TransferStatus value) => report(value);
}
