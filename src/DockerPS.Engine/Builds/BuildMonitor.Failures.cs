using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

// turning failures of the builder into one error
sealed partial class BuildMonitor
{
    /// <summary>The only exception for a failed build.</summary>
    /// <param name="message">The builder's message.</param>
    /// <param name="code">The exit code of a step, if the builder reports it in addition to the message.</param>
    public EngineException Fail(string message, int? code)
    {
        HasFailed = true;
        message = input.Hide(message);
        End();
        var failed = steps.Values.FirstOrDefault(
            step => step.Error.Length > 0 && !step.Error.Contains("context canceled", StringComparison.Ordinal))
                ?? classic.Step;
        string raw = failed is { Error.Length: > 0 } ? failed.Error : Wrapping().Replace(message, "");
        string reason = Clean(raw);
        if (failed is not null && ReferenceEquals(failed, classic.Step))
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

    /// <summary>The same for a builder that refused before it started.</summary>
    public EngineException Refuse(EngineException answer) =>
        answer.Error is EngineError.Failed or EngineError.Invalid or EngineError.NotFound or EngineError.Conflict
            ? Fail(answer.Message, null)
            : answer;

    /// <summary>The line that a builder's message names, or whose text it repeats.</summary>
    int? FindLine(string message)
    {
        if (ParseError().Match(message) is { Success: true } parse)
            return Number(parse);
        return BlankBase().Match(message) is { Success: true } blank ? dockerfile.Value?.FindBase(blank.Groups["base"].Value) : null;
    }

    /// <summary>A reason without a web server's error page or binary content, and with the address that was requested.</summary>
    string Clean(string reason)
    {
        reason = NoText().Replace(Page().Replace(reason, ""), "");
        return input.ShownAddress is { } address && FetchError().IsMatch(reason) ? $"{address}: {reason}" : reason;
    }

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

    static int Number(Match match) => int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

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

    /// <summary>The prefixes that each layer of the builder adds to the message that matters.</summary>
    [GeneratedRegex(
        @"^(failed to solve( with frontend \S+)?: |rpc error: code = \w+ desc = |failed to create LLB definition: )+",
        RegexOptions.CultureInvariant)]
    private static partial Regex Wrapping();
}
