using RulesEngine.Outputs.Metrics;
using RulesEngine.Outputs.Statistics;

namespace RulesEngine.Outputs.Tests.Statistics;

public sealed class EventDropMonitorTests
{
    private const ulong Second = 1_000_000_000;

    [Fact]
    public void Counters_are_looked_at_once_per_second_of_event_time()
    {
        var monitor = new EventDropMonitor(new EventDropOptions());
        Assert.False(monitor.IsDue(5 * Second));
        Assert.False(monitor.IsDue(6 * Second));
        Assert.True(monitor.IsDue(6 * Second + 1));
        monitor.Check(6 * Second + 1, new DropTotals(100, 0, []));
        Assert.False(monitor.IsDue(7 * Second + 1));
        Assert.True(monitor.IsDue(7 * Second + 2));
    }

    [Fact]
    public void Only_the_losses_of_the_latest_second_count_against_the_threshold()
    {
        var monitor = new EventDropMonitor(new EventDropOptions { Threshold = 0.1 });
        Assert.Null(monitor.Check(1 * Second, new DropTotals(100, 10, [])));
        Assert.Null(monitor.Check(2 * Second, new DropTotals(200, 20, [])));
        var occurrence = monitor.Check(3 * Second, new DropTotals(300, 31, [new NamedCount("n_drops_bug", 4)]));
        Assert.NotNull(occurrence);
        Assert.Equal(11, occurrence.Drops);
        Assert.Equal(
            [new("n_evts", "100"), new("n_drops", "11"), new("n_drops_bug", "4")], occurrence.Fields);
        Assert.Equal(1, monitor.Occurrences);
    }

    [Fact]
    public void Further_counters_are_those_of_the_second_too()
    {
        var monitor = new EventDropMonitor(new EventDropOptions());
        monitor.Check(1 * Second, new DropTotals(10, 9, [new NamedCount("n_drops_bug", 4)]));
        var occurrence = monitor.Check(2 * Second, new DropTotals(20, 19, [new NamedCount("n_drops_bug", 5)]));
        Assert.Contains(new KeyValuePair<string, string>("n_drops_bug", "1"), occurrence!.Fields);
    }

    [Fact]
    public void Actions_are_allowed_at_a_rate_and_occurrences_count_all_the_same()
    {
        var monitor = new EventDropMonitor(new EventDropOptions { Rate = 0.1, MaxBurst = 2 });
        var allowed = Enumerable.Range(1, 15)
            .Select(i => monitor.Check((ulong)i * Second, new DropTotals(i * 10, i * 9, []))!.ActionsAllowed)
            .ToList();
        Assert.Equal([0, 1, 10], allowed.Select((yes, i) => yes ? i : -1).Where(i => i >= 0));
        Assert.Equal((15, 3), (monitor.Occurrences, monitor.ActionsTaken));
    }

    [Fact]
    public void Simulated_losses_happen_every_second_whatever_the_threshold()
    {
        var monitor = new EventDropMonitor(new EventDropOptions { Threshold = 1, SimulateDrops = true });
        Assert.NotNull(monitor.Check(1 * Second, new DropTotals(1000, 0, [])));
        Assert.NotNull(monitor.Check(2 * Second, new DropTotals(1000, 0, [])));
    }
}
