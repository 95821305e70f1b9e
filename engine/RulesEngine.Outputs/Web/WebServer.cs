using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Serilog;

namespace RulesEngine.Outputs.Web;

/// <summary>
/// A web server for a handful of read-only pages: health, versions, metrics. One request per connection, a bounded
/// number of connections at a time, a bounded time for each, so that whoever can reach the port cannot hold the engine
/// up. It sits on a socket of its own because the base library's listener has no TLS on Linux.
/// </summary>
public sealed class WebServer : IDisposable
{
    private const int ConnectionsMax = 256;

    private static readonly TimeSpan ConnectionTime = TimeSpan.FromSeconds(10);

    /// <summary>A client that has not asked by then loses its place: a probe of the engine's health may wait for it.</summary>
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(2);

    private readonly TcpListener _listener;
    private readonly Dictionary<string, WebPage> _pages;
    private readonly X509Certificate2? _certificate;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _places = new(ConnectionsMax);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    private WebServer(WebServerOptions options, IEnumerable<WebPage> pages, ILogger log)
    {
        _log = log;
        _pages = pages.ToDictionary(page => page.Path, StringComparer.Ordinal);
        _certificate = options.CertificateFile is { } file ? X509Certificate2.CreateFromPemFile(file) : null;
        _listener = new TcpListener(options.ListenAddress, options.ListenPort);
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>
    /// Binds and starts answering. Throws <see cref="SocketException"/> when the address cannot be bound, and
    /// <see cref="System.Security.Cryptography.CryptographicException"/> or <see cref="IOException"/> for a bad certificate.
    /// </summary>
    public static WebServer Start(WebServerOptions options, IEnumerable<WebPage> pages, ILogger log) =>
        new(options, pages, log);

    /// <summary>The port in use.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Closes the port; requests under way are broken off.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Stop();
        _accepting.Wait(ConnectionTime);
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_stopping.Token).ConfigureAwait(false);
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token).ConfigureAwait(false);
                _ = ServeAsync(client);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                _places.Release();
                if (!_stopping.IsCancellationRequested)
                    _log.Warning("Webserver: {Reason}", failure.Message);
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        time.CancelAfter(RequestTime);
        try
        {
            using (client)
            {
                using var stream = await OpenAsync(client, time.Token).ConfigureAwait(false);
                var request = await WebRequest.ReadAsync(stream, time.Token).ConfigureAwait(false);
                time.CancelAfter(ConnectionTime);
                var response = await AnswerAsync(request, time.Token).ConfigureAwait(false);
                await response.WriteAsync(stream, time.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            // A client that goes away, is too slow, or speaks no TLS: nobody is left to answer.
            _log.Debug("Webserver: {Reason}", failure.Message);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client, CancellationToken cancellation)
    {
        if (_certificate is null)
            return client.GetStream();
        var tls = new SslStream(client.GetStream());
        var options = new SslServerAuthenticationOptions { ServerCertificate = _certificate };
        await tls.AuthenticateAsServerAsync(options, cancellation).ConfigureAwait(false);
        return tls;
    }

    private async Task<WebResponse> AnswerAsync(WebRequest? request, CancellationToken cancellation)
    {
        if (request is null)
            return WebResponse.Plain(400, "Bad Request");
        if (request.Method is not ("GET" or "HEAD"))
            return WebResponse.Plain(405, "Method Not Allowed");
        if (!_pages.TryGetValue(request.Path, out var page))
            return WebResponse.Plain(404, "Not Found");
        try
        {
            var body = await page.Render(cancellation).ConfigureAwait(false);
            return new WebResponse(200, "OK", page.ContentType, body, request.Method == "HEAD");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _log.Error("Webserver: {Path}: {Reason}", request.Path, failure.Message);
            return WebResponse.Plain(500, "Internal Server Error");
        }
    }
}
