using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RulesEngine.Runtime.Events;

/// <summary>Why bytes are not an event.</summary>
public enum EventReadError : byte
{
    None,

    /// <summary>Fewer bytes than a header, or than the header says.</summary>
    Truncated,

    /// <summary>The code is not in the event table (a newer writer); such events are skipped.</summary>
    UnknownCode,

    /// <summary>The parameters' lengths do not fit into the event.</summary>
    ParametersTooLong,
}

/// <summary>
/// One event over the bytes that hold it; nothing is copied. The layout is version 2 of the capture format, little
/// endian, packed:
/// <code>
///   0  u64 time (ns)      8  i64 thread id     16  u32 length of the whole event
///  20  u16 code          22  u32 parameters    26  u16 length of each (u32 for large payloads), then their bytes
/// </code>
/// A view made by <see cref="TryRead"/> never reads outside its bytes, whatever they are. Parameters behind those that
/// the table knows (live records carry more) are counted in <see cref="ParamCount"/> and read like the others.
/// </summary>
public readonly ref struct EventView
{
    /// <summary>Bytes before the lengths of the parameters.</summary>
    public const int HeaderBytes = 26;

    /// <summary>Parameters after this many are ignored.</summary>
    public const int ParamsMax = 64;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<int> _ends;

    private EventView(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> ends, ushort cpu)
    {
        _bytes = bytes;
        _ends = ends;
        Cpu = cpu;
    }

    /// <summary>The whole event: header, lengths, parameters.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public ulong TimestampNs => BinaryPrimitives.ReadUInt64LittleEndian(_bytes);

    public long ThreadId => BinaryPrimitives.ReadInt64LittleEndian(_bytes[8..]);

    public ushort Code => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[20..]);

    public EventDefinition Definition => EventTable.Get(Code);

    public ushort Cpu { get; }

    /// <summary>The parameters present, at most <see cref="ParamsMax"/>; may be fewer or more than the table's.</summary>
    public int ParamCount => _ends.Length - 1;

    /// <summary>The bytes of a parameter; empty where it is empty or the event has fewer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Param(int index)
    {
        if ((uint)index >= (uint)(_ends.Length - 1)) return default;
        var start = _ends[index];
        return _bytes[start.._ends[index + 1]];
    }

    /// <summary>Whether the parameter is there and not empty.</summary>
    public bool HasParam(int index) => !Param(index).IsEmpty;

    /// <summary>
    /// A text parameter without the NUL that ends it; one that is not available reads <c>&lt;NA&gt;</c>, as does
    /// <c>(NULL)</c> of early writers.
    /// </summary>
    public ReadOnlySpan<byte> Text(int index)
    {
        var bytes = Param(index);
        if (bytes.IsEmpty) return "<NA>"u8;
        var text = UpToNul(bytes);
        return text.SequenceEqual("(NULL)"u8) ? "<NA>"u8 : text;
    }

    /// <summary>A number of 1, 2, 4 or 8 bytes, sign-extended; 0 where it is empty or shorter than its type.</summary>
    public long Int64(int index) => ReadSigned(Param(index));

    /// <summary>A number of 1, 2, 4 or 8 bytes, zero-extended; 0 where it is empty.</summary>
    public ulong UInt64(int index) => ReadUnsigned(Param(index));

    public int Int32(int index) => (int)Int64(index);

    public uint UInt32(int index) => (uint)UInt64(index);

    /// <summary>
    /// Checks the bytes and finds the parameters. <paramref name="ends"/> is room for the parameters' positions
    /// (<see cref="ParamsMax"/> + 1) and must live as long as the view.
    /// </summary>
    public static EventReadError TryRead(ReadOnlySpan<byte> bytes, Span<int> ends, ushort cpu, out EventView view)
    {
        view = default;
        if (bytes.Length < HeaderBytes) return EventReadError.Truncated;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        if (length < HeaderBytes || length > (uint)bytes.Length) return EventReadError.Truncated;
        bytes = bytes[..(int)length];
        var code = BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..]);
        if (code >= EventTable.Count) return EventReadError.UnknownCode;
        var count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[22..]);
        var wide = EventTable.Get(code).IsLarge;
        var lengths = bytes[HeaderBytes..];
        if (count > (uint)lengths.Length >> (wide ? 2 : 1)) return EventReadError.ParametersTooLong;
        var kept = (int)Math.Min(count, ParamsMax);
        long end = HeaderBytes + (long)count * (wide ? 4 : 2);
        ends[0] = (int)end;
        ends = ends[..(kept + 1)];
        if (wide)
        {
            for (var i = 1; i < ends.Length; i++)
            {
                end += BinaryPrimitives.ReadUInt32LittleEndian(lengths[((i - 1) * 4)..]);
                if (end > length) return EventReadError.ParametersTooLong;
                ends[i] = (int)end;
            }
        }
        else
        {
            for (var i = 1; i < ends.Length; i++)
            {
                end += BinaryPrimitives.ReadUInt16LittleEndian(lengths[((i - 1) * 2)..]);
                // At most 64 times 65,535 more: it cannot leave an int, and one look at the last tells of all.
                ends[i] = (int)end;
            }
            if (end > length) return EventReadError.ParametersTooLong;
        }
        view = new EventView(bytes, ends, cpu);
        return EventReadError.None;
    }

    /// <summary>A view over bytes that an earlier <see cref="TryRead"/> accepted, with the positions it found.</summary>
    internal static EventView Over(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> ends, ushort cpu) =>
        new(bytes, ends, cpu);

    internal void CopyEnds(Span<int> ends) => _ends.CopyTo(ends);

    internal static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> bytes)
    {
        var nul = bytes.IndexOf((byte)0);
        return nul < 0 ? bytes : bytes[..nul];
    }

    internal static long ReadSigned(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        8 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        1 => (sbyte)bytes[0],
        _ => 0,
    };

    internal static ulong ReadUnsigned(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        8 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        1 => bytes[0],
        _ => 0,
    };
}
