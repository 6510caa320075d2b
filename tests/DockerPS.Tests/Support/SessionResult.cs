using System.Management.Automation;

namespace DockerPS.Tests;

/// <summary>The result of a script.</summary>
public sealed class SessionResult
{
    internal SessionResult(IEnumerable<PSObject> output, ErrorRecord? failure, bool wasStopped, PSDataStreams streams)
    {
        Output = [.. output];
        Failure = failure;
        WasStopped = wasStopped;
        Errors = [.. streams.Error];
        Warnings = [.. streams.Warning.Select(record => record.Message)];
        Verbose = [.. streams.Verbose.Select(record => record.Message)];
        Debug = [.. streams.Debug.Select(record => record.Message)];
        Information = [.. streams.Information];
        Progress = [.. streams.Progress];
    }

    /// <summary>The output.</summary>
    public IReadOnlyList<PSObject> Output { get; }

    /// <summary>The nonterminating errors.</summary>
    public IReadOnlyList<ErrorRecord> Errors { get; }

    /// <summary>The terminating error; null if there was none.</summary>
    public ErrorRecord? Failure { get; }

    /// <summary>Whether it was stopped.</summary>
    public bool WasStopped { get; }

    /// <summary>The warnings.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The verbose lines.</summary>
    public IReadOnlyList<string> Verbose { get; }

    /// <summary>The debug lines.</summary>
    public IReadOnlyList<string> Debug { get; }

    /// <summary>The information records.</summary>
    public IReadOnlyList<InformationRecord> Information { get; }

    /// <summary>The progress records, in order.</summary>
    public IReadOnlyList<ProgressRecord> Progress { get; }

    /// <summary>The output as objects of one type.</summary>
    public IReadOnlyList<T> As<T>() => [.. Output.Select(item => (T)item.BaseObject)];

    /// <summary>Returns itself if there were no errors; otherwise throws the first one.</summary>
    public SessionResult Check()
    {
        if (Failure is null && Errors.Count == 0 && !WasStopped)
            return this;
        var first = Failure ?? (Errors.Count > 0 ? Errors[0] : null);
        throw new InvalidOperationException(
            first is null ? "The script was stopped." : $"{first.FullyQualifiedErrorId}: {first}",
            first?.Exception);
    }
}
