using System.Collections.Immutable;
using System.Text;
using RulesEngine.Bpf.Abi;
using RulesEngine.Compat.Configuration;
using RulesEngine.Host.Rules;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Metrics;
using RulesEngine.Outputs.Queueing;
using Serilog;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// The numbers of a live session: collects them from whoever counts, for the metrics page and for the snapshots that
/// the configuration asks for.
/// </summary>
internal sealed class LiveMetrics(
    FalcoConfiguration configuration, LiveSession session, Func<ActiveRules> rules, RuleAlerts alerts)
{
    private readonly ulong _startNs = Now();

    public EngineFacts Facts() => new()
    {
        Version = RulesEngine.Compat.Surface.EngineFacts.Falco,
        Hostname = EngineRun.Hostname,
        EngineName = "modern_bpf",
        KernelRelease = File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        StartNs = _startNs,
        ReloadNs = session.ReloadNs == 0 ? _startNs : session.ReloadNs,
    };

    public EngineSample Sample() => new()
    {
        TimeNs = Now(),
        Events = session.Events,
        Drops = (long)session.Guard.Counters[ReCounter.RingFull],
        Guard = [.. Enum.GetValues<ReCounter>().Select(counter =>
            new NamedCount(Words(counter.ToString()), (long)session.Guard.Counters[counter]))],
        Rules = alerts.Sample(rules().Rules),
        Outputs = alerts.Outlet.Pipeline.Counters,
        Plugins = Plugins(),
        Resources = configuration.MetricsGroup("resource_utilization_enabled") ? ResourceUsage.Read() : null,
    };

    /// <summary>Starts the periodic snapshots where the configuration wants them, else null.</summary>
    public MetricsReporter? StartSnapshots(OutputPipeline pipeline, ILogger log)
    {
        if (!configuration.MetricsEnabled || (!configuration.MetricsOutputRule && configuration.MetricsOutputFile.Length == 0))
            return null;
        var interval = MetricsOptions.ParseInterval(configuration.MetricsInterval) ?? throw new ConfigurationException(
            $"metrics.interval: '{configuration.MetricsInterval}' is not a duration of at least 100ms");
        var options = new MetricsOptions
        {
            Interval = interval,
            OutputRule = configuration.MetricsOutputRule,
            OutputFile = configuration.MetricsOutputFile,
            RulesCountersEnabled = configuration.MetricsGroup("rules_counters_enabled"),
            ResourceUtilizationEnabled = configuration.MetricsGroup("resource_utilization_enabled"),
            StateCountersEnabled = configuration.MetricsGroup("state_counters_enabled"),
            KernelEventCountersEnabled = configuration.MetricsGroup("kernel_event_counters_enabled"),
            ConvertMemoryToMb = configuration.MetricsMemoryInMb,
            IncludeEmptyValues = configuration.MetricsIncludeEmpty,
        };
        var internalAlerts = new InternalAlerts(EngineRun.Hostname, TimeZoneInfo.Local, TimeProvider.System);
        return new MetricsReporter(
            options,
            Facts,
            Sample,
            fields => pipeline.TryPost(internalAlerts.MetricsSnapshot(fields)),
            log,
            TimeProvider.System);
    }

    private ImmutableArray<PluginSample> Plugins() =>
        [.. (alerts.Outlet.Plugins?.Counters ?? []).Select(plugin => new PluginSample(
            plugin.Name, plugin.Runs, plugin.Failures, plugin.Timeouts, plugin.Drops, plugin.SwitchedOff))];

    /// <summary><c>RingFull</c> as <c>ring_full</c>.</summary>
    private static string Words(string name)
    {
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0)
                words.Append('_');
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }

    private static ulong Now() => AlertTime.ToNs(TimeProvider.System.GetUtcNow());
}
