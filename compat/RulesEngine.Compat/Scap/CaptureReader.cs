using System.Buffers.Binary;
using System.Globalization;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Compat.Scap;

/// <summary>
/// Reads a capture of Falco or sysdig, plain or compressed, of any version, as a stream: the tables of what was there
/// when it began, then the events, brought to the current schema. Nothing is allocated per event once the buffers have
/// grown. A file may hold several captures one after another.
/// <code>
///   ReadTables -> Success, then ReadEvent until EndOfFile; on NewSection: ReadTables again
/// </code>
/// </summary>
public sealed class CaptureReader : IDisposable
{
    private const uint SectionMagic = 0x1A2B3C4D;
    private const int EventBlockBytesMax = 65536;
    private const long TableBytesMax = 1L << 28;
    private const uint FlagStateOnly = 1;
    private const uint FlagLarge = 4;

    private readonly CaptureStream _stream;
    private readonly EventConverter _converter = new();
    private byte[] _rebuilt = [];
    private bool _blockPending;

    private CaptureReader(CaptureStream stream)
    {
        _stream = stream;
    }

    /// <summary>What is wrong with the file, after a step returned <see cref="CaptureStatus.Damaged"/>.</summary>
    public CaptureError? Error { get; private set; }

    /// <summary>Whether the last event only feeds the state and is not for the rules.</summary>
    public bool IsStateOnly { get; private set; }

    /// <summary>Events read from the file, those included that conversion kept or dropped.</summary>
    public ulong RawEvents { get; private set; }

    /// <summary>Bytes of the uncompressed file before the current block.</summary>
    public long Offset => _stream.Offset;

    /// <summary>Bytes of the file, as it lies on the disk, that were taken so far; null where that cannot be told.</summary>
    public long? BytesTaken => _stream.BytesTaken;

