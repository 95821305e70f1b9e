using RulesEngine.Bpf;
using RulesEngine.Bpf.Ring;
using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// The watchers' records straight into a capture, behind the state of the machine at the start. The ring's records are
/// events of the capture format already; nothing is decoded on the way but their lengths.
/// </summary>
internal sealed class Recording : IDisposable
{
    private readonly KernelGuard _guard;
    private readonly CaptureWriter _writer;
    private readonly EventContext _context;
    private RingReader? _ring;

    private Recording(KernelGuard guard, CaptureWriter writer, EngineState state)
    {
        _guard = guard;
        _writer = writer;
        _context = new EventContext(state);
    }

    /// <summary>Events written; final once disposed.</summary>
    public long Events { get; private set; }

    public static Recording? Start(KernelGuardOptions options, CaptureWriter writer, out KernelRefusal? refusal)
    {
        if (KernelGuard.Start(options, KernelPolicy.Empty, LiveEvents.Recorded, out refusal) is not { } guard)
            return null;
        var machine = new StateMachine(new EngineState(), StateMode.Live);
        MachineScan.ReadInto(machine);
        writer.WriteState(machine.State);
        var recording = new Recording(guard, writer, machine.State);
        recording._ring = guard.ReadRing(recording.OnRecord, CancellationToken.None);
        return recording;
    }

    public void Dispose()
    {
        _ring?.Dispose();
        _guard.Dispose();
        _writer.Flush();
    }

    private void OnRecord(ReadOnlySpan<byte> record)
    {
        if (_context.TrySetCopy(record, cpu: 0) != EventReadError.None)
            return;
        _writer.WriteEvent(_context.Event);
        Events++;
    }
}
