using DockerPS.Engine;
using DockerPS.Formatting;
using DockerPS.Pipeline;

namespace DockerPS.Progress;

/// <summary>Shows the progress of a transfer: a bar for the whole transfer, and one for each layer in progress.</summary>
sealed class TransferProgress : IProgress<TransferStatus>, IDisposable
{
    const string Extracting = "Extracting";

    readonly IPipelineOutput pipeline;
    readonly object gate = new();
    readonly ProgressBar whole;
    readonly int id;
    readonly long? expected;
    readonly Dictionary<string, Part> parts = new(StringComparer.Ordinal);

    /// <param name="pipeline">The pipeline that shows it.</param>
    /// <param name="activity">The activity, such as <c>Pulling busybox:latest</c>.</param>
    /// <param name="id">The number of the first bar, unique within the pipeline.</param>
    /// <param name="expected">The approximate number of bytes, in case the other side does not say; null if unknown.</param>
    public TransferProgress(IPipelineOutput pipeline, string activity, int id = 1, long? expected = null)
    {
        this.expected = expected;
        this.pipeline = pipeline;
        this.id = id;
        whole = new ProgressBar(pipeline, id, activity);
        // the engine may need some time before the first byte arrives
        whole.Report("Preparing", -1);
    }

    /// <inheritdoc />
    public void Report(TransferStatus value)
    {
        lock (gate)
        {
            if (value.Item.Length == 0)
                ReportWhole(value);
            else
                ReportPart(value);
        }
    }

    /// <summary>Removes all bars.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var part in parts.Values)
                part.Bar.Complete();
            whole.Complete();
        }
    }

    void ReportWhole(TransferStatus value)
    {
        if (value.Current is not { } current)
            return;
        bool isGuess = value.Total is null && expected > current;
        string of = isGuess ? $"{Cell.Size(current)} of about {Cell.Size(expected)}" : Describe(current, value.Total);
        whole.Report($"{value.Activity} {of}", Percent(current, isGuess ? expected : value.Total));
    }

    void ReportPart(TransferStatus value)
    {
        if (!parts.TryGetValue(value.Item, out var part))
        {
            // without bytes, it is a message about the image, or a layer that already exists
            if (value.Current is null)
                return;
            parts[value.Item] = part = new Part(new ProgressBar(pipeline, id + 1 + parts.Count, value.Item, id));
        }
        if (value.Current is null)
            part.Done = part.Unpacked = part.Total;
        else if (value.Activity == Extracting)
            part.Unpacked = Math.Min(value.Current.Value, part.Total);
        else
            (part.Done, part.Total) = (value.Current.Value, value.Total ?? Math.Max(part.Total, value.Current.Value));
        long done = parts.Values.Sum(static part => part.Done);
        long total = parts.Values.Sum(static part => part.Total);
        // after everything has arrived, the engine still has to unpack it, which counts the same bytes again
        long unpacked = parts.Values.Sum(static part => part.Unpacked);
        if (done >= total && unpacked > 0)
            whole.Report($"{Extracting} {Describe(unpacked, total)}", Percent(unpacked, total));
        else
            whole.Report(Describe(done, total), Percent(done, total));
        if (value.Current is { } current)
            part.Bar.Report($"{value.Activity} {Describe(current, value.Total)}", Percent(current, value.Total));
        else
            part.Bar.Complete();
    }

    static string Describe(long current, long? total) => total is > 0 ? $"{Cell.Size(current)} of {Cell.Size(total)}" : Cell.Size(current);

    static int Percent(long current, long? total) => total is > 0 ? (int)Math.Min(100, current * 100 / total.Value) : -1;

    sealed class Part(ProgressBar bar)
    {
        public ProgressBar Bar => bar;

        public long Done { get; set; }

        public long Total { get; set; }

        public long Unpacked { get; set; }
    }
}
