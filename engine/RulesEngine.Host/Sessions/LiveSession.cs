using System.Runtime.InteropServices;
using RulesEngine.Bpf;
using RulesEngine.Bpf.Ring;
using RulesEngine.Host.Rules;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Statistics;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;
using Serilog;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// Runs rules on this machine: guards and watchers in the kernel, the ring read by one thread that follows the state,
/// detects, and reports verdicts. Enforcement does not depend on anything here once it has started. A reload is prepared
/// beside what runs; if it fails, what runs goes on.
/// </summary>
internal sealed class LiveSession : IDisposable
{
    private readonly RuleAlerts _alerts;
    private readonly ILogger _log;
    private readonly KernelGuard _guard;
    private readonly StateMachine _machine;
    private readonly EventContext _context;
    private readonly LiveRules _rules;
    private RingReader? _ring;

    private LiveSession(KernelGuard guard, ActiveRules rules, RuleAlerts alerts, ILogger log)
    {
        _guard = guard;
        _alerts = alerts;
        _log = log;
        _machine = new StateMachine(new EngineState(), StateMode.Live);
        _context = new EventContext(_machine.State);
        _rules = new LiveRules(rules, guard.Generation, alerts);
    }

    public KernelGuard Guard => _guard;

    public EngineState State => _machine.State;

    /// <summary>When rules were last replaced, in nanoseconds since the epoch; 0 for never.</summary>
    public ulong ReloadNs { get; private set; }

    public long Events => Interlocked.Read(ref _events);

    /// <summary>Told of each event, on the thread that processes them.</summary>
    public DropWatch? Drops { get; set; }

    private long _events;

    /// <summary>Attaches, reads what runs already, and starts to read the ring; or says what is in the way.</summary>
    public static LiveSession? Start(
        KernelGuardOptions options, ActiveRules rules, RuleAlerts alerts, ILogger log, out KernelRefusal? refusal)
    {
        if (KernelGuard.Start(options, rules.Policy, LiveEvents.Needed(rules), out refusal) is not { } guard)
            return null;
        var session = new LiveSession(guard, rules, alerts, log);
        MachineScan.ReadInto(session._machine);
        session._ring = guard.ReadRing(session.OnRecord, CancellationToken.None);
        if (session._ring is not null)
            return session;
        refusal = new KernelRefusal("ring buffer", "opening the ring for reading", Marshal.GetLastSystemError(), "Free locked memory and try again.");
        session.Dispose();
        return null;
    }

    /// <summary>Puts other rules in force. Null, or what was in the way; then nothing has changed.</summary>
    public KernelRefusal? Reload(ActiveRules rules)
    {
        _rules.Announce(rules);
        var refusal = _guard.Apply(rules.Policy, LiveEvents.Needed(rules));
        if (refusal is not null)
            return refusal;
        _rules.Commit();
        ReloadNs = AlertTime.ToNs(TimeProvider.System.GetUtcNow());
        return null;
    }

    public void Dispose()
    {
        _ring?.Dispose();
        _guard.Dispose();
    }

    private void OnRecord(ReadOnlySpan<byte> record)
    {
        Interlocked.Increment(ref _events);
        if (_context.TrySetCopy(record, cpu: 0) is not EventReadError.None and var error)
        {
            _log.Warning("A record of the ring is not an event: {Error}", error);
            return;
        }
        Drops?.Consider(_context.TimestampNs, Totals);
        if (VerdictReader.TryRead(_context, out var verdict) && verdict.IsJudgement)
            Report(verdict);
        else if (_machine.Process(_context))
            _rules.Current.Run(_context);
    }

    /// <summary>The kernel side's counters in Falco's words.</summary>
    private DropTotals Totals()
    {
        var full = Count(Bpf.Abi.ReCounter.RingFull);
        var busy = Count(Bpf.Abi.ReCounter.ScratchBusy);
        var lost = full + busy + Count(Bpf.Abi.ReCounter.RecordTooLong);
        return new DropTotals(
            Count(Bpf.Abi.ReCounter.Records) + lost,
            lost,
            [new("n_drops_buffer_total", full), new("n_drops_scratch_map", busy)]);
    }

    private long Count(Bpf.Abi.ReCounter counter) => (long)_guard.Counters[counter];

    private void Report(in VerdictReader verdict)
    {
        _machine.Present(_context, verdict.Subject);
        if (verdict.Verdict == Bpf.Abi.ReVerdict.CannotTell)
            return;
        if (_rules.Judge(verdict.Generation, verdict.Rule) is { } rule)
            _alerts.RaiseVerdict(rule, _context, verdict);
        else
            _log.Warning(
                "Before this engine started, an operation was judged by a rule of its predecessor: {Verdict} at {Hook}, process {Process}",
                verdict.Word, verdict.Hook, _context.Thread?.Pid);
    }
}
