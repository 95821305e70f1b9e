using System.Text;
using RulesEngine.Outputs.Metrics;
using RulesEngine.Outputs.Queueing;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Tests.Metrics;

public sealed class EngineMetricsTests
{
    private static readonly EngineFacts Facts = new()
    {
        Version = "0.44.0",
        Hostname = "h",
        EngineName = "modern_bpf",
        KernelRelease = "6.1.0",
        StartNs = 5_000_000_000,
        RulesFiles = [new FileFact("falco_rules.yaml", "abc")],
    };

    [Theory]
    [InlineData("falcosecurity_falco_version_info{version=\"0.44.0\"} 1")]
    [InlineData("falcosecurity_falco_sha256_rules_files_info{file_name=\"falco_rules.yaml\",sha256=\"abc\"} 1")]
    [InlineData("falcosecurity_scap_engine_name_info{engine_name=\"modern_bpf\",evt_source=\"syscall\"} 1")]
    [InlineData("falcosecurity_falco_duration_seconds_total 7")]
    [InlineData("# TYPE falcosecurity_scap_n_evts_total counter")]
    [InlineData("# HELP falcosecurity_scap_n_evts_total https://falco.org/docs/metrics/")]
    [InlineData("falcosecurity_scap_n_evts_total 1000")]
    [InlineData("falcosecurity_scap_n_drops_total 3")]
    [InlineData("falcosecurity_scap_n_drops_buffer_total{drop=\"open\",dir=\"exit\"} 2")]
    [InlineData("# TYPE falcosecurity_scap_n_threads_total gauge")]
    [InlineData("# TYPE falcosecurity_scap_n_added_threads_total counter")]
    [InlineData("falcosecurity_falco_rules_matches_total{priority=\"4\",rule_name=\"A rule\",source=\"syscall\",tag_T1_2=\"true\",tag_fs=\"true\"} 7")]
    [InlineData("falcosecurity_falco_rules_matches_total{priority=\"5\",rule_name=\"B\",source=\"syscall\"} 1")]
    [InlineData("rulesengine_rule_verdicts_total{rule_name=\"A rule\",verdict=\"denied\"} 4")]
    [InlineData("falcosecurity_falco_outputs_queue_num_drops_total 9")]
    [InlineData("rulesengine_outputs_dropped_alerts_total{reason=\"queue_full\"} 9")]
    [InlineData("rulesengine_output_alerts_total{output=\"stdout\",result=\"written\"} 11")]
    [InlineData("rulesengine_output_healthy{output=\"stdout\"} 0")]
    [InlineData("rulesengine_output_results_total{output=\"stdout\",result=\"retried\"} 5")]
    [InlineData("rulesengine_kernel_occurrences_total{what=\"path_cut\"} 6")]
    [InlineData("rulesengine_plugin_runs_total{plugin=\"notify\",result=\"succeeded\"} 5")]
    public async Task A_sample_is_exported_under_the_documented_names(string line) =>
        Assert.Contains(line, await ExportAsync(Sample()));

    [Fact]
    public async Task A_rule_that_never_matched_is_not_listed() =>
        Assert.DoesNotContain(await ExportAsync(Sample()), line => line.Contains("never matched", StringComparison.Ordinal));

    [Fact]
    public async Task A_rule_that_a_reload_removed_is_gone_from_the_next_export()
    {
        var sample = Sample();
        var metrics = new EngineMetrics(() => Facts, () => sample);
        await metrics.ExportAsync(TestContext.Current.CancellationToken);
        sample = sample with { Rules = [] };
        var text = Encoding.UTF8.GetString((await metrics.ExportAsync(TestContext.Current.CancellationToken)).Span);
        Assert.DoesNotContain("A rule", text);
    }

    [Fact]
    public void Resources_of_this_process_are_read()
    {
        var usage = ResourceUsage.Read();
        Assert.InRange(usage.RssBytes, 1_000_000, Environment.WorkingSet * 10);
        Assert.True(usage.VszBytes > usage.RssBytes);
        Assert.True(usage.HostMemoryBytes > usage.RssBytes);
        Assert.InRange(usage.HostCpuPercent, 0.001, 100);
        Assert.True(usage.CpuPercent > 0);
        Assert.True(usage.HostOpenFds > 0);
        Assert.True(usage.HostProcsRunning > 0);
    }

    [Fact]
    public void Resources_that_cannot_be_read_are_zero() =>
        Assert.Equal(new ResourceUsage(), ResourceUsage.Read("/nowhere", "/nowhere/memory"));

    private static async Task<string[]> ExportAsync(EngineSample sample)
    {
        var text = await new EngineMetrics(() => Facts, () => sample).ExportAsync(TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(text.Span).Split('\n');
    }

    private static EngineSample Sample() => new()
    {
        TimeNs = 12_900_000_000,
        Events = 1000,
        Drops = 3,
        Guard = [new NamedCount("path_cut", 6)],
        DropsByKind = [new NamedCount("open", 2)],
        State = [new NamedCount("n_threads", 20), new NamedCount("n_added_threads", 40)],
        Rules =
        [
            new RuleSample("A rule", RulePriority.Warning, "syscall", ["T1.2", "fs"], 7, [new NamedCount("denied", 4)]),
            new RuleSample("B", RulePriority.Notice, "syscall", [], 1, []),
            new RuleSample("never matched", RulePriority.Notice, "syscall", [], 0, []),
        ],
        Outputs = new OutputCounters(20, 9, 0, 0, 0, [new SinkCounters("stdout", 11, 1, 0, Healthy: false, [new("retried", 5)])]),
        Plugins = [new PluginSample("notify", 8, 2, 1, 0, false)],
    };
}
