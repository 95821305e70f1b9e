using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Metrics;
using RulesEngine.Outputs.Tests.Support;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Tests.Metrics;

public sealed class MetricsSnapshotTests
{
    private static readonly EngineFacts Facts = new()
    {
        Version = "0.44.0",
        Hostname = "h",
        EngineName = "modern_bpf",
        StartNs = 1_000_000_000,
        RulesFiles = [new FileFact("falco_rules.yaml", "abc")],
    };

    [Theory]
    [InlineData("1h", 3_600_000L)]
    [InlineData("100ms", 100L)]
    [InlineData("1h30m", 5_400_000L)]
    [InlineData("1y2w3d4h5m6s7ms", 31_536_000_000 + 1_209_600_000 + 259_200_000 + 14_400_000 + 300_000 + 6000 + 7)]
    [InlineData("99ms", null)]
    [InlineData("5000", null)]
    [InlineData("", null)]
    [InlineData("1m1h", null)]
    [InlineData("1h1h", null)]
    [InlineData("h", null)]
    [InlineData("1.5h", null)]
    [InlineData("-1h", null)]
    [InlineData("1hour", null)]
    [InlineData("99999999999999999999h", null)]
    public void An_interval_is_a_duration_with_units_in_order(string text, long? milliseconds) =>
        Assert.Equal(milliseconds, (long?)MetricsOptions.ParseInterval(text)?.TotalMilliseconds);

    [Fact]
    public void Rates_and_previous_values_compare_with_the_snapshot_before()
    {
        var snapshot = new MetricsSnapshot(new MetricsOptions());
        snapshot.Take(Facts, Sample(seconds: 10, events: 1000, drops: 0));
        var fields = Values(snapshot.Take(Facts, Sample(seconds: 12, events: 1501, drops: 50)));
        Assert.Equal("1501", fields["falco.num_evts"]);
        Assert.Equal("1000", fields["falco.num_evts_prev"]);
        Assert.Equal("250.5", fields["falco.evts_rate_sec"]);
        Assert.Equal("25.0", fields["scap.evts_drop_rate_sec"]);
        Assert.Equal("10.0", fields["scap.n_drops_perc"]);
        Assert.Equal("11", fields["falco.duration_sec"]);
    }

    [Fact]
    public void Facts_rules_state_and_resources_have_falcos_names()
    {
        var fields = Values(new MetricsSnapshot(new MetricsOptions()).Take(Facts, Sample(10, 1, 0)));
        Assert.Equal("\"abc\"", fields["falco.sha256_rules_file.falco_rules_yaml"]);
        Assert.Equal("\"modern_bpf\"", fields["scap.engine_name"]);
        Assert.Equal("7", fields["falco.rules.matches_total"]);
        Assert.Equal("7", fields["falco.rules.A_rule"]);
        Assert.Equal("20", fields["scap.n_threads"]);
        Assert.Equal("2.0", fields["falco.memory_rss_mb"]);
        Assert.Equal("10000000000", fields["evt.time"]);
    }

    [Fact]
    public void Empty_counters_and_whole_groups_can_be_left_out()
    {
        var fields = Values(new MetricsSnapshot(new MetricsOptions
        {
            RulesCountersEnabled = false,
            ResourceUtilizationEnabled = false,
            StateCountersEnabled = false,
            KernelEventCountersEnabled = false,
        }).Take(Facts, Sample(10, 1, 0)));
        Assert.DoesNotContain(fields.Keys, name => name.StartsWith("falco.rules.", StringComparison.Ordinal));
        Assert.DoesNotContain("falco.memory_rss_mb", fields.Keys);
        Assert.DoesNotContain("scap.n_threads", fields.Keys);
        Assert.DoesNotContain("scap.n_evts", fields.Keys);

        Assert.DoesNotContain("falco.rules.silent", Values(new MetricsSnapshot(new MetricsOptions()).Take(Facts, Sample(10, 1, 0))).Keys);
        var all = new MetricsSnapshot(new MetricsOptions { IncludeEmptyValues = true }).Take(Facts, Sample(10, 1, 0));
        Assert.Equal("0", Values(all)["falco.rules.silent"]);
    }

    [Fact]
    public void A_report_goes_to_the_alert_and_as_a_numbered_line_to_the_file()
    {
        using var folder = new TemporaryFolder();
        using var log = new LogLines();
        var raised = new List<ImmutableArray<AlertField>>();
        using var reporter = new MetricsReporter(
            new MetricsOptions { OutputRule = true, OutputFile = folder["metrics"] },
            () => Facts,
            () => Sample(10, 1, 0),
            raised.Add,
            log.Logger,
            TimeProvider.System);
        reporter.Report();
        reporter.Report();

        Assert.Equal(2, raised.Count);
        var lines = File.ReadAllLines(folder["metrics"]);
        Assert.Equal(2, lines.Length);
        using var line = JsonDocument.Parse(lines[1]);
        Assert.Equal(2, line.RootElement.GetProperty("sample").GetInt32());
        var names = line.RootElement.GetProperty("output_fields").EnumerateObject().Select(field => field.Name).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(names.Count, raised[1].Length);
    }

    [Fact]
    public void A_report_is_made_at_each_interval()
    {
        using var log = new LogLines();
        var raised = 0;
        using var reporter = new MetricsReporter(
            new MetricsOptions { OutputRule = true, Interval = TimeSpan.FromMilliseconds(100) },
            () => Facts,
            () => Sample(10, 1, 0),
            _ => Interlocked.Increment(ref raised),
            log.Logger,
            TimeProvider.System);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref raised) >= 2, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_reported_once_and_does_no_other_harm()
    {
        using var log = new LogLines();
        var raised = 0;
        using var reporter = new MetricsReporter(
            new MetricsOptions { OutputRule = true, OutputFile = "/nowhere/metrics" },
            () => Facts,
            () => Sample(10, 1, 0),
            _ => raised++,
            log.Logger,
            TimeProvider.System);
        reporter.Report();
        reporter.Report();
        Assert.Equal(2, raised);
        Assert.StartsWith("Metrics file /nowhere/metrics: ", Assert.Single(log.Messages));
    }

    private static Dictionary<string, string> Values(ImmutableArray<AlertField> fields) =>
        fields.ToDictionary(field => field.Name, field => Encoding.UTF8.GetString(field.Json.Span));

    private static EngineSample Sample(int seconds, long events, long drops) => new()
    {
        TimeNs = (ulong)seconds * 1_000_000_000,
        Events = events,
        Drops = drops,
        State = [new NamedCount("n_threads", 20)],
        Rules =
        [
            new RuleSample("A rule", RulePriority.Warning, "syscall", [], 7, []),
            new RuleSample("silent", RulePriority.Warning, "syscall", [], 0, []),
        ],
        Resources = new ResourceUsage { RssBytes = 2 * 1024 * 1024 },
    };
}
