using RulesEngine.Host.Rules;
using RulesEngine.Outputs.Statistics;

namespace RulesEngine.Host.Sessions;

/// <summary>What came of a replay.</summary>
/// <param name="Events">Events in the file, before conversion.</param>
/// <param name="Error">Why it ended early, where the capture is damaged with the place; null when it was read to its end.</param>
internal sealed record ReplayOutcome(ulong Events, string? Error);

/// <summary>
/// Runs rules over a capture: reader, state machine, detection, on one thread. Events before a damaged place are still
/// processed; the outcome then names the offset.
/// </summary>
internal sealed class ReplaySession(string capture, ActiveRules rules, RuleAlerts alerts)
{
    /// <summary>Nanoseconds of event time after which to stop (<c>-M</c>); 0 for the whole capture.</summary>
    public ulong StopAfterNs { get; init; }

    /// <summary>Told of each event: a capture loses none, but losses can be simulated.</summary>
    public DropWatch? Drops { get; init; }

    /// <summary>Only events for which it holds are for the rules; null for all.</summary>
    public EventFilter? Filter { get; init; }

    /// <summary>Where the events go as well.</summary>
    public CaptureCopy? Copy { get; init; }

    public ReplayProgress? Progress { get; init; }

    public ReplayOutcome Run()
    {
        using var player = CaptureFile.Open(capture);
        player.SectionBegins = () => Copy?.Begin(player.State);
        var bytes = File.Exists(capture) ? new FileInfo(capture).Length : 0;
        var detection = new Detection(rules, alerts);
        var firstNs = 0UL;
        // Made once: in the loop it would be an object for every event.
        Func<DropTotals> totals = () => new DropTotals((long)player.RawEvents, 0, []);
        while (player.MoveNext())
        {
            var context = player.Event;
            if (firstNs == 0)
                firstNs = context.TimestampNs;
            if (StopAfterNs != 0 && context.TimestampNs - firstNs > StopAfterNs)
                break;
            Progress?.Step(player, bytes);
            var isChosen = Filter is null || player.IsForRules && Filter.Holds(context);
            Copy?.Write(player, isChosen);
            if (!player.IsForRules || !isChosen)
                continue;
            Drops?.Consider(context.TimestampNs, totals);
            if (Drops is { ExitWanted: true })
                return new ReplayOutcome(player.RawEvents, "Drop manager internal error");
            detection.Run(context);
        }
        return new ReplayOutcome(player.RawEvents, player.Error is { } error ? $"{capture}: {error}" : null);
    }
}
