using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace RulesEngine.Plugins.Tests.Support;

/// <summary>A web server that answers every request the same way.</summary>
internal sealed class WebhookServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<string> _requests = new();

    public WebhookServer(int status, string body, string? location = null, TimeSpan delay = default)
    {
        (_listener, Url) = LocalListener.Start();
        _ = Task.Run(async () =>
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var text = await reader.ReadToEndAsync();
                _requests.Enqueue($"{context.Request.Url!.PathAndQuery} {context.Request.ContentType} {text}");
                if (delay > TimeSpan.Zero)
                    continue;
                context.Response.StatusCode = status;
                context.Response.RedirectLocation = location;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
        });
    }

    public Uri Url { get; }

    public IReadOnlyList<string> Requests => [.. _requests];

    public void Dispose() => _listener.Close();
}
