using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace DockerPS.Engine.Tests;

/// <summary>Clients and servers that many tests need.</summary>
static class Engines
{
    public const string Source = "a test";

    /// <summary>The engine that the tests run on.</summary>
    public const string Real = "unix:///var/run/docker.sock";

    /// <summary>A client with a short time limit.</summary>
    public static EngineClient Connect(string address, TlsSettings? tls = null, double seconds = 5) =>
        new(new EngineEndpoint(address, Source) { Tls = tls, Timeout = TimeSpan.FromSeconds(seconds) });

    /// <summary>The error for an unavailable engine, with everything that it has to contain.</summary>
    public static async Task<EngineException> AssertUnavailableAsync(EngineClient client, string reason)
    {
        using (client)
        {
            var error = await Assert.ThrowsAsync<EngineException>(() => client.Containers.ListAsync(null, CancellationToken.None));
            Assert.Equal((EngineError.Unavailable, "EngineUnavailable"), (error.Error, error.ErrorId));
            Assert.StartsWith($"Cannot reach the Docker engine at {client.Endpoint.Address} (from {Source}): ", error.Message, StringComparison.Ordinal);
            Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), error.ToString());
            Assert.True(error.Cause != EngineCause.Unknown || !string.IsNullOrEmpty(error.Advice), "nothing says what to do");
            return error;
        }
    }

    /// <summary>A loopback port that neither accepts nor refuses connections: its queue is full.</summary>
    public static IDisposable OpenBlackHole(out int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var clients = new List<Socket> { listener };
        while (true)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            clients.Add(client);
            if (!client.ConnectAsync(IPAddress.Loopback, port).Wait(200))
                return new Closing(clients);
        }
    }

    /// <summary>Whether an engine is available.</summary>
    public static async Task<bool> AnswersAsync(EngineClient client)
    {
        try
        {
            await client.PingAsync(CancellationToken.None);
            return true;
        }
        catch (EngineException)
        {
            return false;
        }
    }

    /// <summary>A free loopback port.</summary>
    public static int FindPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    sealed class Closing(List<Socket> sockets) : IDisposable
    {
        public void Dispose() => sockets.ForEach(static socket => socket.Dispose());
    }
}

/// <summary>Connects as a user without permission, even if the tests run as root: only this thread drops its privileges.</summary>
sealed class OtherUserDialer(string path) : Dialer
{
    const int Nobody = 65534;

    readonly UnixDialer inner = new(path);

    public override ValueTask<Stream> DialAsync(CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<Stream>();
        new Thread(() =>
        {
            try
            {
                _ = SetFileSystemUser(Nobody);
                result.SetResult(inner.Dial(cancellationToken));
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        }).Start();
        return new ValueTask<Stream>(result.Task);
    }

    public override ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken) =>
        inner.CloseWriteAsync(stream, cancellationToken);

#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int SetFileSystemUser(int user);
#pragma warning restore SYSLIB1054
}
