using System.Net;

namespace DockerPS.Engine.Tests;

/// <summary>Handles requests for servers in tests.</summary>
static class HttpServing
{
    /// <summary>Has each request handled, several at once, until the listener is closed.</summary>
    public static async Task ServeAsync(this HttpListener listener, Func<HttpListenerContext, Task> answer)
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                _ = answer(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
