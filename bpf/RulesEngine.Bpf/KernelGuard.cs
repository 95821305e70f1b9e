using RulesEngine.Bpf.Enforcement;
using RulesEngine.Bpf.Features;
using RulesEngine.Bpf.Interop;
using RulesEngine.Bpf.Loading;
using RulesEngine.Bpf.Ring;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Bpf;

/// <summary>What a start is told.</summary>
/// <param name="ObjectPath">The BPF object file.</param>
public sealed record KernelGuardOptions(string ObjectPath)
{
    /// <summary>Where maps and links are pinned, below a BPF file system.</summary>
    public string PinFolder { get; init; } = "/sys/fs/bpf/rulesengine";

    /// <summary>Whether blocking goes on after an orderly end. After a crash it always does.</summary>
    public bool Persist { get; init; }

    /// <summary>Room for records not read yet: a power of two, at least a page.</summary>
    public int RingBytes { get; init; } = 8 << 20;

    /// <summary>The form of the guards; null chooses the first that proves to refuse.</summary>
    public AttachForm? Form { get; init; }
}

/// <summary>
/// The kernel half of the engine, as the rest sees it: started with a policy, given new ones, read from, ended. It receives
/// plain data and guarantees that a policy is in force wholly or not at all, and that what is in force stays so
/// while the engine is away. Methods are called from one thread at a time.
/// </summary>
public sealed class KernelGuard : IDisposable
{
    private readonly KernelGuardOptions _options;
    private readonly PinFolder _pins;
    private readonly Loader _loader;
    private readonly LoadedPrograms _loaded;
    private readonly PolicyWriter _writer;

    private KernelGuard(KernelGuardOptions options, PinFolder pins, Loader loader, LoadedPrograms loaded)
    {
        _options = options;
        _pins = pins;
        _loader = loader;
        _loaded = loaded;
        _writer = new PolicyWriter(loaded.Maps, loaded.Control);
        Counters = new KernelCounters(loaded.Maps["re_counters"]);
    }

    /// <summary>The form in which the guards are attached.</summary>
    public AttachForm Form => _loaded.Form;

    /// <summary>Whether the programs are those of an engine before us, and blocking never paused.</summary>
    public bool Adopted => _loaded.Adopted;

    /// <summary>The number that records of the policy in force carry, 0 or 1; the next policy has the other.</summary>
    public int Generation => _loaded.Control.Generation;

    /// <summary>The names of the attached programs.</summary>
    public IReadOnlyList<string> Programs => [.. _loaded.Programs.Select(program => program.Spec.Name)];

    /// <summary>What the programs counted.</summary>
    public KernelCounters Counters { get; }

    /// <summary>Loads or adopts the programs, and puts the policy in force. Null and a refusal where that cannot be.</summary>
    /// <param name="options">Where things are.</param>
    /// <param name="policy">What to refuse.</param>
    /// <param name="watched">The events to be made in addition to verdicts.</param>
    /// <param name="refusal">What was in the way.</param>
    public static KernelGuard? Start(
        KernelGuardOptions options, KernelPolicy policy, WatchedEvents watched, out KernelRefusal? refusal)
    {
        var features = KernelFeatures.Probe();
        refusal = features.Missing.FirstOrDefault();
        if (refusal is not null)
            return null;
        var pins = new PinFolder(options.PinFolder);
        var loader = new Loader(options, pins);
        if (loader.Start(policy.Operations, watched, features, out refusal) is not { } loaded)
            return null;
        var guard = new KernelGuard(options, pins, loader, loaded);
        if (loaded.Adopted)
            guard._writer.Adopt();
        refusal = guard._writer.WriteSyscalls() ?? guard._writer.Apply(policy) ?? loader.Pin(loaded);
        if (refusal is null)
            return guard;
        loaded.Dispose();
        return null;
    }

    /// <summary>
    /// Removes pinned guards of this or an earlier engine: blocking ends. Nothing happens where there are none.
    /// </summary>
    public static void Unload(string pinFolder = "/sys/fs/bpf/rulesengine")
    {
        var pins = new PinFolder(pinFolder);
        using (var map = LibbpfMap.Pinned(pins.MapPath(ControlPage.MapName)))
        using (var control = map.IsInvalid ? null : ControlPage.Open(map))
            control?.StandDown();
        pins.Remove();
    }

    /// <summary>
    /// Puts another policy in force. Programs that it needs are attached before, programs that it does not need detached
    /// after. Null, or what was in the way: then the policy before is still in force.
    /// </summary>
    public KernelRefusal? Apply(KernelPolicy policy, WatchedEvents watched)
    {
        var both = policy.Operations | Attached();
        return _loader.Extend(_loaded, both, watched)
            ?? _writer.Apply(policy)
            ?? _loader.Extend(_loaded, policy.Operations, watched)
            ?? _loader.PinLinks(_loaded);
    }

    /// <summary>
    /// Reads the ring on a thread of its own until the reader is disposed or the token cancelled. There may be one reader
    /// at a time. Null where the ring cannot be opened.
    /// </summary>
    public RingReader? ReadRing(RecordHandler handler, CancellationToken cancellation) =>
        RingReader.Start(LibbpfMap.Duplicate(_loaded.Maps["re_events"]), handler, cancellation);

    /// <summary>Lets the guards go on without us, if so configured, or removes them.</summary>
    public void Dispose()
    {
        _loaded.Control.Leave();
        // Nobody reads the ring any more: only what refuses has to go on.
        if (_options.Persist)
            _ = _loader.Extend(_loaded, Attached(), EventCodeSet.Empty);
        if (!_options.Persist)
        {
            _loaded.Control.StandDown();
            _pins.Remove();
        }

        _loaded.Dispose();
    }

    private GuardedOperations Attached() =>
        _loaded.Programs.Aggregate(GuardedOperations.None, (all, program) => all | program.Spec.Operations);
}
