using System.Runtime.InteropServices;
using RulesEngine.Bpf;
using RulesEngine.Bpf.Abi;
using RulesEngine.Bpf.Ring;
using RulesEngine.Compiler.Loading;
using RulesEngine.KernelTester.Model;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.KernelTester.Engines;

/// <summary>
/// The engine's loader, planner and kernel side in this process, without its outputs: records from the ring stand for
/// alerts. All guards are attached throughout, so that a load is nothing but new map contents.
/// </summary>
internal sealed class KernelGuardEngine(string objectPath, string trigger) : IEngineUnderTest
{
    private const GuardedOperations Everything =
        GuardedOperations.Open | GuardedOperations.Execute | GuardedOperations.Connect | GuardedOperations.Send;

    private readonly Canary _canary = new("/tmp/guard", trigger);
    private KernelGuard? _guard;
    private RingReader? _reader;
    private KernelPolicy _policy = KernelPolicy.Empty;

    /// <summary>Adopts what is pinned, if anything is.</summary>
    public bool Adopted => _guard is { Adopted: true };

    /// <summary>Whether guards stay in the kernel when this ends in order.</summary>
    public bool Persist { get; init; }

    /// <summary>The counters of the programs; only after a load.</summary>
    public KernelCounters Counters => _guard!.Counters;

    /// <summary>The form in which the guards are attached; only after a load.</summary>
    public string Form => _guard!.Form.ToString();

    public void Load(string rules)
    {
        var policy = PolicyCompiler.Compile(_canary.AddTo(rules)) with { Operations = Everything };
        if (_guard is null)
        {
            _guard = KernelGuard.Start(new KernelGuardOptions(objectPath) { Persist = Persist }, policy, EventCodeSet.Empty, out var refusal)
                ?? throw new InvalidOperationException(refusal?.ToString());
            _reader = _guard.ReadRing(Take, CancellationToken.None) ?? throw new InvalidOperationException("the ring cannot be opened");
        }
        else if (_guard.Apply(policy, EventCodeSet.Empty) is { } refusal)
        {
            throw new InvalidOperationException(refusal.ToString());
        }

        _policy = policy;
        _canary.Fence();
    }

    public IReadOnlyList<AlertSeen> TakeAlerts() => _canary.Fence();

    public void Dispose()
    {
        _reader?.Dispose();
        _guard?.Dispose();
        _canary.Dispose();
    }

    private void Take(ReadOnlySpan<byte> record)
    {
        Span<int> ends = stackalloc int[EventView.ParamsMax + 1];
        if (EventView.TryRead(record, ends, 0, out var view) is not EventReadError.None and var error)
            throw new InvalidDataException("a record that is no event: " + error);
        var extra = MemoryMarshal.Read<ReExtra>(view.Param(view.Definition.Params.Length));
        if (extra.Verdict is ReVerdict.None or ReVerdict.CannotTell)
            return;
        _canary.Add(new AlertSeen(_policy.Rules[(int)extra.Rule], WordOf(extra.Verdict), NameOf((int)extra.Error)));
    }

    private static string WordOf(ReVerdict verdict) => verdict switch
    {
        ReVerdict.WouldDeny => "would_deny",
        ReVerdict.WouldKill => "would_kill",
        ReVerdict.Denied => "denied",
        _ => "killed",
    };

    private static string? NameOf(int errno) =>
        new[] { "EPERM", "ENOENT", "EACCES" }.FirstOrDefault(name => ErrnoNames.TryParse(name, out var number) && number == errno);
}
