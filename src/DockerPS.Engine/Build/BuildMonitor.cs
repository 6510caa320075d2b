using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Follows a build by what its builder tells, of whichever kind it is, and remembers enough to say where it failed.</summary>
sealed partial class BuildMonitor(Subject subject, string dockerfile)
{
    const string TraceId = "moby.buildkit.trace";
    const int LinesRemembered = 20;

    readonly Dictionary<string, Step> steps = new(StringComparer.Ordinal);
    readonly LineAssembler classicOutput = new();
    readonly Step whole = new("");
    Step? classicStep;
    int classicNumber;
    int begun;

    /// <summary>The id of the image; null as long as the builder has not told it.</summary>
    public string? ImageId { get; private set; }

    /// <summary>Whether the builder has told of a failure.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What a message means.</summary>
    public IEnumerable<BuildEvent> Read(ProgressWire message)
    {
        if (message is { Id: TraceId, Aux: { } trace })
            return Read(Decode(trace));
        if (message.Aux is { ValueKind: JsonValueKind.Object } aux && aux.TryGetProperty("ID", out var id))
            ImageId = id.GetString();
        if (message.Stream is { } text)
            return ReadClassic(text);
        return message.Status is null ? [] : [new BuildTransfer(message.ToStatus())];
    }

    /// <summary>What is left to tell when the builder tells nothing more.</summary>
    public IEnumerable<BuildEvent> End()
    {
        foreach (var step in steps.Values)
        {
            foreach (var output in step.End())
                yield return output;
        }
        if (classicOutput.End() is { } line)
            yield return Output(line);
    }

    /// <summary>The one exception for a build that failed.</summary>
    /// <param name="message">The builder's sentence.</param>
    /// <param name="code">The exit code of a step, where the builder tells it beside the sentence.</param>
    public EngineException Fail(string message, int? code)
    {
        HasFailed = true;
        foreach (var _ in End()) { }
        var failed = steps.Values.FirstOrDefault(step => step.Error.Length > 0 && !step.Error.Contains("context canceled", StringComparison.Ordinal)) ?? classicStep;
        string reason = failed is { Error.Length: > 0 } ? failed.Error : Wrapping().Replace(message, "");
        var failure = new BuildFailure(
            failed?.Name,
            dockerfile,
            FindLine(message, failed),
            code is > 0 ? code : ExitCode().Match(message) is { Success: true } exit ? Number(exit) : null,
            failed is null ? [] : [.. failed.LastLines]);
        return new EngineException(EngineError.Failed, subject, Describe(failure, reason))
        {
            ErrorId = "BuildFailed",
            Detail = failure,
            Advice = message.Contains("no active session", StringComparison.Ordinal)
                ? "The builder can not log in to a registry by itself: fetch the base image with Install-Image first."
                : null,
        };
    }

    /// <summary>The same for a builder that refused before it began.</summary>
    public EngineException Refuse(EngineException answer) =>
        answer.Error is EngineError.Failed or EngineError.Invalid or EngineError.NotFound or EngineError.Conflict ? Fail(answer.Message, null) : answer;

    string Describe(BuildFailure failure, string reason)
    {
        var text = new StringBuilder("The build failed");
        if (failure.Step is not null)
            text.Append(CultureInfo.InvariantCulture, $" at step '{failure.Step}'");
        if (failure.Line is { } line)
            text.Append(CultureInfo.InvariantCulture, $" ({Path.GetFileName(dockerfile)}, line {line})");
        text.Append(CultureInfo.InvariantCulture, $": {reason}");
        if (failure.Output.Count > 0)
            text.Append("\nIts last lines:");
        foreach (string output in failure.Output)
            text.Append("\n    ").Append(output);
        return text.ToString();
    }

