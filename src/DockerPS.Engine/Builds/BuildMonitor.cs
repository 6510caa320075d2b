using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>Follows a build through the messages of either builder, and remembers enough to say where it failed.</summary>
sealed partial class BuildMonitor
{
    /// <summary>The id of messages that contain a <see cref="BuildTrace" />.</summary>
    public const string TraceId = "moby.buildkit.trace";

    readonly Subject subject;
    readonly BuildInput input;
    readonly Lazy<DockerfileSteps?> dockerfile;
    readonly Dictionary<string, MonitoredStep> steps = new(StringComparer.Ordinal);
    readonly List<MonitoredStep> inOrder = [];
    readonly List<BuildEvent> told = [];
    readonly MonitoredStep whole;
    readonly ClassicBuildReader classic;

    /// <param name="subject">The build, for errors.</param>
    /// <param name="input">The input of the build; errors name the lines of its Dockerfile.</param>
    public BuildMonitor(Subject subject, BuildInput input)
    {
        this.subject = subject;
        this.input = input;
        dockerfile = new Lazy<DockerfileSteps?>(() => DockerfileSteps.TryRead(input.DockerfileText));
        whole = new MonitoredStep("", told);
        classic = new ClassicBuildReader(told, inOrder, whole, number => dockerfile.Value?.FindNumber(number));
    }

    /// <summary>The id of the image; null until the builder has reported it.</summary>
    public string? ImageId { get; private set; }

    /// <summary>Whether the builder has reported a failure.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The steps that have started, in order.</summary>
    public IReadOnlyList<BuildStep> Steps => [.. inOrder.Select(static (step, index) => step.ToStep(index + 1))];

    /// <summary>Interprets a message. The list is valid until the next message is read.</summary>
    public IReadOnlyList<BuildEvent> Read(ProgressWire message)
    {
        told.Clear();
        if (message is { Id: TraceId, Aux: { } trace })
            Read(Decode(trace));
        else if (message.Aux is { ValueKind: JsonValueKind.Object } aux && aux.TryGetProperty("ID", out var id))
            ImageId = id.GetString();
        else if (message.Stream is { } text)
            classic.Read(text);
        else if (message.Status is not null)
            told.Add(new BuildTransfer(message.ToStatus()));
        return told;
    }

    /// <summary>The remaining events when the builder has sent its last message.</summary>
    public IReadOnlyList<BuildEvent> End()
    {
        told.Clear();
        foreach (var step in steps.Values)
            step.Flush();
        whole.Flush();
        classic.End();
        return told;
    }

    BuildTrace Decode(JsonElement aux)
    {
        try
        {
            return BuildTrace.Decode(aux.GetBytesFromBase64());
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or InvalidDataException)
        {
            throw new EngineException(
                EngineError.Failed,
                subject,
                $"BuildKit sent a build status that this module does not understand: {e.Message}.",
                e)
            {
                ErrorId = "BuildFailed",
            };
        }
    }

    void Read(BuildTrace trace)
    {
        foreach (var vertex in trace.Vertexes)
        {
            if (!steps.ContainsKey(vertex.Digest))
                steps.Add(vertex.Digest, MakeStep(input.Hide(vertex.Name)));
        }
        foreach (var vertex in trace.Vertexes)
            Read(vertex, steps[vertex.Digest]);
        foreach (var status in trace.Statuses)
        {
            long? total = status.Total > 0 ? status.Total : null;
            told.Add(new BuildTransfer(new TransferStatus(Cut(status.Id), status.Name, status.Current, total)));
        }
        foreach (var log in trace.Logs)
            steps.GetValueOrDefault(log.Vertex, whole).Add(log);
        foreach (var warning in trace.Warnings)
            told.Add(new BuildWarning(Describe(warning)));
    }

    void Read(BuildVertex vertex, MonitoredStep step)
    {
        step.Error = input.Hide(vertex.Error);
        if (vertex.Started is { } started && !step.HasBegun)
        {
            step.Begin(started);
            inOrder.Add(step);
            told.Add(new BuildStepStarted(step.Name, inOrder.Count, steps.Count));
        }
        if (vertex.Completed is not { } completed || step.HasEnded)
            return;
        step.End(vertex.Cached, completed);
        if (vertex.Error.Length == 0)
            told.Add(new BuildStepEnded(step.Name, vertex.Cached, completed - (vertex.Started ?? completed)));
    }

    string Describe(BuildVertexWarning warning)
    {
        string address = warning.Url.Length > 0 ? $" ({warning.Url})" : "";
        if (warning.Line is not { } line)
            return warning.Short + address;
        // newer versions of BuildKit also include the line in the text
        string again = $" (line {line})";
        string text = warning.Short.EndsWith(again, StringComparison.Ordinal) ? warning.Short[..^again.Length] : warning.Short;
        return $"{Path.GetFileName(input.Dockerfile)}, line {line}: {text}{address}";
    }

    MonitoredStep MakeStep(string name) => new(name, told) { Line = dockerfile.Value?.FindVertex(name) };

    /// <summary>A digest shortened like an id; any other name unchanged.</summary>
    static string Cut(string id) => id.StartsWith("sha256:", StringComparison.Ordinal) && id.Length > 19 ? id[7..19] : id;
}
