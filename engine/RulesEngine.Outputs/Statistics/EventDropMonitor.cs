using System.Collections.Immutable;
using RulesEngine.Outputs.Metrics;

namespace RulesEngine.Outputs.Statistics;

/// <summary>The section <c>syscall_event_drops</c> without its actions; the defaults are Falco's.</summary>
public sealed record EventDropOptions
{
    /// <summary>The share of events that must be lost within a second to count as an occurrence.</summary>
    public double Threshold { get; init; } = 0.1;

    /// <summary>Actions per second that are allowed in the long run.</summary>
    public double Rate { get; init; } = 0.03333;

    /// <summary>Actions that are allowed at once.</summary>
    public double MaxBurst { get; init; } = 1;

    /// <summary>Pretend that an event is lost every second.</summary>
    public bool SimulateDrops { get; init; }
}

/// <summary>The kernel side's counters since its start.</summary>
/// <param name="Events">Events traced, lost ones included.</param>
/// <param name="Drops">Events lost.</param>
/// <param name="Details">Further counters by Falco's names: <c>n_drops_buffer_total</c>, ...</param>
public sealed record DropTotals(long Events, long Drops, ImmutableArray<NamedCount> Details);

/// <summary>Events were lost within the latest second.</summary>
/// <param name="TimeNs">The event's time at which that was found.</param>
/// <param name="Drops">How many were lost.</param>
/// <param name="ActionsAllowed">Whether the rate limit lets the configured actions be taken.</param>
/// <param name="Fields">The counters of that second as the internal alert shows them.</param>
public sealed record DropOccurrence(
    ulong TimeNs, long Drops, bool ActionsAllowed, ImmutableArray<KeyValuePair<string, string>> Fields);

/// <summary>
/// Watches for lost events, once per second of the events' own time, so a replay decides as the live run did. Asked for
/// every event, it costs a comparison.
/// </summary>
public sealed class EventDropMonitor(EventDropOptions options)
{
    private const ulong NsPerSecond = 1_000_000_000;

    private readonly TokenBucket _bucket = new(options.Rate, options.MaxBurst);
    private ulong _nextCheckNs;
    private DropTotals _last = new(0, 0, []);

    /// <summary>How many seconds had too many losses.</summary>
    public long Occurrences { get; private set; }

    /// <summary>How often actions were allowed.</summary>
    public long ActionsTaken { get; private set; }

    /// <summary>Whether a second has passed since the latest check; only then are counters worth collecting.</summary>
    public bool IsDue(ulong eventTimeNs)
    {
        if (_nextCheckNs == 0)
            _nextCheckNs = eventTimeNs + NsPerSecond;
        return _nextCheckNs < eventTimeNs;
    }

    /// <summary>Compares with the counters of the latest check; null when that second was well.</summary>
    public DropOccurrence? Check(ulong eventTimeNs, DropTotals totals)
    {
        _nextCheckNs = eventTimeNs + NsPerSecond;
        var before = _last;
        _last = totals;
        var events = totals.Events - before.Events;
        var drops = totals.Drops - before.Drops + (options.SimulateDrops ? 1 : 0);

        var threshold = options.SimulateDrops ? 0 : options.Threshold;
        if (drops <= 0 || !((double)drops / events > threshold))
            return null;
        Occurrences++;
        var allowed = _bucket.TryTake(eventTimeNs);
        if (allowed)
            ActionsTaken++;
        return new DropOccurrence(
            eventTimeNs,
            drops,
            allowed,
            [
                Field("n_evts", events), Field("n_drops", drops),
                .. totals.Details.Select(count => Field(count.Name, count.Value - ValueOf(count.Name, before.Details))),
            ]);
    }

    private static long ValueOf(string name, ImmutableArray<NamedCount> details) =>
        details.FirstOrDefault(count => count.Name == name).Value;

    private static KeyValuePair<string, string> Field(string name, long value) =>
        new(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