    int? FindLine(string message, Step? failed)
    {
        if (ParseError().Match(message) is { Success: true } parse)
            return Number(parse);
        if (failed is null)
            return null;
        try
        {
            var lines = DockerfileSteps.Parse(File.ReadAllText(dockerfile));
            return ReferenceEquals(failed, classicStep) ? lines.FindNumber(classicNumber) : lines.FindVertex(failed.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the build has failed already: that the file has gone meanwhile is not what the user wants to read
            return null;
        }
    }

    BuildTrace Decode(JsonElement aux)
    {
        try
        {
            return BuildTrace.Decode(aux.GetBytesFromBase64());
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or InvalidDataException)
        {
            throw new EngineException(EngineError.Failed, subject, $"BuildKit told of the build what this module does not understand: {e.Message}.", e) { ErrorId = "BuildFailed" };
        }
    }

    IEnumerable<BuildEvent> Read(BuildTrace trace)
    {
        foreach (var vertex in trace.Vertexes)
        {
            if (!steps.ContainsKey(vertex.Digest))
                steps.Add(vertex.Digest, new Step(vertex.Name));
        }
        foreach (var vertex in trace.Vertexes)
        {
            foreach (var change in Read(vertex, steps[vertex.Digest]))
                yield return change;
        }
        foreach (var status in trace.Statuses)
            yield return new BuildTransfer(new TransferStatus(Cut(status.Id), status.Name, status.Current, status.Total > 0 ? status.Total : null));
        foreach (var log in trace.Logs)
        {
            foreach (var output in steps.GetValueOrDefault(log.Vertex, whole).Add(log))
                yield return output;
        }
        foreach (var warning in trace.Warnings)
        {
            string place = warning.Line is { } line ? $"{Path.GetFileName(dockerfile)}, line {line}: " : "";
            yield return new BuildWarning($"{place}{warning.Short}{(warning.Url.Length > 0 ? $" ({warning.Url})" : "")}");
        }
    }

    IEnumerable<BuildEvent> Read(BuildVertex vertex, Step step)
    {
        step.Error = vertex.Error;
        if (vertex.Started is not null && !step.HasBegun)
        {
            step.HasBegun = true;
            yield return new BuildStepStarted(step.Name, ++begun, steps.Count);
        }
        if (vertex.Completed is null || step.HasEnded)
            yield break;
        step.HasEnded = true;
        foreach (var output in step.End())
            yield return output;
        if (vertex.Error.Length == 0)
            yield return new BuildStepEnded(step.Name, vertex.Cached, vertex.Completed.Value - (vertex.Started ?? vertex.Completed.Value));
    }

    IEnumerable<BuildEvent> ReadClassic(string text)
    {
        foreach (string line in classicOutput.Add(Encoding.UTF8.GetBytes(text)))
        {
            if (ClassicStep().Match(line) is not { Success: true } match)
            {
                if (line.Length > 0)
                    yield return Output(line);
                continue;
            }
            classicStep = new Step(match.Groups["text"].Value);
            classicNumber = Number(match);
            yield return new BuildStepStarted(classicStep.Name, classicNumber, int.Parse(match.Groups["known"].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    BuildOutput Output(string line)
    {
        var step = classicStep ?? whole;
        step.Remember(line);
        return new BuildOutput(new BuildLogLine(step.Name, line, IsError: false));
    }

    static int Number(Match match) => int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>A digest as ids are shown; any other name as it is.</summary>
    static string Cut(string id) => id.StartsWith("sha256:", StringComparison.Ordinal) && id.Length > 19 ? id[7..19] : id;

    [GeneratedRegex(@"^Step (?<number>\d+)/(?<known>\d+) : (?<text>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex ClassicStep();

    [GeneratedRegex(@"(exit code: |returned a non-zero code: )(?<number>\d+)", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex ExitCode();

    [GeneratedRegex(@"parse error( on)? line (?<number>\d+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ParseError();

    /// <summary>What each layer of the builder writes before the sentence that matters.</summary>
    [GeneratedRegex(@"^(failed to solve( with frontend \S+)?: |rpc error: code = \w+ desc = |failed to create LLB definition: )+", RegexOptions.CultureInvariant)]
    private static partial Regex Wrapping();

    sealed class Step(string name)
    {
        readonly LineAssembler output = new();
        readonly LineAssembler errors = new();

        public string Name => name;

        public string Error { get; set; } = "";

        public bool HasBegun { get; set; }

        public bool HasEnded { get; set; }

        public Queue<string> LastLines { get; } = new(LinesRemembered);

        public IEnumerable<BuildOutput> Add(BuildVertexLog log)
        {
            foreach (string line in (log.IsError ? errors : output).Add(log.Bytes))
                yield return ToOutput(line, log.IsError);
        }

        public IEnumerable<BuildOutput> End()
        {
            if (output.End() is { } line)
                yield return ToOutput(line, isError: false);
            if (errors.End() is { } error)
                yield return ToOutput(error, isError: true);
        }

        public void Remember(string line)
        {
            if (LastLines.Count == LinesRemembered)
                LastLines.Dequeue();
            LastLines.Enqueue(line);
        }

        BuildOutput ToOutput(string line, bool isError)
        {
            Remember(line);
            return new BuildOutput(new BuildLogLine(name, line, isError));
        }
    }
}
