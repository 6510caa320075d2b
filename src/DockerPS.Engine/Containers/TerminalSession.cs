namespace DockerPS.Engine;

/// <summary>Connects a process in a container to the terminal of this process.</summary>
public static class TerminalSession
{
    const int BufferSize = 32 * 1024;
    const int ResizeTries = 10;
    static readonly TimeSpan ResizePause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Connects them until the output of the process ends or the user detaches. The terminal is restored afterwards, whatever happens.
    /// </summary>
    /// <param name="process">The process, which has a terminal.</param>
    /// <param name="keys">The keys that detach.</param>
    /// <param name="redraw">Whether a process that is already running should redraw its screen.</param>
    /// <param name="start">Starts the process, called when its output is already being read. Null if it is running.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    /// <returns>Whether the process has ended; otherwise the user has detached.</returns>
    public static async Task<bool> RunAsync(
        AttachedProcess process,
        DetachKeys keys,
        bool redraw,
        Func<Task>? start,
        CancellationToken cancellationToken)
    {
        using var terminal = LocalTerminal.Open();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var resized = new SemaphoreSlim(0);
        terminal.Resized = () => Release(resized);
        var output = ShowAsync(process, terminal, ending.Token);
        Task input = Task.CompletedTask, resizing = Task.CompletedTask;
        bool clean = false;
        try
        {
            if (start is not null)
                await start().ConfigureAwait(false);
            resizing = ResizeAsync(process, redraw, resized, ending.Token);
            input = Task.Factory.StartNew(
                () => Type(process, terminal, keys, ending.Token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            bool ended = await Task.WhenAny(output, input).ConfigureAwait(false) == output;
            await (ended ? output : input).ConfigureAwait(false);
            clean = ended;
            return ended;
        }
        finally
        {
            terminal.Resized = null;
            terminal.StopReading();
            await ending.CancelAsync().ConfigureAwait(false);
            // close the connection now, so that nothing waits for it
            await process.DisposeAsync().ConfigureAwait(false);
            await Task.WhenAll(input, output, resizing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            terminal.CleanUp(newLine: !clean);
        }
    }

    static async Task ShowAsync(AttachedProcess process, LocalTerminal terminal, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        while (await process.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            terminal.Write(buffer.AsSpan(0, count));
    }

    static void Type(AttachedProcess process, LocalTerminal terminal, DetachKeys keys, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        var pass = new List<byte>();
        bool detached = false;
        while (!detached && terminal.Read(buffer) is > 0 and var count)
        {
            pass.Clear();
            detached = keys.Filter(buffer.AsSpan(0, count), pass);
            if (pass.Count > 0)
                process.WriteAsync(pass.ToArray(), cancellationToken).GetAwaiter().GetResult();
        }
    }

    static async Task ResizeAsync(AttachedProcess process, bool redraw, SemaphoreSlim resized, CancellationToken cancellationToken)
    {
        var size = LocalTerminal.Size;
        // programs redraw their screen only when the size changes
        if (redraw)
            await TryResizeAsync(process, new TerminalSize(size.Height + 1, size.Width + 1), cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await TryResizeAsync(process, size, cancellationToken).ConfigureAwait(false);
            await resized.WaitAsync(cancellationToken).ConfigureAwait(false);
            size = LocalTerminal.Size;
        }
    }

    static async Task TryResizeAsync(AttachedProcess process, TerminalSize size, CancellationToken cancellationToken)
    {
        for (int tries = 1; tries <= ResizeTries; tries++)
        {
            try
            {
                await process.ResizeAsync(size, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (EngineException)
            {
                // it may not be running yet, or not any more: a wrong size is no reason to fail
                await Task.Delay(ResizePause * tries, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    static void Release(SemaphoreSlim resized)
    {
        try
        {
            resized.Release();
        }
        catch (ObjectDisposedException)
        {
            // a signal that was still on its way at the end
        }
    }
}
