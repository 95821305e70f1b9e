using System.Net;
using System.Net.Sockets;
using System.Text;
using RulesEngine.Outputs.Tests.Support;
using RulesEngine.Outputs.Web;

namespace RulesEngine.Outputs.Tests.Web;

public sealed class WebServerTests : IDisposable
{
    private readonly LogLines _log = new();
    private readonly HttpClient _client = new();
    private readonly WebServer _server;

    public WebServerTests() => _server = WebServer.Start(
        new WebServerOptions { ListenAddress = IPAddress.Loopback, ListenPort = 0 },
        [
            WebPage.Health("/healthz"),
            WebPage.Json("/versions", static () => "{\"a\":1}"),
            WebPage.Json("/broken", static () => throw new InvalidOperationException("oops")),
        ],
        _log.Logger);

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Health_is_answered_as_falco_does()
    {
        var response = await _client.GetAsync(Url("/healthz"));
        Assert.Equal("{\"status\": \"ok\"}", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("/versions?x=1", HttpStatusCode.OK)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/broken", HttpStatusCode.InternalServerError)]
    public async Task A_path_has_its_page_or_none(string path, HttpStatusCode expected) =>
        Assert.Equal(expected, (await _client.GetAsync(Url(path))).StatusCode);

    [Fact]
    public async Task Only_reading_is_allowed()
    {
        var response = await _client.PostAsync(Url("/healthz"), new ByteArrayContent([]));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET /healthz HTTP/9\r\n\r\n")]
    [InlineData("GET healthz HTTP/1.1\r\n\r\n")]
    public void What_is_no_request_is_refused(string text) => Assert.StartsWith("HTTP/1.1 400 ", Raw(text));

    [Fact]
    public void Endless_headers_are_refused() =>
        Assert.StartsWith("HTTP/1.1 400 ", Raw("GET / HTTP/1.1\r\n" + new string('a', 9000)));

    [Fact]
    public async Task Connections_that_say_nothing_lose_their_place_to_others()
    {
        // More than the server serves at a time.
        var silent = Enumerable.Range(0, 300).Select(_ => Connect()).ToList();
        var start = TimeProvider.System.GetTimestamp();
        var response = await _client.GetAsync(Url("/healthz"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 9);
        silent.ForEach(client => client.Dispose());
    }

    [Fact]
    public void A_port_in_use_is_an_exception_of_the_socket() => Assert.Throws<SocketException>(() =>
        WebServer.Start(
            new WebServerOptions { ListenAddress = IPAddress.Loopback, ListenPort = _server.Port }, [], _log.Logger));

    [Fact]
    public async Task Tls_is_served_with_one_file_for_certificate_and_key()
    {
        using var folder = new TemporaryFolder();
        TestCertificate.Write(folder["server.pem"], folder["ca.pem"]);
        using var server = WebServer.Start(
            new WebServerOptions
            {
                ListenAddress = IPAddress.Loopback,
                ListenPort = 0,
                CertificateFile = folder["server.pem"],
            },
            [WebPage.Health("/healthz")],
            _log.Logger);
        using var handler = new HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = static (_, certificate, _, _) =>
            certificate!.Subject == "CN=localhost";
        using var client = new HttpClient(handler);
        Assert.Equal("{\"status\": \"ok\"}", await client.GetStringAsync($"https://localhost:{server.Port}/healthz"));
    }

    private string Url(string path) => $"http://127.0.0.1:{_server.Port}{path}";

    private TcpClient Connect() => new("127.0.0.1", _server.Port);

    private string Raw(string request)
    {
        using var client = Connect();
        client.ReceiveTimeout = 10_000;
        client.GetStream().Write(Encoding.ASCII.GetBytes(request));
        var buffer = new byte[4096];
        return Encoding.ASCII.GetString(buffer, 0, client.GetStream().Read(buffer));
    }
}
