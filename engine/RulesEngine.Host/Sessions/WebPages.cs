using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using RulesEngine.Compat.Configuration;
using RulesEngine.Compiler.Planning;
using RulesEngine.Host.Rules;
using RulesEngine.Outputs.Metrics;
using RulesEngine.Outputs.Web;
using Serilog;

namespace RulesEngine.Host.Sessions;

/// <summary>The web server of a live session: health, versions, metrics, the plan.</summary>
internal static class WebPages
{
    /// <summary>Starts it where the configuration wants it, else null.</summary>
    public static WebServer? Start(
        FalcoConfiguration configuration, LiveSession session, Func<ActiveRules> rules, LiveMetrics numbers, ILogger log)
    {
        if (!configuration.WebserverEnabled)
            return null;
        if (!IPAddress.TryParse(configuration.WebserverAddress, out var address))
            throw new ConfigurationException($"webserver.listen_address: '{configuration.WebserverAddress}' is not an address");
        var pages = new List<WebPage>
        {
            WebPage.Health(configuration.HealthEndpoint),
            WebPage.Json("/versions", () => RulesEngine.Compat.Surface.EngineFacts.VersionJson),
            WebPage.Json("/plan", () => PlanRenderer.ToJson(rules().Plans, session.Guard.Form.ToString().ToLowerInvariant())),
        };
        if (configuration.MetricsEnabled && configuration.PrometheusEnabled)
        {
            var metrics = new EngineMetrics(numbers.Facts, numbers.Sample);
            pages.Add(new WebPage("/metrics", EngineMetrics.ContentType, metrics.ExportAsync));
        }
        var options = new WebServerOptions
        {
            ListenAddress = address,
            ListenPort = (int)configuration.WebserverPort,
            CertificateFile = configuration.WebserverCertificate,
        };
        try
        {
            return WebServer.Start(options, pages, log);
        }
        catch (Exception error) when (error is SocketException or CryptographicException or IOException)
        {
            throw new UserErrorException($"webserver: {error.Message}", error);
        }
    }
}
