using System.Runtime.InteropServices;
using RulesEngine.Bpf;
using RulesEngine.Host.Rules;
using Serilog;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// A live session with everything an operator does to it: stop (SIGINT, SIGTERM), reload (SIGHUP), reopen outputs
/// (SIGUSR1), an end after a time. Signals only set a wish; this thread fulfils it.
/// </summary>
internal sealed class LiveRun(EngineRunRequest request, RulesSource source, RuleAlerts alerts, DropWatch drops, ILogger log) : IDisposable
{
    // Not among PosixSignal's names; a positive value is the platform's own number.
    private const PosixSignal Sigusr1 = (PosixSignal)10;

    private readonly AutoResetEvent _wish = new(initialState: false);
    private volatile bool _stop;
    private volatile bool _reload;
    private volatile bool _reopen;

    public int Run(ActiveRules rules)
    {
        using var interrupt = On(PosixSignal.SIGINT, () => _stop = true);
        using var terminate = On(PosixSignal.SIGTERM, () => _stop = true);
        using var hangUp = On(PosixSignal.SIGHUP, () => _reload = true);
        using var user = On(Sigusr1, () => _reopen = true);
        var options = new KernelGuardOptions(ObjectFile.Find()) { Persist = request.Configuration.EnforcementPersist };
        using var session = LiveSession.Start(options, rules, alerts, log, out var refusal);
        if (session is null)
        {
            Console.Error.WriteLine("Error: " + refusal);
            return 1;
        }
        drops.OnExit = () =>
        {
            _stop = true;
            _wish.Set();
        };
        session.Drops = drops;
        var numbers = new LiveMetrics(request.Configuration, session, () => rules, alerts);
        using var web = WebPages.Start(request.Configuration, session, () => rules, numbers, log);
        using var snapshots = numbers.StartSnapshots(alerts.Outlet.Pipeline, log);
        log.Information(
            "{Rules} rules, {Enforced} of them enforced in the kernel ({Form}{Adopted})",
            rules.Rules.Length, rules.Enforced.Length, session.Guard.Form, session.Guard.Adopted ? ", adopted" : "");
        var deadline = request.StopAfter > TimeSpan.Zero ? request.StopAfter : Timeout.InfiniteTimeSpan;
        while (!_stop)
        {
            if (!_wish.WaitOne(deadline))
                break;
            if (_reopen)
            {
                _reopen = false;
                alerts.Outlet.Pipeline.Reopen();
            }
            if (_reload)
            {
                _reload = false;
                rules = Reload(session, rules);
                source.Current = rules;
            }
        }
        if (!drops.ExitWanted)
            return 0;
        Console.Error.WriteLine("Error: Drop manager internal error");
        return 1;
    }

    public void Dispose() => _wish.Dispose();

    /// <summary>What cannot be loaded or put in force leaves everything as it is.</summary>
    private ActiveRules Reload(LiveSession session, ActiveRules current)
    {
        try
        {
            if (source.Load(Console.Error) is not { } next)
            {
                log.Error("The rules could not be reloaded; the previous ones stay in force");
                return current;
            }
            if (session.Reload(next) is { } refusal)
            {
                log.Error("The rules could not be put in force: {Refusal}; the previous ones stay", refusal.ToString());
                return current;
            }
            log.Information("Reloaded: {Rules} rules, {Enforced} enforced in the kernel", next.Rules.Length, next.Enforced.Length);
            return next;
        }
        catch (UserErrorException error)
        {
            log.Error("The rules could not be reloaded: {Error}; the previous ones stay in force", error.Message);
            return current;
        }
    }

    private PosixSignalRegistration On(PosixSignal signal, Action wish) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        wish();
        _wish.Set();
    });
}
