using System.Diagnostics;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// The standard input and output of a process as one connection. The process ends with the stream; if it ends before it writes any output,
/// its error output becomes the reason.
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

    /// <summary>Closes the standard input of the process; its output can still be read.</summary>
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
                // it has already ended
            }
            input.Dispose();
            output.Dispose();
            errorOutput.Dispose();
            process.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>The reason why the process ended without any output.</summary>
    async Task<DialException> ExplainAsync(Exception? cause)
    {
        using var limit = new CancellationTokenSource(LastWords);
        string code = "";
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            code = $" with code {process.ExitCode}";
            // a shared ssh connection may keep the error output open forever
            await readingErrors.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // then what is known so far has to be enough
        }
        string[] lines;
        lock (errors)
            lines = errors.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new DialException(
            $"{name} exited{code}{(lines.Length == 0 ? " without any output" : ": " + string.Join("; ", lines).TrimEnd('.'))}",
            cause)
        {
            Advice = "Check that 'ssh HOST docker version' works on its own: with a key or an agent, without prompts, and with Docker "
            + "18.09 or later on that host.",
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
            // the process is gone, and its output with it
        }
    }
}
