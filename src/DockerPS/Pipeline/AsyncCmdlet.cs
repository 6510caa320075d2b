using System.Management.Automation;
using System.Reflection;
using DockerPS.Engine;
using DockerPS.Errors;
using DockerPS.Formatting;

namespace DockerPS.Pipeline;

/// <summary>
/// Base class of every cmdlet of this module: its work is asynchronous, runs on the pipeline thread, and stops at once on Ctrl+C. An
/// <see cref="EngineException" /> becomes a nonterminating error through the error table, or a terminating one if the engine cannot be
/// reached.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IPipelineOutput, IDisposable
{
    readonly PipelinePump pump = new();

    /// <summary>Cancelled when the pipeline stops.</summary>
    protected CancellationToken StoppingToken => pump.Stopping;

    /// <summary>Asynchronous <c>BeginProcessing</c>.</summary>
    protected virtual Task BeginAsync() => Task.CompletedTask;

    /// <summary>Asynchronous <c>ProcessRecord</c>.</summary>
    protected virtual Task ProcessAsync() => Task.CompletedTask;

    /// <summary>Asynchronous <c>EndProcessing</c>.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;

    /// <inheritdoc />
    protected sealed override void BeginProcessing()
    {
        RemoveNulls();
        Run(BeginAsync, endsHere: true);
    }

    /// <inheritdoc />
    protected sealed override void ProcessRecord()
    {
        RemoveNulls();
        Run(ProcessAsync, endsHere: false);
    }

    /// <inheritdoc />
    protected sealed override void EndProcessing() => Run(EndAsync, endsHere: false);

    /// <inheritdoc />
    protected sealed override void StopProcessing() => pump.Stop();

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends everything that is still running. Called once when the pipeline ends, however it ends.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            pump.Dispose();
    }

    /// <summary>The prefix that the module was imported with.</summary>
    private protected string Prefix
    {
        get
        {
            string own = GetType().GetCustomAttribute<CmdletAttribute>()?.NounName ?? "";
            string noun = (MyInvocation.MyCommand as CmdletInfo)?.Noun ?? own;
            return noun.EndsWith(own, StringComparison.OrdinalIgnoreCase) ? noun[..^own.Length] : "";
        }
    }

    /// <inheritdoc cref="IPipelineOutput.Post" />
    public void Post(Action action) => pump.Post(action);

    /// <summary>Writes an error for one target and continues; if the engine cannot be reached, it ends the pipeline.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="target">What the user specified.</param>
    protected void WriteError(EngineException exception, object? target)
    {
        var record = ErrorTable.ToRecord(exception, target, Prefix);
        if (exception.Error == EngineError.Unavailable)
            ThrowTerminatingError(record);
        WriteError(record);
    }

    /// <summary>Runs work for one target. If it fails, writes the error and returns false.</summary>
    protected async Task<bool> TryAsync(object? target, Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (EngineException e)
        {
            WriteError(e, target);
            return false;
        }
    }

    /// <summary>Writes a warning, which may contain an engine's text.</summary>
    /// <param name="text">The warning.</param>
    public new void WriteWarning(string text) => base.WriteWarning(VisibleText.OfLines(text));

    /// <summary>Writes to the verbose stream, possibly an engine's text.</summary>
    /// <param name="text">The text.</param>
    public new void WriteVerbose(string text) => base.WriteVerbose(VisibleText.OfLines(text));

    /// <summary>Asks whether to perform an action, with control characters in names made visible.</summary>
    /// <param name="target">The target of the action.</param>
    /// <param name="action">The action.</param>
    public new bool ShouldProcess(string target, string action) => base.ShouldProcess(VisibleText.Of(target), VisibleText.Of(action));

    /// <summary>Whether the user sees or is asked about the actions.</summary>
    private protected bool ShowsActions =>
        MyInvocation.BoundParameters.ContainsKey("WhatIf")
        || (MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm) && confirm is SwitchParameter { IsPresent: true })
        || LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"))
        || Wants("Verbose", "VerbosePreference")
        || SessionState.PSVariable.GetValue("ConfirmPreference") is ConfirmImpact.Low or ConfirmImpact.Medium;

    /// <summary>Ends the cmdlet with an error.</summary>
    protected void ThrowTerminatingError(EngineException exception, object? target = null) =>
        ThrowTerminatingError(ErrorTable.ToRecord(exception, target, Prefix));

    /// <summary>The exit code of a killed process.</summary>
    private protected const int KilledCode = 137;

    /// <summary>Sets $LASTEXITCODE, as PowerShell does for programs.</summary>
    private protected void SetExitCode(int code) => SessionState.PSVariable.Set("global:LASTEXITCODE", code);

    /// <summary>$null is not an item: a $null list becomes an empty one, and $null items are removed.</summary>
    void RemoveNulls()
    {
        foreach (string name in MyInvocation.BoundParameters.Keys)
        {
            if (GetType().GetProperty(name) is not { PropertyType: { IsArray: true } type } property)
                continue;
            object[]? items = property.GetValue(this) is { } list ? list as object[] : [];
            object[]? kept = items is { Length: > 0 } && !items.Contains(null)
                ? null
                : items?.Where(static item => item is not null).ToArray();
            if (kept is null)
                continue;
            var array = Array.CreateInstance(type.GetElementType()!, kept.Length);
            kept.CopyTo(array, 0);
            property.SetValue(this, array);
        }
    }

    /// <param name="work">The work.</param>
    /// <param name="endsHere">Whether a failure ends the cmdlet: if it cannot begin, it must not process.</param>
    void Run(Func<Task> work, bool endsHere)
    {
        RequestLog.Observe(RequestObserver());
        try
        {
            pump.Run(work);
        }
        catch (EngineException e)
        {
            if (endsHere)
                ThrowTerminatingError(e);
            WriteError(e, null);
        }
        finally
        {
            RequestLog.Observe(null);
        }
    }

    /// <summary>Writes each request to the verbose stream, if that is shown.</summary>
    Action<RequestLogEntry>? RequestObserver()
    {
        bool verbose = Wants("Verbose", "VerbosePreference");
        bool debug = Wants("Debug", "DebugPreference");
        if (!verbose && !debug)
            return null;
        return entry => Post(() =>
        {
            string status = entry.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no answer";
            WriteVerbose($"{entry.Method} {entry.Path} {status} {entry.Elapsed.TotalMilliseconds:F1} ms");
            if (debug && entry.Query.Length > 0)
                WriteDebug(VisibleText.Of(Uri.UnescapeDataString(entry.Query)));
        });
    }

    bool Wants(string parameter, string preference) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) && value is SwitchParameter { IsPresent: var present }
            ? present
            : SessionState.PSVariable.GetValue(preference) is ActionPreference
                and not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
