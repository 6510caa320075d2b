using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using DockerPS.Engine;

namespace DockerPS.Piping;

/// <summary>
/// A process in a container, from a cmdlet's point of view: pipeline objects go in; lines, bytes or one result come out. Output is read
/// while input is written, all on the pipeline thread.
/// </summary>
sealed class ProcessSession : IAsyncDisposable
{
    const int InputBuffer = 64 * 1024;
    const int LastLines = 10;

    readonly AttachedProcess process;
    readonly ProcessOutput output;
    readonly CancellationToken stopping;
    readonly Stopwatch duration = Stopwatch.StartNew();
    readonly MemoryStream input = new();
    readonly Queue<string> lastErrors = new();
    readonly List<string> standardOutput = [];
    readonly List<string> standardError = [];
    readonly Task reading;

    /// <summary>The text that an engine wrote instead of output because it could not run the program; null if there is none.</summary>
    string? refusal;
    bool hasOutput;

    public ProcessSession(AttachedProcess process, ProcessOutput output, CancellationToken stopping)
    {
        this.process = process;
        this.output = output;
        this.stopping = stopping;
        reading = ReadAsync();
    }

    /// <summary>Writes a pipeline object to standard input: bytes as they are, anything else as a line.</summary>
    public async Task WriteAsync(object? value)
    {
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case byte single:
                input.WriteByte(single);
                break;
            case var list when PipedBytes.From(list) is { } bytes:
                await SendAsync();
                await SendAsync(bytes);
                return;
            case null:
                return;
            default:
                string line = LanguagePrimitives.ConvertTo<string>(value) + "\n";
                input.Write(Encoding.UTF8.GetBytes(line));
                break;
        }
        // single bytes are buffered; lines are sent at once, since someone may be waiting for the reply
        if (input.Length >= InputBuffer || (value is PSObject { BaseObject: not byte } or not (byte or PSObject)))
            await SendAsync();
    }

    /// <summary>Closes standard input, waits for the end of the output, and returns the exit code.</summary>
    public async Task<int> FinishAsync()
    {
        await SendAsync();
        await process.CloseInputAsync(stopping);
        await reading;
        int code = await process.GetExitCodeAsync(stopping);
        duration.Stop();
        if (!FailureCode.IsOfEngine(code))
            WriteRefusal();
        return code;
    }

    /// <summary>The result as one object.</summary>
    public ContainerCommandResult ToResult(int exitCode, string container, string engine) => new()
    {
        Engine = engine,
        Container = container,
        ExitCode = exitCode,
        StandardOutput = string.Join('\n', standardOutput),
        StandardError = string.Join('\n', standardError),
        Duration = duration.Elapsed.ToString(),
    };

    /// <summary>
    /// The error for a nonzero exit code. The last lines of standard error have been shown, so they are in its detail and not repeated.
    /// </summary>
    public EngineException ToException(int exitCode, string container, IReadOnlyList<string> command)
    {
        string? said = FailureCode.IsOfEngine(exitCode) ? refusal ?? lastErrors.FirstOrDefault() : null;
        if (said is not null && ContainerService.ExplainOutput(said, container) is { } explained)
            return explained;
        string what = command.Count == 0 ? "The command" : $"'{command[0]}'";
        return new EngineException(
            EngineError.Failed,
            new Subject("ContainerCommand", container),
            $"{what} in container {container} exited with code {exitCode}.")
        {
            ErrorId = "ContainerCommandFailed",
            Detail = lastErrors.ToArray(),
        };
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    async Task SendAsync()
    {
        if (input.Length == 0)
            return;
        byte[] bytes = input.ToArray();
        input.SetLength(0);
        await SendAsync(bytes);
    }

    async Task SendAsync(byte[] bytes)
    {
        var writing = process.WriteAsync(bytes, stopping);
        // if reading fails, or the reader has had enough, the process may never read this
        if (await Task.WhenAny(writing, reading) == reading)
            await reading;
        await writing;
    }

    async Task ReadAsync()
    {
        await foreach (var batch in process.ReadAsync(output.Kind == ProcessOutputKind.Bytes, stopping))
        {
            foreach (byte[] bytes in batch.Bytes)
                output.Write(bytes);
            foreach (var line in batch.Lines)
                Take(line);
        }
    }

    /// <summary>Writes text that was mistaken for an engine's refusal but is output of the program.</summary>
    void WriteRefusal()
    {
        if (refusal is null)
            return;
        output.Write(refusal);
        refusal = null;
    }

    void Take(OutputLine line)
    {
        if (output.Kind == ProcessOutputKind.Lines)
        {
            WriteRefusal();
            bool isFirst = !hasOutput;
            hasOutput = true;
            if (isFirst && line.Stream == ContainerStream.StandardOutput && ContainerService.ExplainOutput(line.Text, "") is not null)
            {
                refusal = line.Text;
                return;
            }
        }
        if (line.Stream == ContainerStream.StandardError)
        {
            lastErrors.Enqueue(line.Text);
            if (lastErrors.Count > LastLines)
                lastErrors.Dequeue();
        }
        if (output.Kind == ProcessOutputKind.Result)
            (line.Stream == ContainerStream.StandardOutput ? standardOutput : standardError).Add(line.Text);
        else if (line.Stream == ContainerStream.StandardOutput)
            output.Write(line.Text);
        else
            output.WriteError(line.Text);
    }
}

/// <summary>What a cmdlet does with the output of a process.</summary>
enum ProcessOutputKind
{
    /// <summary>A string for each line of standard output.</summary>
    Lines,

    /// <summary>Blocks of standard output as they arrive.</summary>
    Bytes,

    /// <summary>One object with everything, at the end.</summary>
    Result,
}

/// <summary>Receives the output of a process.</summary>
/// <param name="Kind">The kind of output.</param>
/// <param name="Write">Receives a line or a block of bytes from standard output.</param>
/// <param name="WriteError">Receives a line from standard error.</param>
sealed record ProcessOutput(ProcessOutputKind Kind, Action<object> Write, Action<string> WriteError);
