using System.Diagnostics;
using System.Management.Automation;
using DockerPS.Formatting;
using DockerPS.Pipeline;

namespace DockerPS.Progress;

/// <summary>
/// A progress record that can be updated from any thread at any rate: it is shown at most ten times per second, on the pipeline thread.
/// </summary>
sealed class ProgressBar
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    readonly IPipelineOutput pipeline;
    readonly object gate = new();
    readonly int id;
    readonly string activity;
    readonly int parent;
    readonly TimeSpan delay;
    (string Status, int Percent) latest;
    long lastShown;
    bool isWaiting;
    bool isShown;
    bool isComplete;

    /// <param name="pipeline">The pipeline that shows it.</param>
    /// <param name="id">The number of the bar, unique within the pipeline.</param>
    /// <param name="activity">The activity.</param>
    /// <param name="parent">The number of the parent bar; -1 for none.</param>
    /// <param name="delay">How long to wait before the bar is shown, since shorter operations do not need one.</param>
    public ProgressBar(IPipelineOutput pipeline, int id, string activity, int parent = -1, TimeSpan delay = default)
    {
        this.pipeline = pipeline;
        this.id = id;
        this.activity = activity;
        this.parent = parent;
        this.delay = delay;
    }

    /// <summary>Updates the status.</summary>
    /// <param name="status">The text beside the bar.</param>
    /// <param name="percent">0 to 100; -1 if unknown.</param>
    public void Report(string status, int percent)
    {
        TimeSpan wait;
        lock (gate)
        {
            latest = (status, percent);
            if (isWaiting || isComplete)
                return;
            isWaiting = true;
            wait = isShown ? Interval - Stopwatch.GetElapsedTime(lastShown) : delay;
        }
        if (wait <= TimeSpan.Zero)
            Show();
        else
            _ = Task.Delay(wait).ContinueWith(_ => Show(), TaskScheduler.Default);
    }

    /// <summary>Removes the bar.</summary>
    public void Complete()
    {
        lock (gate)
        {
            if (isComplete)
                return;
            isComplete = true;
            if (!isShown)
                return;
        }
        pipeline.Post(() => Write("Done", 100, ProgressRecordType.Completed));
    }

    /// <summary>
    /// Shows the latest update: the text of a long step must not be lost because another update was shown just before it.
    /// </summary>
    void Show()
    {
        (string Status, int Percent) shown;
        lock (gate)
        {
            isWaiting = false;
            if (isComplete)
                return;
            isShown = true;
            lastShown = Stopwatch.GetTimestamp();
            shown = latest;
        }
        pipeline.Post(() => Write(shown.Status, shown.Percent, ProgressRecordType.Processing));
    }

    void Write(string status, int percent, ProgressRecordType type)
    {
        string shown = status.Length == 0 ? " " : VisibleText.Of(status);
        pipeline.WriteProgress(new ProgressRecord(id, VisibleText.Of(activity), shown)
        {
            PercentComplete = Math.Clamp(percent, -1, 100),
            ParentActivityId = parent,
            RecordType = type,
        });
    }
}
