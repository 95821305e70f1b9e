using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>A copy of an event that outlives the reader's buffer. Its buffer is used again for the next one.</summary>
public sealed class StoredEvent
{
    private readonly int[] _ends = new int[EventView.ParamsMax + 1];
    private byte[] _bytes = [];
    private int _length;
    private int _paramCount = -1;
    private ushort _cpu;

    public bool IsEmpty => _length == 0;

    /// <summary>The stored event; only when not <see cref="IsEmpty"/>.</summary>
    public EventView View => EventView.Over(_bytes.AsSpan(0, _length), _ends.AsSpan(0, _paramCount + 1), _cpu);

    public void Store(EventView view)
    {
        if (_bytes.Length < view.Bytes.Length) _bytes = new byte[Math.Max(128, view.Bytes.Length * 2)];
        view.Bytes.CopyTo(_bytes);
        _length = view.Bytes.Length;
        _paramCount = view.ParamCount;
        _cpu = view.Cpu;
        view.CopyEnds(_ends);
    }

    public void Clear() => _length = 0;
}
