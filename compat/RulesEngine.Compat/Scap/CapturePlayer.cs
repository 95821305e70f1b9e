using RulesEngine.Runtime.State;

namespace RulesEngine.Compat.Scap;

/// <summary>
/// A capture played through a state machine: the loop that everybody who looks at a capture's events needs. Each step
/// reads one event, applies it to the state, and leaves it in <see cref="Event"/> with everything that was known when it
/// happened. Captures one after another in a file are sections of one play.
/// </summary>
public sealed class CapturePlayer : IDisposable
{
    private readonly CaptureReader _reader;
    private readonly StateMachine _machine;
    private CaptureStatus _status = CaptureStatus.NewSection;

    private CapturePlayer(CaptureReader reader)
    {
        _reader = reader;
        _machine = new StateMachine(State);
        Event = new EventContext(State);
    }

    public EngineState State { get; } = new();

    /// <summary>The event at hand; valid until the next step.</summary>
    public EventContext Event { get; }

    /// <summary>Whether rules see the event; if not, it only served the state.</summary>
    public bool IsForRules { get; private set; }

    /// <summary>Whether the capture says of the event that it is for the state only.</summary>
    public bool IsStateOnly => _reader.IsStateOnly;

    /// <summary>Whether later events need this one to look as they do; see <see cref="StateMachine.Follows"/>.</summary>
    public bool ServesState => _machine.Follows;

    /// <summary>Called when the tables of a section are in <see cref="State"/>, before its first event is applied.</summary>
    public Action? SectionBegins { get; set; }

    /// <summary>Events read from the file, those included that conversion kept or dropped.</summary>
    public ulong RawEvents => _reader.RawEvents;

    /// <summary>Bytes of the file, as it lies on the disk, that were taken so far; null where that cannot be told.</summary>
    public long? BytesTaken => _reader.BytesTaken;

    /// <summary>What is wrong with the file; null while it is whole.</summary>
    public CaptureError? Error => _status == CaptureStatus.Damaged ? _reader.Error : null;

    /// <summary>Opens a file; the exceptions are those of opening files.</summary>
    public static CapturePlayer Open(string path) => new(CaptureReader.Open(path));

    /// <summary>Plays a stream, which is then the player's to dispose.</summary>
    public static CapturePlayer Open(Stream stream) => new(CaptureReader.Open(stream));

    /// <summary>Goes to the next event. False at the end of the file, and at damage, which is then in <see cref="Error"/>.</summary>
    public bool MoveNext()
    {
        do
        {
            if (_status == CaptureStatus.NewSection && !ReadSection()) return false;
            if (_status != CaptureStatus.Success) return false;
            _status = _reader.ReadEvent(Event);
        }
        while (_status == CaptureStatus.NewSection);
        if (_status != CaptureStatus.Success) return false;
        IsForRules = _machine.Process(Event, _reader.IsStateOnly);
        return true;
    }

    public void Dispose() => _reader.Dispose();

    private bool ReadSection()
    {
        _status = _reader.ReadTables(_machine);
        if (_status != CaptureStatus.Success) return false;
        SectionBegins?.Invoke();
        return true;
    }
}
