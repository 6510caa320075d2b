using System.Management.Automation;

namespace DockerPS.Host;

/// <summary>A pipeline while it runs: may be stopped from any thread, at any time, and is over only when a stop has been carried out.</summary>
sealed class RunningPipeline(PowerShell powershell) : IDisposable
{
    readonly Lock gate = new();
    IAsyncResult? stopping;
    bool isOver;

    /// <summary>Stops the pipeline, if it still runs.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (!isOver)
                stopping ??= powershell.BeginStop(null, null);
        }
    }

    public void Dispose()
    {
        lock (gate)
            isOver = true;
        // a runspace takes no new pipeline while it stops one
        if (stopping is not null)
            powershell.EndStop(stopping);
    }
}
