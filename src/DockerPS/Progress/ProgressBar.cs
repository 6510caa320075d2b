using System.Diagnostics;
using System.Management.Automation;
using DockerPS.Formatting;
using DockerPS.Pipeline;

namespace DockerPS.Progress;

/// <summary>A progress record that may be told of from any thread as often as it likes: it is shown ten times a second, on the pipeline thread.</summary>
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

    /// <param name="pipeline">Where it is shown.</param>
    /// <param name="id">Its number among those of the same pipeline.</param>
    /// <param name="activity">What goes on.</param>
    /// <param name="parent">The number of the bar that it is a part of; -1 for none.</param>
    /// <param name="delay">How long it waits before it is shown, since what is done by then needs no bar.</param>
    public ProgressBar(IPipelineOutput pipeline, int id, string activity, int parent = -1, TimeSpan delay = default)
    {
        this.pipeline = pipeline;
        this.id = id;
        this.activity = activity;
        this.parent = parent;
        this.delay = delay;
    }

    /// <summary>Says how far it is.</summary>
    /// <param name="status">The text beside the bar.</param>
    /// <param name="percent">0 to 100; -1 when nobody knows.</param>
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

    /// <summary>Takes it off the screen.</summary>
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

    /// <summary>Shows what was told last: the text of a step that takes long must not be lost to one that was shown just before.</summary>
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

    void Write(string status, int percent, ProgressRecordType type) => pipeline.WriteProgress(new ProgressRecord(id, VisibleText.Of(activity), status.Length == 0 ? " " : VisibleText.Of(status))
    {
        PercentComplete = Math.Clamp(percent, -1, 100),
        ParentActivityId = parent,
        RecordType = type,
    });
}
