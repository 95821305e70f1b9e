using System.Net.Http.Headers;

namespace RulesEngine.Outputs.Sinks;

/// <summary>
/// Posts each alert to a URL, one request after another on one connection. An attempt that times out is repeated a
/// bounded number of times; any other failure is final. The status of an answer is not looked at, as in Falco.
/// </summary>
public sealed class HttpSink : IAlertSink
{
    private readonly HttpSinkOptions _options;
    private readonly MediaTypeHeaderValue _contentType;
    private readonly Stream? _echo;
    private HttpClient? _client;

    /// <param name="options">Where to and how.</param>
    /// <param name="echo">Where answers are copied if <see cref="HttpSinkOptions.Echo"/> is set; else standard output.</param>
    public HttpSink(HttpSinkOptions options, Stream? echo = null)
    {
        _options = options;
        _contentType = new MediaTypeHeaderValue(options.Json ? "application/json" : "text/plain");
        _echo = options.Echo ? echo ?? Console.OpenStandardOutput() : null;
    }

    public string Name => "http";

    public void Write(in RenderedAlert alert)
    {
        var body = alert.Text.ToArray();
        for (var timeouts = 0; ; timeouts++)
        {
            try
            {
                Post(body);
                return;
            }
            catch (TaskCanceledException) when (timeouts < _options.MaxConsecutiveTimeouts)
            {
                // Tried again; the last one goes to the caller.
            }
        }
    }

    public void Reopen()
    {
        _client?.Dispose();
        _client = null;
    }

    public void Dispose()
    {
        Reopen();
        _echo?.Dispose();
    }

    private void Post(byte[] body)
    {
        _client ??= CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = _contentType;
        if (_options.CompressUploads)
            request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("gzip"));
        using var response = _client.Send(request, HttpCompletionOption.ResponseContentRead);
        if (_echo is null)
            return;
        response.Content.CopyTo(_echo, null, CancellationToken.None);
        _echo.Flush();
    }

    private HttpClient CreateClient()
    {
        var client = new HttpClient(HttpTls.CreateHandler(_options)) { Timeout = _options.Timeout };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        return client;
    }
}
