using System.Buffers.Binary;
using System.Text.Json;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;

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

    private readonly Dictionary<long, StoredBytes> _enters = [];
    private readonly byte[][] _buffers = [new byte[EventBytesMax], new byte[EventBytesMax]];
    private int _turn;

    /// <summary>The delivered event: the given bytes or an internal buffer, valid until the next call.</summary>
    public byte[] Bytes { get; private set; } = [];

    public int Start { get; private set; }

    public int Length { get; private set; }

    /// <summary>Stored enter events are forgotten; the next capture begins.</summary>
    public void Reset() => _enters.Clear();

    /// <summary>Takes a valid version 2 event.</summary>
    public ConversionOutcome Convert(byte[] bytes, int start, int length)
    {
        Bytes = bytes;
        Start = start;
        Length = length;
        for (var round = 0; round < RoundsMax; round++)
        {
            var raw = new RawEvent(Bytes.AsSpan(Start, Length));
            var flags = EventTable.All[raw.Code].Flags;
            if ((flags & EventFlags.Unused) != 0) return ConversionOutcome.Drop;
            var isEnter = (raw.Code & 1) == 0;
            if ((flags & EventFlags.ConverterManaged) == 0)
            {
                return isEnter && (flags & EventFlags.OldVersion) != 0
                    ? ConversionOutcome.Drop
                    : ConversionOutcome.Deliver;
            }
            // Records with more parameters than the table come from newer writers; readers ignore the rest.
            if (!isEnter && (flags & EventFlags.OldVersion) == 0
                && raw.ParamCount >= EventTable.All[raw.Code].Params.Length)
            {
                return ConversionOutcome.Deliver;
            }
            var conversion = ConversionTable.Find(raw.Code, raw.ParamCount);
            if (conversion is null) return ConversionOutcome.Fail;
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
                    if (!Apply(conversion, raw)) return ConversionOutcome.Fail;
                    break;
            }
        }
        return ConversionOutcome.Fail;
    }

    private void Store(RawEvent raw)
    {
        if (!_enters.TryGetValue(raw.ThreadId, out var stored))
        {
            stored = new StoredBytes();
            _enters.Add(raw.ThreadId, stored);
        }
        stored.Set(raw.Bytes);
    }

    private bool Apply(Conversion conversion, RawEvent old)
    {
        _turn ^= 1;
        var target = _buffers[_turn];
        var keep = conversion.Action == ConversionAction.AddParams ? old.ParamCount : 0;
        var count = keep + conversion.Steps.Length;
        var definition = EventTable.All[conversion.NewCode];
        if (count > EventTable.MaxParams || count > definition.Params.Length) return false;
        var width = definition.IsLarge ? 4 : 2;
        var at = EventView.HeaderBytes + count * width;
        if (at > target.Length) return false;
        _enters.TryGetValue(old.ThreadId, out var stored);
        var hasEnter = stored is { Length: > 0 } && new RawEvent(stored.Span).Code == old.Code - 1;
        var enter = hasEnter ? new RawEvent(stored!.Span) : default;
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
        Start = 0;
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
    private static byte[] ContainerJson(RawEvent old)
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

    /// <summary>An event's parts without the table's opinion on how many parameters it has.</summary>
    private readonly ref struct RawEvent(ReadOnlySpan<byte> bytes)
    {
        public ReadOnlySpan<byte> Bytes { get; } = bytes;

        public long ThreadId => BinaryPrimitives.ReadInt64LittleEndian(Bytes[8..]);

        public ushort Code => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[20..]);

        public int ParamCount => BinaryPrimitives.ReadInt32LittleEndian(Bytes[22..]);

        public ReadOnlySpan<byte> Param(int index)
        {
            var count = ParamCount;
            if (index >= count) return default;
            var at = EventView.HeaderBytes + count * 2;
            for (var i = 0; i < index; i++)
            {
                at += BinaryPrimitives.ReadUInt16LittleEndian(Bytes[(EventView.HeaderBytes + i * 2)..]);
            }
            var length = BinaryPrimitives.ReadUInt16LittleEndian(Bytes[(EventView.HeaderBytes + index * 2)..]);
            return Bytes.Slice(at, length);
        }
    }

    private sealed class StoredBytes
    {
        private byte[] _bytes = [];

        public int Length { get; private set; }

        public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

        public void Set(ReadOnlySpan<byte> bytes)
        {
            if (_bytes.Length < bytes.Length) _bytes = new byte[Math.Max(64, bytes.Length)];
            bytes.CopyTo(_bytes);
            Length = bytes.Length;
        }

        public void Clear() => Length = 0;
    }
}
