using System.Net;
using System.Text;
using RulesEngine.Outputs.Sinks;
using RulesEngine.Outputs.Tests.Support;

namespace RulesEngine.Outputs.Tests.Sinks;

public sealed class HttpSinkTests
{
    [Theory]
    [InlineData(true, "application/json")]
    [InlineData(false, "text/plain")]
    public void An_alert_is_posted_as_the_body(bool json, string contentType)
    {
        using var server = new TestServer(static _ => new TestResponse(500));
        using var sink = new HttpSink(new HttpSinkOptions { Url = new Uri(server.Url, "hook?a=b"), Json = json });
        sink.Write(SampleAlerts.Plain("größer"));

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/hook?a=b"), (request.Method, request.Path));
        Assert.EndsWith("Warning größer", request.Body);
        Assert.Equal(contentType, request.Headers["Content-Type"]);
        Assert.Equal("falcosecurity/falco", request.Headers["User-Agent"]);
        Assert.Null(request.Headers["Expect"]);
    }

    [Fact]
    public void An_attempt_that_times_out_is_repeated_a_bounded_number_of_times()
    {
        using var server = new TestServer(static _ => new TestResponse(200, Delay: TimeSpan.FromSeconds(2)));
        using var sink = new HttpSink(new HttpSinkOptions
        {
            Url = server.Url,
            Timeout = TimeSpan.FromMilliseconds(100),
            MaxConsecutiveTimeouts = 2,
        });
        Assert.Throws<TaskCanceledException>(() => sink.Write(SampleAlerts.Plain()));
        Assert.True(SpinWait.SpinUntil(() => server.Requests.Count == 3, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_refused_connection_is_a_failure_at_once()
    {
        Uri dead;
        using (var server = new TestServer(static _ => new TestResponse(200)))
            dead = server.Url;
        using var sink = new HttpSink(new HttpSinkOptions { Url = dead });
        Assert.Throws<HttpRequestException>(() => sink.Write(SampleAlerts.Plain()));
    }

    [Fact]
    public void Answers_are_echoed_when_asked_for()
    {
        using var server = new TestServer(static _ => new TestResponse(200, "thanks"));
        var echo = new MemoryStream();
        using (var sink = new HttpSink(new HttpSinkOptions { Url = server.Url, Echo = true, KeepAlive = true }, echo))
            sink.Write(SampleAlerts.Plain());
        Assert.Equal("thanks", Encoding.UTF8.GetString(echo.ToArray()));
    }

    [Fact]
    public void A_server_certificate_must_be_trusted_unless_insecure_or_its_authority_is_given()
    {
        using var folder = new TemporaryFolder();
        TestCertificate.Write(folder["server.pem"], folder["ca.pem"]);
        using var log = new LogLines();
        using var server = RulesEngine.Outputs.Web.WebServer.Start(
            new RulesEngine.Outputs.Web.WebServerOptions
            {
                ListenAddress = IPAddress.Loopback,
                ListenPort = 0,
                CertificateFile = folder["server.pem"],
            },
            [],
            log.Logger);
        var options = new HttpSinkOptions { Url = new Uri($"https://localhost:{server.Port}/") };

        Assert.Throws<HttpRequestException>(() => Post(options));
        Post(options with { Insecure = true });
        Post(options with { CaCert = folder["ca.pem"] });
        Post(options with { CaBundle = folder["ca.pem"] });
    }

    private static void Post(HttpSinkOptions options)
    {
        using var sink = new HttpSink(options with { Timeout = TimeSpan.FromSeconds(10) });
        sink.Write(SampleAlerts.Plain());
    }
}
