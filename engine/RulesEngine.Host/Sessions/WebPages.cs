using System.Collections.Immutable;
using System.Net;
using RulesEngine.Bpf.Abi;
using RulesEngine.Compat.Configuration;
using RulesEngine.Compiler.Planning;
using RulesEngine.Host.Rules;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Metrics;
using RulesEngine.Outputs.Web;
using Serilog;

namespace RulesEngine.Host.Sessions;

/// <summary>The web server of a live session: health, versions, metrics, the plan.</summary>
internal static class WebPages
{
    /// <summary>Starts it where the configuration wants it, else null.</summary>
    public static WebServer? Start(
        FalcoConfiguration configuration, LiveSession session, Func<ActiveRules> rules, RuleAlerts alerts, ILogger log)
    {
        if (!configuration.WebserverEnabled)
            return null;
        if (!IPAddress.TryParse(configuration.WebserverAddress, out var address))
            throw new ConfigurationException($"webserver.listen_address: '{configuration.WebserverAddress}' is not an address");
        var startNs = Now();
        var metrics = new EngineMetrics(() => Facts(startNs), () => Sample(session, rules(), alerts));
        var pages = new List<WebPage>
        {
            WebPage.Health(configuration.HealthEndpoint),
            WebPage.Json("/versions", () => Surface.VersionJson),
            WebPage.Json("/plan", () => PlanRenderer.ToJson(rules().Plans, session.Guard.Form.ToString().ToLowerInvariant())),
        };
        if (configuration.PrometheusEnabled)
            pages.Add(new WebPage("/metrics", EngineMetrics.ContentType, metrics.ExportAsync));
        return WebServer.Start(
            new WebServerOptions { ListenAddress = address, ListenPort = (int)configuration.WebserverPort }, pages, log);
    }

    private static EngineFacts Facts(ulong startNs) => new()
    {
        Version = Surface.Version,
        Hostname = EngineRun.Hostname,
        EngineName = "modern_bpf",
        StartNs = startNs,
        ReloadNs = startNs,
    };

    private static EngineSample Sample(LiveSession session, ActiveRules rules, RuleAlerts alerts) => new()
    {
        TimeNs = Now(),
        Events = session.Events,
        Drops = (long)session.Guard.Counters[ReCounter.RingFull],
        Kernel = [.. Enum.GetValues<ReCounter>().Select(counter =>
            new NamedCount(counter.ToString(), (long)session.Guard.Counters[counter]))],
        Rules = alerts.Sample(rules.Rules),
        Outputs = alerts.Outlet.Pipeline.Counters,
        Plugins = Plugins(alerts),
    };

    private static ImmutableArray<PluginSample> Plugins(RuleAlerts alerts) =>
        [.. (alerts.Outlet.Plugins?.Counters ?? []).Select(plugin => new PluginSample(
            plugin.Name, plugin.Runs, plugin.Failures, plugin.Timeouts, plugin.Drops, plugin.SwitchedOff))];

    private static ulong Now() => AlertTime.ToNs(TimeProvider.System.GetUtcNow());
}
