using System.Buffers.Binary;
using System.Text.Json;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Compat.Scap;

/// <summary>What became of an event.</summary>
internal enum ConversionOutcome
{
    /// <summary>It is delivered, converted or as it was.</summary>
    Deliver,

    /// <summary>It is not: unused, or kept for its exit event.</summary>
    Drop,

    /// <summary>An old event without a conversion, or one that grew out of bounds.</summary>
    Fail,
}

/// <summary>
/// Brings events of old captures to the current schema: applies the conversion table until nothing is left to convert.
/// Early versions split a call's parameters between its enter and its exit event; here the enter event is kept per
/// thread and merged into the exit event. Current events pass untouched.
/// </summary>
internal sealed class EventConverter
{
    private const int EventBytesMax = 65536;
    private const int RoundsMax = 50;

    /// <summary>More kept enter events than this are not of threads that exist: all are forgotten.</summary>
    private const int EntersMax = 32768;

    private readonly Dictionary<long, StoredEvent> _enters = [];
    private readonly byte[][] _buffers = [new byte[EventBytesMax], new byte[EventBytesMax]];
    private readonly int[] _ends = new int[EventView.ParamsMax + 1];
    private int _turn;
    private (long ThreadId, StoredEvent? Enter) _recent;

    /// <summary>The delivered event where it was converted: an internal buffer, valid until the next call; else null.</summary>
    public byte[]? Bytes { get; private set; }

    public int Length { get; private set; }

    /// <summary>Stored enter events are forgotten; the next capture begins.</summary>
    public void Reset()
    {
        _enters.Clear();
        _recent = default;
    }

    /// <summary>Takes an event of a capture and says what becomes of it.</summary>
    public ConversionOutcome Convert(EventView raw)
    {
        Bytes = null;
        var (code, count) = (raw.Code, raw.ParamCount);
        for (var round = 0; round < RoundsMax; round++)
        {
            var definition = EventTable.All[code];
            var flags = definition.Flags;
            if ((flags & EventFlags.Unused) != 0) return ConversionOutcome.Drop;
            var isEnter = definition.IsEnter;
            if ((flags & EventFlags.ConverterManaged) == 0)
            {
                return isEnter && (flags & EventFlags.OldVersion) != 0
                    ? ConversionOutcome.Drop
                    : ConversionOutcome.Deliver;
            }
            // Records with more parameters than the table come from newer writers; readers ignore the rest.
            if (!isEnter && (flags & EventFlags.OldVersion) == 0 && count >= definition.Params.Length)
            {
                return ConversionOutcome.Deliver;
            }
            var conversion = ConversionTable.Find(code, count);
            if (conversion is null) return ConversionOutcome.Fail;
            // Only what is converted again is read again.
            if (Bytes is not null
                && EventView.TryRead(Bytes.AsSpan(0, Length), _ends, raw.Cpu, out raw) != EventReadError.None)
            {
                return ConversionOutcome.Fail;
            }
            switch (conversion.Action)
            {
                case ConversionAction.Store:
                    Store(raw);
                    return ConversionOutcome.Drop;
                case ConversionAction.StoreAndPass:
                    Store(raw);
                    return ConversionOutcome.Deliver;
                case ConversionAction.Pass:
                    return ConversionOutcome.Deliver;
                default:
                    if (!Apply(conversion, raw, out count)) return ConversionOutcome.Fail;
                    code = conversion.NewCode;
                    break;
            }
        }
        return ConversionOutcome.Fail;
    }

    private StoredEvent? FindEnter(long threadId)
    {
        if (_recent.Enter is not null && _recent.ThreadId == threadId) return _recent.Enter;
        if (!_enters.TryGetValue(threadId, out var stored)) return null;
        _recent = (threadId, stored);
        return stored;
    }

    private void Store(EventView raw)
    {
        var stored = FindEnter(raw.ThreadId);
        if (stored is null)
        {
            stored = new StoredEvent();
            _enters.Add(raw.ThreadId, stored);
        }
        stored.Store(raw);
    }

