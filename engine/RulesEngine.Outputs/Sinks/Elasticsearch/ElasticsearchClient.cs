using System.Net.Http.Headers;
using System.Text;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// Requests to the nodes of a cluster in turn: a node that cannot be reached is passed over for the next. Knows
/// addresses and credentials, not what is sent.
/// </summary>
internal sealed class ElasticsearchClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Ndjson = new("application/x-ndjson");
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly ElasticsearchOptions _options;
    private readonly HttpClient _http;
    private int _next;

    public ElasticsearchClient(ElasticsearchOptions options)
    {
        _options = options;
        var tls = new HttpSinkOptions
        {
            Url = options.NodeUris[0],
            Insecure = options.Insecure,
            CaCert = options.CaCert,
        };
        _http = new HttpClient(HttpTls.CreateHandler(tls)) { Timeout = options.ConnectionTimeout };
        _http.DefaultRequestHeaders.Authorization = Credentials(options);
    }

    public Task<ClusterAnswer> BulkAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, "_bulk", body, Ndjson, cancellation);

    public async Task<bool> TemplateExistsAsync(CancellationToken cancellation)
    {
        var answer = await SendAsync(HttpMethod.Head, TemplatePath, null, Json, cancellation).ConfigureAwait(false);
        return answer.Status == 200;
    }

    public Task<ClusterAnswer> PutTemplateAsync(ReadOnlyMemory<byte> template, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, TemplatePath, template, Json, cancellation);

    public void Dispose() => _http.Dispose();

    private string TemplatePath => "_index_template/" + Uri.EscapeDataString(_options.TemplateName);

    /// <summary>The first answer a node gives. Status 0 with the last reason when none does.</summary>
    private async Task<ClusterAnswer> SendAsync(
        HttpMethod method,
        string path,
        ReadOnlyMemory<byte>? body,
        MediaTypeHeaderValue type,
        CancellationToken cancellation)
    {
        var reason = "";
        for (var tried = 0; tried < _options.NodeUris.Length; tried++)
        {
            var node = _options.NodeUris[(int)((uint)_next++ % (uint)_options.NodeUris.Length)];
            using var request = new HttpRequestMessage(method, Address(node, path));
            if (body is { } content)
            {
                request.Content = new ReadOnlyMemoryContent(content);
                request.Content.Headers.ContentType = type;
            }

            try
            {
                using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
                var answer = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
                return new ClusterAnswer((int)response.StatusCode, answer, response.ReasonPhrase ?? "");
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
            {
                cancellation.ThrowIfCancellationRequested();
                reason = failure.Message;
            }
        }

        return new ClusterAnswer(0, default, reason);
    }

    private static Uri Address(Uri node, string path) =>
        new(node.AbsoluteUri.EndsWith('/') ? node : new Uri(node.AbsoluteUri + "/"), path);

    private static AuthenticationHeaderValue? Credentials(ElasticsearchOptions options)
    {
        if (options.BasicAuthUserName is { } user)
        {
            var pair = Encoding.UTF8.GetBytes($"{user}:{options.BasicAuthPassword}");
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
        }

        return options.ApiKey is { } key ? new AuthenticationHeaderValue("ApiKey", key) : null;
    }
}

/// <param name="Status">The HTTP status; 0 when no node answered.</param>
/// <param name="Body">The answer.</param>
/// <param name="Reason">The status's text, or why there was no answer.</param>
internal readonly record struct ClusterAnswer(int Status, ReadOnlyMemory<byte> Body, string Reason)
{
    public bool Succeeded => Status is >= 200 and < 300;
}
