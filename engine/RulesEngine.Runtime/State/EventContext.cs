using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>
/// An event with everything that was known when it happened: what extraction and evaluation take. One instance is
/// used for all events of a source; its contents are valid until the next event is set. Not thread-safe.
/// </summary>
public sealed class EventContext(EngineState state)
{
    private readonly int[] _ends = new int[EventView.ParamsMax + 1];
    private byte[] _bytes = [];
    private int _start;
    private int _length;
    private int _paramCount = -1;

    public EngineState State { get; } = state;

    /// <summary>The event; valid after a successful <see cref="TrySet(byte[], int, int, ushort)"/>.</summary>
    public EventView Event => EventView.Over(
        new ReadOnlySpan<byte>(_bytes, _start, _length), new ReadOnlySpan<int>(_ends, 0, _paramCount + 1), Cpu);

    public ushort Code { get; private set; }

    public EventDefinition Definition => EventTable.Get(Code);

    public ulong TimestampNs { get; private set; }

    public long ThreadId { get; private set; }

    public ushort Cpu { get; private set; }

    /// <summary><c>evt.num</c>; the state machine counts.</summary>
    public long Number { get; set; }

    /// <summary>The event source, <c>syscall</c>, or what a plugin calls its own; null when nothing claims it.</summary>
    public string? Source { get; set; }

    public ThreadInfo? Thread { get; set; }

    /// <summary>The descriptor the event is about, where the table of the process has it.</summary>
    public FdInfo? Fd { get; set; }

    /// <summary>The container that the event itself describes.</summary>
    public ContainerInfo? Container { get; set; }

    /// <summary>The number of the descriptor the event is about, −1 for none (<c>fd.num</c>).</summary>
    public long FdNumber { get; set; } = -1;

    /// <summary>Whether handling the event changed the descriptor's name.</summary>
    public bool FdNameChanged { get; set; }

    /// <summary>The errno of a failed call as a positive number, else 0.</summary>
    public int ErrorCode { get; set; }

    /// <summary>
    /// The time of the first event that is not one of the engine's own; <c>evt.reltime</c> counts from it.
    /// 0 until then.
    /// </summary>
    public ulong FirstTimestampNs { get; private set; }

    /// <summary>Whether buffers are printed in base64 (<c>buffer_format_base64</c>).</summary>
    public bool PrintsBuffersInBase64 { get; set; }

    /// <summary>What was last rendered of parameters; each set of rules can bring its own.</summary>
    public ParamStorage Rendered { get; set; } = new();

    /// <summary>The same for the resolved forms of parameters.</summary>
    public ParamStorage RenderedNames { get; } = new();

    /// <summary>Memory that is freed when the next event is set.</summary>
    public ScratchArena Scratch { get; } = new();

    /// <summary>
    /// Takes the event in these bytes without copying: they must not change before the next event is set. Forgets what
    /// was known of the previous one.
    /// </summary>
    public EventReadError TrySet(byte[] bytes, int start, int length, ushort cpu)
    {
        var error = EventView.TryRead(bytes.AsSpan(start, length), _ends, cpu, out var view);
        if (error != EventReadError.None) return error;
        // Mostly the same array: a store of a reference costs more than the question.
        if (!ReferenceEquals(_bytes, bytes)) _bytes = bytes;
        _start = start;
        _length = view.Bytes.Length;
        _paramCount = view.ParamCount;
        Code = view.Code;
        TimestampNs = view.TimestampNs;
        ThreadId = view.ThreadId;
        Cpu = cpu;
        Thread = null;
        Fd = null;
        Container = null;
        FdNumber = -1;
        FdNameChanged = false;
        ErrorCode = 0;
        Scratch.Reset();
        return error;
    }

    internal void NoteFirst()
    {
        if (FirstTimestampNs == 0 && Definition.Origin != EventOrigin.MetaEvent) FirstTimestampNs = TimestampNs;
    }

    /// <summary>Copies the event out of memory that others may write to or free (a ring buffer), then takes it.</summary>
    public EventReadError TrySetCopy(ReadOnlySpan<byte> bytes, ushort cpu)
    {
        if (_copy.Length < bytes.Length) _copy = new byte[Math.Max(4096, bytes.Length * 2)];
        bytes.CopyTo(_copy);
        return TrySet(_copy, 0, bytes.Length, cpu);
    }

    private byte[] _copy = [];
}
