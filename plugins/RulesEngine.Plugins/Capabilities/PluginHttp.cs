using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;

namespace RulesEngine.Plugins.Capabilities;

/// <summary>
/// Posting to the hosts a plugin's manifest names, and to no others: redirects are not followed. Blocks the plugin's
/// thread, for at most the time that is left to its call.
/// </summary>
internal sealed class PluginHttp(ImmutableArray<string> hosts) : IDisposable
{
    private const int BodyMaxBytes = 1024 * 1024;
    private const int AnswerMaxBytes = 64 * 1024;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        MaxResponseContentBufferSize = AnswerMaxBytes,
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <summary>Throws <see cref="CapabilityException"/> when it is not allowed or gets no answer in time.</summary>
    public HttpAnswer Post(string url, string body, string contentType, TimeSpan time)
    {
        var target = Checked(url);
        var bytes = Encoding.UTF8.GetBytes(body);
        if (bytes.Length > BodyMaxBytes)
            throw new CapabilityException($"a body may have {BodyMaxBytes} bytes");
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            throw new CapabilityException($"\"{contentType}\" is no content type");

        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = type;
        using var limit = new CancellationTokenSource(time > TimeSpan.Zero ? time : TimeSpan.FromTicks(1));
        try
        {
            using var response = _client.Send(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            using var reader = new StreamReader(response.Content.ReadAsStream(limit.Token), Encoding.UTF8);
            return new HttpAnswer((int)response.StatusCode, reader.ReadToEnd());
        }
        catch (OperationCanceledException)
        {
            throw new CapabilityException($"no answer from {target.Authority} in time");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new CapabilityException($"{target.Authority}: {failure.Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    private Uri Checked(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https"))
            throw new CapabilityException($"\"{url}\" is no address to post to");
        var allowed = hosts.Any(host =>
            host.Equals(target.IdnHost, StringComparison.OrdinalIgnoreCase) ||
            host.Equals($"{target.IdnHost}:{target.Port}", StringComparison.OrdinalIgnoreCase));
        return allowed ? target : throw new CapabilityException($"the manifest does not permit {target.Authority}");
    }
}

internal readonly record struct HttpAnswer(int Status, string Body);
