namespace DockerPS.Engine.Tests;

/// <summary>Passes on progress reports, on the reporting thread.</summary>
sealed class Progress(Action<TransferStatus> report) : IProgress<TransferStatus>
{
    public void Report(TransferStatus value) => report(value);
}
