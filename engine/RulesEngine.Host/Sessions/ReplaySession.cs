using RulesEngine.Compat.Scap;
using RulesEngine.Host.Rules;
using RulesEngine.Outputs.Statistics;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Sessions;

/// <summary>What came of a replay.</summary>
/// <param name="Events">Events in the file, before conversion.</param>
/// <param name="Error">Where and how the capture is damaged; null when it was read to its end.</param>
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

    /// <summary>Where the state of the end can be looked at; for statistics.</summary>
    public EngineState State { get; } = new();

    public ReplayOutcome Run()
    {
        using var reader = Open();
        var machine = new StateMachine(State);
        var context = new EventContext(State);
        var detection = new Detection(rules, alerts);
        var firstNs = 0UL;
        // Made once: in the loop it would be an object for every event.
        Func<DropTotals> totals = () => new DropTotals((long)reader.RawEvents, 0, []);
        var status = reader.ReadTables(machine);
        while (status is CaptureStatus.Success or CaptureStatus.NewSection)
        {
            if (status == CaptureStatus.NewSection)
            {
                status = reader.ReadTables(machine);
                if (status != CaptureStatus.Success)
                    break;
            }
            status = reader.ReadEvent(context);
            if (status != CaptureStatus.Success)
                continue;
            if (firstNs == 0)
                firstNs = context.TimestampNs;
            if (StopAfterNs != 0 && context.TimestampNs - firstNs > StopAfterNs)
                break;
            if (!machine.Process(context, reader.IsStateOnly))
                continue;
            Drops?.Consider(context.TimestampNs, totals);
            if (Drops is { ExitWanted: true })
                return new ReplayOutcome(reader.RawEvents, "Drop manager internal error");
            detection.Run(context);
        }
        return new ReplayOutcome(reader.RawEvents, status == CaptureStatus.Damaged ? Describe(reader) : null);
    }

    private CaptureReader Open()
    {
        try
        {
            return CaptureReader.Open(capture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Could not open capture file {capture}: {error.Message}", error);
        }
    }

    private string Describe(CaptureReader reader) => reader.Error is { } error
        ? $"{capture}: at byte {error.Offset} of the uncompressed file: {error.Message}"
        : $"{capture}: the capture is damaged";
}
