using DockerPS.Engine;
using DockerPS.Formatting;
using DockerPS.Pipeline;

namespace DockerPS.Progress;

/// <summary>
/// Shows a running build: one progress record with the current step, its last line and the bytes transferred, and every line on the
/// information stream.
/// </summary>
sealed class BuildDisplay : IProgress<TransferStatus>, IDisposable
{
    readonly IPipelineOutput pipeline;
    readonly ProgressBar bar;
    readonly BuildLineWriter? plain;
    readonly object gate = new();
    readonly Dictionary<string, (long Done, long Total)> parts = new(StringComparer.Ordinal);
    string activity = "";
    string lastLine = "";
    int percent = -1;

    /// <param name="pipeline">The pipeline that shows it.</param>
    /// <param name="title">The name of the build.</param>
    /// <param name="style">The progress style.</param>
    public BuildDisplay(IPipelineOutput pipeline, string title, BuildProgressStyle style)
    {
        this.pipeline = pipeline;
        bar = new ProgressBar(pipeline, 1, title);
        plain = style == BuildProgressStyle.Plain ? new BuildLineWriter(pipeline) : null;
    }

    /// <summary>Reports the transfer of the context, or a pull before the first step. May be called from any thread.</summary>
    public void Report(TransferStatus value)
    {
        lock (gate)
        {
            if (value.Current is not { } done)
                return;
            // unpacking counts the same bytes a second time, and so does the builder for bytes that this side sends
            if (value.Activity != "Extracting"
                && !(parts.ContainsKey("") && value.Item.StartsWith("transferring ", StringComparison.Ordinal)))
                parts[value.Item] = (done, value.Total ?? 0);
            if (value.Item.Length == 0)
                activity = value.Activity;
        }
        Show();
    }

    /// <summary>Shows an event from the builder.</summary>
    public void Tell(BuildEvent change)
    {
        switch (change)
        {
            case BuildStepStarted step:
                Begin(step.Step, 100 * (step.Number - 1) / Math.Max(1, step.Known));
                WriteLine(new BuildLogLine(step.Step, step.Step, IsError: false));
                break;
            case BuildStepEnded { IsCached: true } step:
                WriteLine(new BuildLogLine(step.Step, $"CACHED {step.Step}", IsError: false));
                break;
            case BuildOutput output:
                lock (gate)
                    (activity, lastLine) = (output.Line.Step, output.Line.Text);
                Show();
                WriteLine(output.Line);
                break;
            case BuildTransfer transfer:
                Report(transfer.Status);
                break;
        }
        plain?.Tell(change);
    }

    /// <summary>Removes the progress record.</summary>
    public void Dispose() => bar.Complete();

    void Begin(string step, int done)
    {
        lock (gate)
        {
            (activity, lastLine, percent) = (step, "", done);
            parts.Clear();
        }
        Show();
    }

    void WriteLine(BuildLogLine line)
    {
        if (plain is null)
            pipeline.WriteInformation(line, ["Build"]);
    }

    void Show()
    {
        if (plain is not null)
            return;
        lock (gate)
        {
            long done = parts.Values.Sum(static part => part.Done);
            long total = parts.Values.All(static part => part.Total > 0) ? parts.Values.Sum(static part => part.Total) : 0;
            string bytes = done == 0 ? "" : total > done ? $" ({Cell.Size(done)} of {Cell.Size(total)})" : $" ({Cell.Size(done)})";
            string line = lastLine.Length > 0 && lastLine != activity ? $": {lastLine}" : "";
            bar.Report(activity + line + bytes, percent);
        }
    }
}
