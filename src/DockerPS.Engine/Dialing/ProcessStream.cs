using System.Diagnostics;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// The standard input and output of a process as one connection. The process lives no longer than the stream; when it ends before it said
/// anything, what it wrote to its error output is the reason.
/// </summary>
sealed class ProcessStream : TwoWayStream
{
    const int MostErrorText = 4096;

    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    readonly Process process;
    readonly string name;
    readonly Stream input;
    readonly Stream output;
    readonly StreamReader errorOutput;
    readonly StringBuilder errors = new();
    readonly Task readingErrors;
    bool hasAnswered;
    int disposed;

    public ProcessStream(Process process, string name)
    {
        this.process = process;
        this.name = name;
        input = process.StandardInput.BaseStream;
        output = process.StandardOutput.BaseStream;
        errorOutput = process.StandardError;
        readingErrors = ReadErrorsAsync();
    }

    /// <summary>Ends the standard input of the process; its output is still read.</summary>
    public void CloseWrite() => input.Dispose();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = output.Read(buffer);
        hasAnswered |= count > 0;
        return count > 0 || hasAnswered || buffer.IsEmpty ? count : throw ExplainAsync(null).GetAwaiter().GetResult();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        hasAnswered |= count > 0;
        return count > 0 || hasAnswered || buffer.IsEmpty ? count : throw await ExplainAsync(null).ConfigureAwait(false);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            input.Write(buffer);
            input.Flush();
        }
        catch (IOException e) when (!hasAnswered)
        {
            throw ExplainAsync(e).GetAwaiter().GetResult();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await input.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            await input.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (!hasAnswered)
        {
            throw await ExplainAsync(e).ConfigureAwait(false);
        }
    }

    public override void Flush() => input.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => input.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref disposed, 1) == 0)
        {
            try
            {
                process.Kill();
            }
            catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // it has ended by itself
            }
            input.Dispose();
            output.Dispose();
            errorOutput.Dispose();
            process.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Why the process ended without a word on its output.</summary>
    async Task<DialException> ExplainAsync(Exception? cause)
    {
        using var limit = new CancellationTokenSource(LastWords);
        string code = "";
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            code = $" with exit code {process.ExitCode}";
            // a shared connection of ssh may keep the error output open for ever
            await readingErrors.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // then what is known so far has to do
        }
        string[] lines;
        lock (errors)
            lines = errors.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new DialException(
            $"{name} ended{code}{(lines.Length == 0 ? " and said nothing" : ": " + string.Join("; ", lines).TrimEnd('.'))}",
            cause)
        {
            Advice = "See whether 'ssh HOST docker version' works by itself: with a key or an agent, without asking anything, and with Docker 18.09 or later over there.",
        };
    }

    async Task ReadErrorsAsync()
    {
        char[] buffer = new char[1024];
        try
        {
            int count;
            while ((count = await errorOutput.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                lock (errors)
                {
                    errors.Append(buffer, 0, count);
                    if (errors.Length > MostErrorText)
                        errors.Remove(0, errors.Length - MostErrorText);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // the process is gone, and so is what it would have said
        }
    }
}
