using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace RulesEngine.Outputs.Metrics;

/// <summary>The metrics with Falco's names, for dashboards that exist.</summary>
internal static class FalcoMetrics
{
    private const string Falco = "falcosecurity_falco_";
    private const string Scap = "falcosecurity_scap_";

    public static void Write(MetricWriter metrics, EngineFacts facts, EngineSample sample)
    {
        WriteFacts(metrics, facts, sample);
        if (sample.Resources is { } resources)
            WriteResources(metrics, resources);
        WriteRules(metrics, sample);
        WriteEvents(metrics, sample);
    }

    private static void WriteFacts(MetricWriter metrics, EngineFacts facts, EngineSample sample)
    {
        metrics.Info(Falco + "version", ("version", facts.Version));
        foreach (var file in facts.RulesFiles)
            metrics.Info(Falco + "sha256_rules_files", ("file_name", file.Name), ("sha256", file.Sha256));
        foreach (var file in facts.ConfigFiles)
            metrics.Info(Falco + "sha256_config_files", ("file_name", file.Name), ("sha256", file.Sha256));
        metrics.Info(Scap + "engine_name", ("engine_name", facts.EngineName), ("evt_source", facts.EventSource));
        metrics.Info(Falco + "kernel_release", ("kernel_release", facts.KernelRelease));
        metrics.Info("falcosecurity_evt_hostname", ("hostname", facts.Hostname));

        metrics.Counter(Falco + "outputs_queue_num_drops_total", sample.Outputs?.DroppedQueueFull ?? 0);
        metrics.Gauge(Falco + "reload_timestamp_nanoseconds", facts.ReloadNs);
        metrics.Gauge(Falco + "start_timestamp_nanoseconds", facts.StartNs);
        metrics.Counter(Falco + "duration_seconds_total", DurationSeconds(facts, sample));
        metrics.Gauge(Falco + "host_boot_timestamp_nanoseconds", facts.HostBootNs);
        metrics.Gauge(Falco + "host_num_cpus_total", facts.HostCpus);
    }

    private static void WriteResources(MetricWriter metrics, ResourceUsage resources)
    {
        metrics.Gauge(Falco + "cpu_usage_ratio", resources.CpuPercent / 100);
        metrics.Gauge(Falco + "memory_rss_bytes", resources.RssBytes);
        metrics.Gauge(Falco + "memory_vsz_bytes", resources.VszBytes);
        metrics.Gauge(Falco + "memory_pss_bytes", resources.PssBytes);
        metrics.Gauge(Falco + "container_memory_used_bytes", resources.ContainerMemoryBytes);
        metrics.Gauge(Falco + "host_cpu_usage_ratio", resources.HostCpuPercent / 100);
        metrics.Gauge(Falco + "host_memory_used_bytes", resources.HostMemoryBytes);
        metrics.Gauge(Falco + "host_procs_running_total", resources.HostProcsRunning);
        metrics.Gauge(Falco + "host_open_fds_total", resources.HostOpenFds);
    }

    /// <summary>Only rules that have matched, as in Falco; each tag is a label of its own.</summary>
    private static void WriteRules(MetricWriter metrics, EngineSample sample)
    {
        foreach (var rule in sample.Rules)
        {
            if (rule.Matches == 0)
                continue;
            var labels = new List<(string, string)>
            {
                ("priority", ((int)rule.Priority).ToString(CultureInfo.InvariantCulture)),
                ("rule_name", rule.Name),
                ("source", rule.Source),
            };
            foreach (var tag in rule.Tags.Select(tag => "tag_" + Name(tag)).Distinct(StringComparer.Ordinal))
                labels.Add((tag, "true"));
            metrics.Counter(
                Falco + "rules_matches_total",
                rule.Matches,
                CollectionsMarshal.AsSpan(labels));
        }
    }

    private static void WriteEvents(MetricWriter metrics, EngineSample sample)
    {
        metrics.Counter(Scap + "n_evts_total", sample.Events);
        metrics.Counter(Scap + "n_drops_total", sample.Drops);
        foreach (var kind in sample.DropsByKind)
            metrics.Counter(Scap + "n_drops_buffer_total", kind.Value, ("drop", kind.Name), ("dir", "exit"));
        foreach (var counter in sample.Kernel)
            metrics.Counter(Scap + Name(counter.Name) + "_total", counter.Value);
        foreach (var counter in sample.State)
        {
            if (counter.Name is "n_threads" or "n_fds")
                metrics.Gauge(Scap + counter.Name + "_total", counter.Value);
            else
                metrics.Counter(Scap + Name(counter.Name) + "_total", counter.Value);
        }
    }

    internal static long DurationSeconds(EngineFacts facts, EngineSample sample) =>
        sample.TimeNs > facts.StartNs ? (long)((sample.TimeNs - facts.StartNs) / 1_000_000_000) : 0;

    /// <summary>What may stand in a metric's name: other characters become one underscore.</summary>
    internal static string Name(string text)
    {
        var name = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter))
                name.Append(letter);
            else if (name.Length == 0 || name[^1] != '_')
                name.Append('_');
        }

        return name.ToString();
    }
}
