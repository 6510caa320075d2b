using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Parses the text that the classic builder writes instead of events.</summary>
/// <param name="events">Receives what the text means.</param>
/// <param name="steps">Receives each step when it begins.</param>
/// <param name="outside">Receives output that is not part of a step.</param>
/// <param name="findLine">Finds the line of a step in the Dockerfile by its number.</param>
sealed partial class ClassicBuildReader(
    List<BuildEvent> events,
    List<MonitoredStep> steps,
    MonitoredStep outside,
    Func<int, int?> findLine)
{
    const string Red = "\u001b[91m";
    const string EndOfRed = "\u001b[0m";

    LineBuffer? output;
    LineBuffer? errors;

    /// <summary>The step that began last; null before the first.</summary>
    public MonitoredStep? Step { get; private set; }

    /// <summary>Parses a part of the text. A step's standard error is red.</summary>
    public void Read(string text)
    {
        output ??= new LineBuffer(ContainerStream.StandardOutput, timestamps: false, line => ReadLine(line.Text));
        errors ??= new LineBuffer(
            ContainerStream.StandardError,
            timestamps: false,
            line => (Step ?? outside).Add(line.Text, isError: true));
        bool isError = text.StartsWith(Red, StringComparison.Ordinal) && text.EndsWith(EndOfRed, StringComparison.Ordinal);
        byte[] bytes = Encoding.UTF8.GetBytes(isError ? text[Red.Length..^EndOfRed.Length] : text);
        (isError ? errors : output).Add(bytes, messageStart: false);
    }

    /// <summary>Parses the rest, which has no line ending, when there is no more text.</summary>
    public void End()
    {
        output?.Flush();
        errors?.Flush();
        EndStep();
    }

    void ReadLine(string line)
    {
        if (StepLine().Match(line) is { Success: true } match)
        {
            EndStep();
            Begin(Number(match, "number"), Number(match, "count"), match.Groups["text"].Value);
        }
        else if (line == " ---> Using cache" && Step is not null)
        {
            Step.End(cached: true, DateTimeOffset.UtcNow);
            events.Add(new BuildStepEnded(Step.Name, IsCached: true, TimeSpan.Zero));
        }
        else if (line.StartsWith(" ---> ", StringComparison.Ordinal)
            || line.StartsWith("Removing intermediate container ", StringComparison.Ordinal))
        {
            events.Add(new BuildOutput(new BuildLogLine(Step?.Name ?? "", line, IsError: false)));
        }
        else if (line.Length > 0)
        {
            (Step ?? outside).Add(line, isError: false);
        }
    }

    void Begin(int number, int count, string text)
    {
        Step = new MonitoredStep($"[{number}/{count}] {text}", events) { Line = findLine(number) };
        Step.Begin(DateTimeOffset.UtcNow);
        steps.Add(Step);
        events.Add(new BuildStepStarted(Step.Name, number, count));
    }

    /// <summary>Ends a step when the next one begins, since the builder does not report its end.</summary>
    void EndStep()
    {
        if (Step is { HasEnded: false } && ReferenceEquals(Step, steps[^1]))
            Step.End(cached: false, DateTimeOffset.UtcNow);
    }

    static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Step (?<number>\d+)/(?<count>\d+) : (?<text>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex StepLine();
}
