using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Follows a build by what its builder tells, of whichever kind it is, and remembers enough to say where it failed.</summary>
sealed partial class BuildMonitor
{
    /// <summary>What messages are called that hold a <see cref="BuildTrace" />.</summary>
    public const string TraceId = "moby.buildkit.trace";

    const int LinesRemembered = 20;
    const string Red = "\u001b[91m";
    const string EndOfRed = "\u001b[0m";

    readonly Subject subject;
    readonly BuildInput input;
    readonly Lazy<DockerfileSteps?> dockerfile;
    readonly Dictionary<string, Step> steps = new(StringComparer.Ordinal);
    readonly List<Step> inOrder = [];
    readonly List<BuildEvent> told = [];
    readonly LineBuffer classicOutput;
    readonly LineBuffer classicErrors;
    readonly Step whole;
    Step? classicStep;
    int classicNumber;

    /// <param name="subject">The build, for an error.</param>
    /// <param name="input">What is built: the lines of its Dockerfile are those that an error names.</param>
    public BuildMonitor(Subject subject, BuildInput input)
    {
        this.subject = subject;
        this.input = input;
        dockerfile = new Lazy<DockerfileSteps?>(() => DockerfileSteps.TryRead(input.DockerfileText));
        whole = new Step("", told);
        classicOutput = new LineBuffer(ContainerStream.StandardOutput, timestamps: false, line => ReadClassic(line.Text));
        classicErrors = new LineBuffer(
            ContainerStream.StandardError,
            timestamps: false,
            line => (classicStep ?? whole).Add(line.Text, isError: true));
    }

    /// <summary>The id of the image; null as long as the builder has not told it.</summary>
    public string? ImageId { get; private set; }

    /// <summary>Whether the builder has told of a failure.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The steps that have begun, in their order.</summary>
    public IReadOnlyList<BuildStep> Steps => [.. inOrder.Select(static (step, index) => step.ToStep(index + 1))];

    /// <summary>What a message means. The list is good until the next one is read.</summary>
    public IReadOnlyList<BuildEvent> Read(ProgressWire message)
    {
        told.Clear();
        if (message is { Id: TraceId, Aux: { } trace })
            Read(Decode(trace));
        else if (message.Aux is { ValueKind: JsonValueKind.Object } aux && aux.TryGetProperty("ID", out var id))
            ImageId = id.GetString();
        else if (message.Stream is { } text)
            ReadClassicPiece(text);
        else if (message.Status is not null)
            told.Add(new BuildTransfer(message.ToStatus()));
        return told;
    }

    /// <summary>What is left to tell when the builder tells nothing more.</summary>
    public IReadOnlyList<BuildEvent> End()
    {
        told.Clear();
        foreach (var step in steps.Values)
            step.Flush();
        classicOutput.Flush();
        classicErrors.Flush();
        whole.Flush();
        EndClassicStep();
        return told;
    }

    /// <summary>The one exception for a build that failed.</summary>
    /// <param name="message">The builder's sentence.</param>
    /// <param name="code">The exit code of a step, where the builder tells it beside the sentence.</param>
    public EngineException Fail(string message, int? code)
    {
        HasFailed = true;
        message = input.Hide(message);
        End();
        var failed = steps.Values.FirstOrDefault(
            step => step.Error.Length > 0 && !step.Error.Contains("context canceled", StringComparison.Ordinal))
            ?? classicStep;
        string raw = failed is { Error.Length: > 0 } ? failed.Error : Wrapping().Replace(message, "");
        string reason = Clean(raw);
        if (failed is not null && ReferenceEquals(failed, classicStep))
            failed.Error = reason;
        var failure = new BuildFailure(
            failed?.Name,
            input.Dockerfile,
            FindLine(message) ?? failed?.Line,
            code is > 0 ? code : ExitCode().Match(message) is { Success: true } exit ? Number(exit) : null,
            failed is null ? [] : [.. failed.LastLines])
        {
            Steps = Steps,
        };
        var (cause, name) = BuildCause.Find(failure, raw, input);
        return new EngineException(EngineError.Failed, subject, Describe(failure, reason))
        {
            ErrorId = "BuildFailed",
            Detail = failure,
            Cause = cause,
            Involved = name is null ? [] : [name],
        };
    }

    /// <summary>The line that a builder's sentence names, or whose text it repeats.</summary>
    int? FindLine(string message)
    {
        if (ParseError().Match(message) is { Success: true } parse)
            return Number(parse);
        return BlankBase().Match(message) is { Success: true } blank ? dockerfile.Value?.FindBase(blank.Groups["base"].Value) : null;
    }

    /// <summary>
    /// A reason without the page that a web server sends with its refusal or the bytes of what is no text, and with the address that was
    /// fetched.
    /// </summary>
    string Clean(string reason)
    {
        reason = NoText().Replace(Page().Replace(reason, ""), "");
        return input.WebAddress is { } address && FetchError().IsMatch(reason) ? $"{address}: {reason}" : reason;
    }

    /// <summary>The same for a builder that refused before it began.</summary>
    public EngineException Refuse(EngineException answer) =>
        answer.Error is EngineError.Failed or EngineError.Invalid or EngineError.NotFound or EngineError.Conflict
            ? Fail(answer.Message, null)
            : answer;