    /// <summary>Opens a file; the exceptions are those of opening files.</summary>
    public static CaptureReader Open(string path) =>
        Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan));

    /// <summary>Reads from a stream, which is then the reader's to dispose.</summary>
    public static CaptureReader Open(Stream stream) => new(CaptureStream.Open(stream));

    /// <summary>
    /// Reads the section header and the tables before the first event into the state machine, which is reset first.
    /// </summary>
    public CaptureStatus ReadTables(StateMachine machine)
    {
        machine.Reset();
        _converter.Reset();
        if (!_blockPending && !_stream.MoveNext()) return EndOr(CaptureErrorKind.NotACapture, "the capture is empty");
        _blockPending = false;
        if (ReadSectionHeader() is { } wrong) return Fail(wrong.Kind, wrong.Message);
        var begin = _stream.Offset;
        while (_stream.MoveNext())
        {
            var type = _stream.Type;
            if (BlockType.IsEvent(type))
            {
                _blockPending = true;
                machine.FinishImport();
                return CaptureStatus.Success;
            }
            if (_stream.Offset - begin > TableBytesMax)
            {
                return Fail(CaptureErrorKind.BrokenBlock, "the tables of the capture are larger than a machine can fill them");
            }
            if (!ReadTable(type, machine))
            {
                return Fail(CaptureErrorKind.BrokenBlock, string.Create(
                    CultureInfo.InvariantCulture, $"a block of type 0x{type:x} contradicts its own lengths"));
            }
        }
        return EndOr(CaptureErrorKind.NoEvents, "there are no events in the capture");
    }

    /// <summary>Goes to the next delivered event and puts it into the context.</summary>
    public CaptureStatus ReadEvent(EventContext context)
    {
        while (_blockPending || _stream.MoveNext())
        {
            var type = _stream.Type;
            if (!BlockType.IsEvent(type))
            {
                _blockPending = true;
                return CaptureStatus.NewSection;
            }
            _blockPending = false;
            RawEvents++;
            switch (ReadEventBlock(type, context))
            {
                case ConversionOutcome.Deliver: return CaptureStatus.Success;
                case ConversionOutcome.Fail: return CaptureStatus.Damaged;
            }
        }
        if (_stream.Error is null) return CaptureStatus.EndOfFile;
        Error = _stream.Error;
        return CaptureStatus.Damaged;
    }

    public void Dispose() => _stream.Dispose();

    private CaptureStatus EndOr(CaptureErrorKind kind, string message)
    {
        if (_stream.Error is { } error)
        {
            Error = error;
            return CaptureStatus.Damaged;
        }
        return Fail(kind, message);
    }

    private CaptureStatus Fail(CaptureErrorKind kind, string message)
    {
        Error = new CaptureError(kind, _stream.Offset, message);
        return CaptureStatus.Damaged;
    }

    private (CaptureErrorKind Kind, string Message)? ReadSectionHeader()
    {
        if (_stream.Type != BlockType.SectionHeader)
        {
            return (CaptureErrorKind.BrokenBlock, $"a block of type 0x{_stream.Type:x} among the events");
        }
        var cursor = new ByteCursor(_stream.Body);
        var magic = cursor.U32();
        var major = cursor.U16();
        cursor.U16();
        cursor.U64();
        if (cursor.Failed) return (CaptureErrorKind.BrokenBlock, "the section header block is too short");
        if (magic != SectionMagic) return (CaptureErrorKind.NotACapture, "invalid magic number");
        return major > 1
            ? (CaptureErrorKind.UnsupportedVersion, $"the capture has format version {major}, known is version 1")
            : null;
    }

    private bool ReadTable(uint type, StateMachine machine)
    {
        var body = _stream.Body;
        if (BlockType.ProcessListVersion(type) is > 0 and var version)
        {
            return ProcessListReader.Read(body, version, machine);
        }
        return type switch
        {
            BlockType.MachineInfo or BlockType.MachineInfoOld => MachineListReader.ReadMachine(body, machine),
            BlockType.InterfaceList or BlockType.InterfaceListOld =>
                MachineListReader.ReadInterfaces(body, withLengths: false, machine),
            BlockType.InterfaceListV2 => MachineListReader.ReadInterfaces(body, withLengths: true, machine),
            BlockType.UserList or BlockType.UserListOld =>
                MachineListReader.ReadUsers(body, withLengths: false, machine),
            BlockType.UserListV2 => MachineListReader.ReadUsers(body, withLengths: true, machine),
            BlockType.FdList or BlockType.FdListOld => FdListReader.Read(body, withLengths: false, machine),
            BlockType.FdListV2 => FdListReader.Read(body, withLengths: true, machine),
            _ => true,
        };
    }

    private ConversionOutcome ReadEventBlock(uint type, EventContext context)
    {
        var body = _stream.Body;
        var cursor = new ByteCursor(body);
        var cpu = cursor.U16();
        var flags = type is BlockType.EventFlags or BlockType.EventFlagsV2 or BlockType.EventFlagsV2Large
            ? cursor.U32()
            : 0;
        if (cursor.Failed) return Broken("an event block is too short");
        var large = type is BlockType.EventV2Large or BlockType.EventFlagsV2Large || (flags & FlagLarge) != 0;
        if (!large && body.Length > EventBlockBytesMax) return Broken($"an event cannot be {body.Length} bytes long");
        IsStateOnly = (flags & FlagStateOnly) != 0;
        var bytes = _stream.Buffer;
        var start = _stream.BodyStart + (body.Length - cursor.Remaining);
        var length = cursor.Remaining;
        if (type is BlockType.Event or BlockType.EventOld or BlockType.EventFlags)
        {
            if (!AddParamCount(bytes.AsSpan(start, length), out length))
            {
                return Broken("an event's parameters do not add up to its length");
            }
            bytes = _rebuilt;
            start = 0;
        }
        switch (context.TrySet(bytes, start, length, cpu))
        {
            case EventReadError.None: break;
            case EventReadError.UnknownCode: return ConversionOutcome.Drop;
            default: return Broken("an event contradicts its own lengths");
        }
        var outcome = _converter.Convert(context.Event);
        if (outcome == ConversionOutcome.Fail)
        {
            Fail(
                CaptureErrorKind.NoConversion,
                $"no conversion is known for event {context.Definition.Identifier} with {context.Event.ParamCount} parameters");
        }
        if (outcome == ConversionOutcome.Deliver && _converter.Bytes is { } converted
            && context.TrySet(converted, 0, _converter.Length, cpu) != EventReadError.None)
        {
            return Broken("an event cannot be converted");
        }
        return outcome;
    }

    private ConversionOutcome Broken(string message)
    {
        Fail(CaptureErrorKind.BrokenEvent, message);
        return ConversionOutcome.Fail;
    }

    /// <summary>
    /// Version 1 events do not say how many parameters they have: it is the number, up to the table's, whose lengths add up
    /// to the event's. Some writers stated the length of two event types three bytes too large.
    /// </summary>
    private bool AddParamCount(ReadOnlySpan<byte> old, out int length)
    {
        const int header = 22;
        length = 0;
        if (old.Length < header) return false;
        var stated = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(old[16..]), int.MaxValue);
        var code = BinaryPrimitives.ReadUInt16LittleEndian(old[20..]);
        if (code >= EventTable.Count)
        {
            // Unknown to the table: made to look like an event without parameters, then skipped.
            WriteRebuilt(old[..header], 0, default, out length);
            return true;
        }
        if (code is EventCodes.Notification or EventCodes.Infrastructure) stated -= 3;
        if (stated < header || stated > old.Length) return false;
        var definition = EventTable.All[code];
        var width = definition.IsLarge ? 4 : 2;
        var count = 0;
        // Each parameter makes the sum larger, so at most one number of them fits.
        long sum = header;
        for (; sum < stated && count < definition.Params.Length; count++)
        {
            var at = header + count * width;
            if (at + width > stated) return false;
            sum += width + (width == 4
                ? BinaryPrimitives.ReadUInt32LittleEndian(old[at..])
                : BinaryPrimitives.ReadUInt16LittleEndian(old[at..]));
        }
        if (sum != stated) return false;
        WriteRebuilt(old[..stated], count, old[header..stated], out length);
        return true;
    }

    private void WriteRebuilt(ReadOnlySpan<byte> old, int count, ReadOnlySpan<byte> rest, out int length)
    {
        length = EventView.HeaderBytes + rest.Length;
        if (_rebuilt.Length < length) _rebuilt = new byte[Math.Max(4096, length * 2)];
        old[..22].CopyTo(_rebuilt);
        BinaryPrimitives.WriteInt32LittleEndian(_rebuilt.AsSpan(16), length);
        BinaryPrimitives.WriteInt32LittleEndian(_rebuilt.AsSpan(22), count);
        rest.CopyTo(_rebuilt.AsSpan(EventView.HeaderBytes));
    }
}