    private bool Apply(Conversion conversion, EventView old, out int count)
    {
        _turn ^= 1;
        var target = _buffers[_turn];
        var keep = conversion.Action == ConversionAction.AddParams ? old.ParamCount : 0;
        count = keep + conversion.Steps.Length;
        var definition = EventTable.All[conversion.NewCode];
        if (count > EventTable.MaxParams || count > definition.Params.Length) return false;
        var width = definition.IsLarge ? 4 : 2;
        var at = EventView.HeaderBytes + count * width;
        var stored = FindEnter(old.ThreadId);
        var hasEnter = stored is { IsEmpty: false } && stored.View.Code == old.Code - 1;
        var enter = hasEnter ? stored!.View : default;
        var usedEnter = false;
        for (var i = 0; i < count; i++)
        {
            var step = i < keep
                ? new ConversionStep(ConversionSource.Old, (byte)i)
                : conversion.Steps[i - keep];
            scoped ReadOnlySpan<byte> value;
            switch (step.Source)
            {
                case ConversionSource.Old:
                    value = old.Param(step.Index);
                    break;
                case ConversionSource.Enter or ConversionSource.EnterOrEmpty when hasEnter:
                    value = enter.Param(step.Index);
                    usedEnter = true;
                    break;
                case ConversionSource.Enter or ConversionSource.Default:
                    value = Default(definition.Params[i].Type);
                    break;
                case ConversionSource.ContainerJson:
                    value = ContainerJson(old);
                    break;
                default:
                    value = default;
                    break;
            }
            if (value.Length > target.Length - at || (width == 2 && value.Length > ushort.MaxValue)) return false;
            value.CopyTo(target.AsSpan(at));
            at += value.Length;
            var lengthAt = target.AsSpan(EventView.HeaderBytes + i * width);
            if (width == 4) BinaryPrimitives.WriteInt32LittleEndian(lengthAt, value.Length);
            else BinaryPrimitives.WriteUInt16LittleEndian(lengthAt, (ushort)value.Length);
        }
        if (usedEnter) stored!.Clear();
        old.Bytes[..16].CopyTo(target);
        BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(16), at);
        BinaryPrimitives.WriteUInt16LittleEndian(target.AsSpan(20), conversion.NewCode);
        BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(22), count);
        Bytes = target;
        Length = at;
        return true;
    }

    private static ReadOnlySpan<byte> Default(FieldType type) => type switch
    {
        FieldType.Uid or FieldType.Gid => [0xFF, 0xFF, 0xFF, 0xFF],
        FieldType.Int8 or FieldType.UInt8 or FieldType.Flags8 or FieldType.EnumFlags8 or FieldType.SigType => [0],
        FieldType.Int16 or FieldType.UInt16 or FieldType.Flags16 or FieldType.EnumFlags16 or FieldType.SyscallId =>
            [0, 0],
        FieldType.Int32 or FieldType.UInt32 or FieldType.Flags32 or FieldType.EnumFlags32 or FieldType.Mode
            or FieldType.SigSet => [0, 0, 0, 0],
        FieldType.Int64 or FieldType.UInt64 or FieldType.RelTime or FieldType.AbsTime or FieldType.Errno
            or FieldType.Fd or FieldType.Pid => [0, 0, 0, 0, 0, 0, 0, 0],
        _ => [],
    };

    /// <summary>Early container events have four parameters where later ones have a JSON object.</summary>
    private static byte[] ContainerJson(EventView old)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("container"u8);
            json.WriteString("id"u8, UpToNul(old.Param(0)));
            json.WriteNumber("type"u8, old.Param(1) is { Length: 4 } type
                ? BinaryPrimitives.ReadUInt32LittleEndian(type)
                : 0);
            json.WriteString("name"u8, UpToNul(old.Param(2)));
            json.WriteString("image"u8, UpToNul(old.Param(3)));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        stream.WriteByte(0);
        return stream.ToArray();
    }

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> bytes)
    {
        var nul = bytes.IndexOf((byte)0);
        return nul < 0 ? bytes : bytes[..nul];
    }
}
