using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using DockerPS.Engine;
using DockerPS.Formatting;
using DockerPS.Pipeline;

namespace DockerPS.Progress;

/// <summary>
/// Writes the events of a build to the host, line by line, each with the number of its step, since steps run in parallel.
/// </summary>
sealed class BuildLineWriter(IPipelineOutput pipeline)
{
    readonly Dictionary<string, (int Number, long Started)> steps = new(StringComparer.Ordinal);

    /// <summary>Writes an event.</summary>
    public void Tell(BuildEvent change)
    {
        switch (change)
        {
            case BuildStepStarted step:
                steps[step.Step] = (step.Number, Stopwatch.GetTimestamp());
                Write(step.Step, VisibleText.Of(step.Step), ConsoleColor.Cyan);
                break;
            case BuildStepEnded { IsCached: true } step:
                Write(step.Step, "CACHED", ConsoleColor.Green);
                break;
            case BuildStepEnded step:
                Write(step.Step, $"DONE {Seconds(step.Duration)}s", ConsoleColor.Green);
                break;
            case BuildOutput output:
                string at = steps.TryGetValue(output.Line.Step, out var known)
                    ? Seconds(Stopwatch.GetElapsedTime(known.Started)) + " "
                    : "";
                Write(output.Line.Step, at + output.Line.Text, output.Line.IsError ? ConsoleColor.Yellow : null);
                break;
        }
    }

    void Write(string step, string text, ConsoleColor? color)
    {
        string number = steps.TryGetValue(step, out var known) ? $"#{known.Number} " : "";
        var message = new HostInformationMessage { Message = number + text };
        if (color is { } value)
            message.ForegroundColor = value;
        pipeline.WriteInformation(message, ["PSHOST", "Build"]);
    }

    static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
}
