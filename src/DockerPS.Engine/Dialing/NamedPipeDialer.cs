using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Principal;

namespace DockerPS.Engine;

/// <summary>Connects to a Windows named pipe: <c>npipe:////./pipe/docker_engine</c>.</summary>
[SupportedOSPlatform("windows")]
public sealed class NamedPipeDialer : Dialer
{
    // wait for a missing pipe, in case its server is between two clients
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly string server;
    readonly string name;

    internal NamedPipeDialer(EngineAddress address)
    {
        // //server/pipe/name
        string[] parts = address.Path.Split('/', 5);
        server = parts[2];
        name = parts[4].Replace('/', '\\');
    }

    /// <inheritdoc />
    public override async ValueTask<Stream> DialAsync(CancellationToken cancellationToken)
    {
        // the server of a pipe may impersonate its client unless told otherwise
        var pipe = new NamedPipeClientStream(
            server,
            name,
            PipeDirection.InOut,
            PipeOptions.Asynchronous,
            TokenImpersonationLevel.Anonymous);
        try
        {
            await pipe.ConnectAsync((int)Patience.TotalMilliseconds, cancellationToken).ConfigureAwait(false);
            return pipe;
        }
        catch (TimeoutException e)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw new DialException("there is no such pipe", e);
        }
        catch (UnauthorizedAccessException e)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw new DialException(
                "permission denied",
                e)
            {
                Advice = "Add your user to the group docker-users and log in again, or run as an administrator.",
            };
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public override ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        // an empty message tells the engine that the input has ended; the stream skips empty writes, so this calls Windows directly
        var pipe = (NamedPipeClientStream)stream;
        using var done = new ManualResetEvent(false);
        // the low bit keeps the result from the stream's own completion port
        var overlapped = new NativeOverlapped { EventHandle = done.SafeWaitHandle.DangerousGetHandle() | 1 };
        const int Pending = 997;
        if (!WriteFile(pipe.SafePipeHandle, 0, 0, 0, ref overlapped)
            && (Marshal.GetLastWin32Error() != Pending || !GetOverlappedResult(pipe.SafePipeHandle, ref overlapped, out _, wait: true)))
            throw new IOException("The writing half of the pipe could not be closed.", new Win32Exception());
        return ValueTask.CompletedTask;
    }

#pragma warning disable SYSLIB1054 // the generated form would need unsafe code for no benefit
    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    static extern bool WriteFile(SafeHandle file, nint buffer, int count, nint written, ref NativeOverlapped overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    static extern bool GetOverlappedResult(
        SafeHandle file,
        ref NativeOverlapped overlapped,
        out int transferred,
        [MarshalAs(UnmanagedType.Bool)] bool wait);
#pragma warning restore SYSLIB1054
}
