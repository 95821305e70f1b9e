using System.Text.Json;
using RulesEngine.Outputs.Statistics;
using RulesEngine.Outputs.Tests.Support;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Tests.Statistics;

public sealed class ClosingStatisticsTests
{
    [Fact]
    public void Severities_go_from_most_to_least_severe_and_rules_in_the_order_given() => Assert.Equal(
        """
        Events detected: 6
        Rule counts by severity:
           ERROR: 1
           INFO: 5
        Triggered rules by rule name:
           z: 2
           a: 1
           m: 3

        """,
        Text(
            new RuleCount("z", RulePriority.Informational, 2),
            new RuleCount("a", RulePriority.Error, 1),
            new RuleCount("silent", RulePriority.Debug, 0),
            new RuleCount("m", RulePriority.Informational, 3)));

    [Fact]
    public void Lost_events_are_summed_up()
    {
        using var text = new StringWriter();
        ClosingStatistics.WriteDrops(text, 9, 1);
        Assert.Equal(
            "Syscall event drop monitoring:\n   - event drop detected: 9 occurrences\n   - num times actions taken: 1\n",
            text.ToString());
    }

    [Fact]
    public void Every_summary_of_falco_follows_from_the_alerts_of_its_run()
    {
        var folder = Corpus.AlertsFolderOrSkip();
        var runs = 0;
        foreach (var line in Corpus.Lines(Path.Combine(folder, "index.jsonl")))
        {
            using var run = JsonDocument.Parse(line);
            var file = run.RootElement.GetProperty("file").GetString()!;
            var expected = run.RootElement.GetProperty("statistics").GetString()!;
            if (!file.Contains(".jsonl", StringComparison.Ordinal))
                continue;
            Assert.Equal(expected, Text(Counts(Path.Combine(folder, file), expected)));
            runs++;
        }

        Assert.True(runs > 100, $"only {runs} runs found");
    }

    /// <summary>Counts the alerts of a run; only the order of the rules is taken from the summary.</summary>
    private static RuleCount[] Counts(string file, string summary)
    {
        var counts = new Dictionary<string, RuleCount>(StringComparer.Ordinal);
        foreach (var line in Corpus.Lines(file))
        {
            using var alert = JsonDocument.Parse(line);
            var name = alert.RootElement.GetProperty("rule").GetString()!;
            Assert.True(RulePriorityNames.TryParse(alert.RootElement.GetProperty("priority").GetString(), out var priority));
            counts[name] = new RuleCount(name, priority, counts.GetValueOrDefault(name).Count + 1);
        }

        var order = summary.Split('\n').Select(line => line.Trim().Split(": ")[0]).ToList();
        return [.. counts.Values.OrderBy(count => order.LastIndexOf(count.Name))];
    }

    private static string Text(params RuleCount[] counts)
    {
        using var text = new StringWriter();
        ClosingStatistics.WriteDetections(text, counts);
        return text.ToString();
    }
}
