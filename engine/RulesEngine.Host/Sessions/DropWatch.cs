using RulesEngine.Compat.Configuration;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Queueing;
using RulesEngine.Outputs.Statistics;
using Serilog;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// Does what <c>syscall_event_drops</c> asks for when events were lost: nothing, a log line, an internal alert, the end
/// of the run. Asked by the thread that processes events, for every event.
/// </summary>
internal sealed class DropWatch(FalcoConfiguration configuration, OutputPipeline pipeline, ILogger log)
{
    private readonly EventDropMonitor _monitor = new(new EventDropOptions
    {
        Threshold = configuration.DropThreshold,
        Rate = configuration.DropRate,
        MaxBurst = configuration.DropMaxBurst,
        SimulateDrops = configuration.SimulateDrops,
    });

    private readonly InternalAlerts _alerts = new(EngineRun.Hostname, TimeZoneInfo.Local, TimeProvider.System);
    private readonly IReadOnlyList<string> _actions = configuration.DropActions;

    public long Occurrences => _monitor.Occurrences;

    public long ActionsTaken => _monitor.ActionsTaken;

    /// <summary>Whether the run is to end because of lost events.</summary>
    public bool ExitWanted { get; private set; }

    /// <summary>Called when <see cref="ExitWanted"/> becomes true.</summary>
    public Action OnExit { get; set; } = static () => { };

    /// <param name="eventTimeNs">The time of the event at hand.</param>
    /// <param name="totals">Collects the counters; called once per second of event time.</param>
    public void Consider(ulong eventTimeNs, Func<DropTotals> totals)
    {
        if (!_monitor.IsDue(eventTimeNs))
            return;
        if (configuration.SimulateDrops)
            log.Information("Simulating syscall event drop");
        if (_monitor.Check(eventTimeNs, totals()) is not { } occurrence)
            return;
        if (occurrence.ActionsAllowed)
            Act(occurrence);
        else
            log.Debug("Syscall event drop but token bucket depleted, skipping actions");
    }

    private void Act(DropOccurrence occurrence)
    {
        var ebpf = configuration.Engine == EngineKind.Live ? "1" : "0";
        var alert = _alerts.SyscallEventDrop(
            occurrence.Drops, [.. occurrence.Fields, new("ebpf_enabled", ebpf)], occurrence.TimeNs);
        if (_actions.Contains("log"))
            log.Debug("{Message}", alert.Message);
        if (_actions.Contains("alert"))
            pipeline.TryPost(alert);
        if (!_actions.Contains("exit"))
            return;
        log.Fatal("{Message}", alert.Message);
        log.Fatal("Exiting.");
        ExitWanted = true;
        OnExit();
    }
}
