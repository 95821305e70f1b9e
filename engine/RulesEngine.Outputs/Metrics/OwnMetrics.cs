namespace RulesEngine.Outputs.Metrics;

/// <summary>The metrics Falco has no name for: verdicts, outputs, plugins.</summary>
internal static class OwnMetrics
{
    public static void Write(MetricWriter metrics, EngineSample sample)
    {
        foreach (var rule in sample.Rules)
        {
            foreach (var verdict in rule.Verdicts)
            {
                metrics.Counter(
                    "rulesengine_rule_verdicts_total",
                    "What became of operations that a rule with an action matched.",
                    verdict.Value,
                    ("rule_name", rule.Name),
                    ("verdict", verdict.Name));
            }
        }

        foreach (var count in sample.Guard)
        {
            metrics.Counter(
                "rulesengine_kernel_occurrences_total",
                "What the kernel side counted: decisions, records, and everything it could not do.",
                count.Value,
                ("what", count.Name));
        }

        if (sample.Outputs is { } outputs)
            WriteOutputs(metrics, outputs);
        foreach (var plugin in sample.Plugins)
            WritePlugin(metrics, plugin);
    }

    private static void WriteOutputs(MetricWriter metrics, Queueing.OutputCounters outputs)
    {
        const string Drops = "rulesengine_outputs_dropped_alerts_total";
        const string DropsHelp = "Alerts that reached no output, by reason.";
        metrics.Counter(Drops, DropsHelp, outputs.DroppedQueueFull, ("reason", "queue_full"));
        metrics.Counter(Drops, DropsHelp, outputs.DroppedStopped, ("reason", "stopped"));
        metrics.Counter(Drops, DropsHelp, outputs.LostAtStop, ("reason", "stop_timeout"));
        metrics.Counter(
            "rulesengine_outputs_posted_alerts_total", "Alerts taken by the outputs queue.", outputs.Posted);
        metrics.Gauge("rulesengine_outputs_waiting_alerts", "Alerts in the outputs queue.", outputs.Waiting);
        foreach (var sink in outputs.Sinks)
        {
            const string Alerts = "rulesengine_output_alerts_total";
            const string AlertsHelp = "Alerts handed to an output, by result.";
            metrics.Counter(Alerts, AlertsHelp, sink.Written, ("output", sink.Name), ("result", "written"));
            metrics.Counter(Alerts, AlertsHelp, sink.Failed, ("output", sink.Name), ("result", "failed"));
            metrics.Counter(
                "rulesengine_output_timeouts_total",
                "Times an output took longer than the output timeout.",
                sink.TimedOut,
                ("output", sink.Name));
            metrics.Gauge(
                "rulesengine_output_healthy",
                "1 when an output's latest call went well.",
                sink.Healthy ? 1 : 0,
                ("output", sink.Name));
            foreach (var result in sink.Results)
            {
                metrics.Counter(
                    "rulesengine_output_results_total",
                    "What became of alerts after an output took them.",
                    result.Value,
                    ("output", sink.Name),
                    ("result", result.Name));
            }
        }
    }

    private static void WritePlugin(MetricWriter metrics, PluginSample plugin)
    {
        const string Runs = "rulesengine_plugin_runs_total";
        const string RunsHelp = "Calls of a plugin's actions, by result; dropped ones were never called.";
        var succeeded = plugin.Runs - plugin.Failures - plugin.Timeouts;
        metrics.Counter(Runs, RunsHelp, succeeded, ("plugin", plugin.Name), ("result", "succeeded"));
        metrics.Counter(Runs, RunsHelp, plugin.Failures, ("plugin", plugin.Name), ("result", "failed"));
        metrics.Counter(Runs, RunsHelp, plugin.Timeouts, ("plugin", plugin.Name), ("result", "timed_out"));
        metrics.Counter(Runs, RunsHelp, plugin.Drops, ("plugin", plugin.Name), ("result", "dropped"));
        metrics.Gauge(
            "rulesengine_plugin_switched_off",
            "1 when a plugin is no longer called because it kept failing.",
            plugin.SwitchedOff ? 1 : 0,
            ("plugin", plugin.Name));
    }
}