    string Describe(BuildFailure failure, string reason)
    {
        var text = new StringBuilder("The build failed");
        if (failure.Step is not null)
            text.Append(CultureInfo.InvariantCulture, $" at step '{failure.Step}'");
        if (failure.Line is { } line)
            text.Append(CultureInfo.InvariantCulture, $" ({Path.GetFileName(input.Dockerfile)}, line {line})");
        text.Append(CultureInfo.InvariantCulture, $": {reason}");
        if (failure.Output.Count > 0)
            text.Append("\nIts last lines:");
        foreach (string output in failure.Output)
            text.Append("\n    ").Append(output);
        return text.ToString();
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
            told.Add(
                new BuildTransfer(new TransferStatus(Cut(status.Id), status.Name, status.Current, status.Total > 0 ? status.Total : null)));
        foreach (var log in trace.Logs)
            steps.GetValueOrDefault(log.Vertex, whole).Add(log);
        foreach (var warning in trace.Warnings)
        {
            string place = warning.Line is { } line ? $"{Path.GetFileName(input.Dockerfile)}, line {line}: " : "";
            told.Add(new BuildWarning($"{place}{warning.Short}{(warning.Url.Length > 0 ? $" ({warning.Url})" : "")}"));
        }
    }

    void Read(BuildVertex vertex, Step step)
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

    Step MakeStep(string name) => new(name, told) { Line = dockerfile.Value?.FindVertex(name) };

    /// <summary>The classic builder tells what a step writes to its standard error by writing it in red.</summary>
    void ReadClassicPiece(string text)
    {
        bool isError = text.StartsWith(Red, StringComparison.Ordinal) && text.EndsWith(EndOfRed, StringComparison.Ordinal);
        byte[] bytes = Encoding.UTF8.GetBytes(isError ? text[Red.Length..^EndOfRed.Length] : text);
        (isError ? classicErrors : classicOutput).Add(bytes, messageStart: false);
    }

    void ReadClassic(string line)
    {
        if (ClassicStep().Match(line) is { Success: true } match)
        {
            EndClassicStep();
            classicNumber = Number(match);
            int known = int.Parse(match.Groups["known"].ValueSpan, CultureInfo.InvariantCulture);
            classicStep = new Step($"[{classicNumber}/{known}] {match.Groups["text"].Value}", told)
            {
                Line = dockerfile.Value?.FindNumber(classicNumber),
            };
            classicStep.Begin(DateTimeOffset.UtcNow);
            inOrder.Add(classicStep);
            told.Add(new BuildStepStarted(classicStep.Name, classicNumber, known));
        }
        else if (line == " ---> Using cache" && classicStep is not null)
        {
            classicStep.End(cached: true, DateTimeOffset.UtcNow);
            told.Add(new BuildStepEnded(classicStep.Name, IsCached: true, TimeSpan.Zero));
        }
        else if (line.StartsWith(" ---> ", StringComparison.Ordinal)
            || line.StartsWith("Removing intermediate container ", StringComparison.Ordinal))
            told.Add(new BuildOutput(new BuildLogLine(classicStep?.Name ?? "", line, IsError: false)));
        else if (line.Length > 0)
            (classicStep ?? whole).Add(line, isError: false);
    }

    /// <summary>The classic builder does not say when a step ends, but begins the next one.</summary>
    void EndClassicStep()
    {
        if (classicStep is { HasEnded: false } && ReferenceEquals(classicStep, inOrder[^1]))
            classicStep.End(cached: false, DateTimeOffset.UtcNow);
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

    [GeneratedRegex(@"base name \((?<base>.*)\) should not be blank", RegexOptions.CultureInvariant)]
    private static partial Regex BlankBase();

    [GeneratedRegex(@":\s*<(!doctype|html)\b.*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Page();

    [GeneratedRegex(@"(\0|\\x00).*$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex NoText();

    [GeneratedRegex(@"^invalid (response status|not-modified ETag)", RegexOptions.CultureInvariant)]
    private static partial Regex FetchError();

    /// <summary>What each layer of the builder writes before the sentence that matters.</summary>
    [GeneratedRegex(@"^(failed to solve( with frontend \S+)?: |rpc error: code = \w+ desc = |failed to create LLB definition: )+", RegexOptions.CultureInvariant)]
    private static partial Regex Wrapping();

    sealed class Step
    {
        readonly List<BuildEvent> told;
        readonly LineBuffer output;
        readonly LineBuffer errors;
        DateTimeOffset? started;
        DateTimeOffset? ended;
        bool isCached;

        public Step(string name, List<BuildEvent> told)
        {
            Name = name;
            this.told = told;
            output = new LineBuffer(ContainerStream.StandardOutput, timestamps: false, line => Add(line.Text, isError: false));
            errors = new LineBuffer(ContainerStream.StandardError, timestamps: false, line => Add(line.Text, isError: true));
        }

        public string Name { get; }

        public int? Line { get; init; }

        public string Error { get; set; } = "";

        public bool HasBegun => started is not null;

        public bool HasEnded => ended is not null;

        public Queue<string> LastLines { get; } = new(LinesRemembered);

        /// <summary>Takes a piece of output, which may begin and end in the middle of a line.</summary>
        public void Add(BuildVertexLog log) => (log.IsError ? errors : output).Add(log.Bytes, messageStart: false);

        public void Add(string line, bool isError)
        {
            if (LastLines.Count == LinesRemembered)
                LastLines.Dequeue();
            LastLines.Enqueue(line);
            told.Add(new BuildOutput(new BuildLogLine(Name, line, isError)));
        }

        public void Begin(DateTimeOffset moment) => started = moment;

        public void End(bool cached, DateTimeOffset moment)
        {
            isCached = cached;
            ended = moment;
            Flush();
        }

        /// <summary>Tells what it wrote without an end of line.</summary>
        public void Flush()
        {
            output.Flush();
            errors.Flush();
        }

        public BuildStep ToStep(int number) =>
            new(
                number,
                Name,
                Line,
                LocalTime.Of(started),
                ((ended ?? started ?? default) - (started ?? default)).ToString(),
                isCached,
                Error.Length == 0 ? null : Error);
    }
}
