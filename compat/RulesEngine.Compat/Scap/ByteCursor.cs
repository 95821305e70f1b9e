using System.Buffers.Binary;

namespace RulesEngine.Compat.Scap;

/// <summary>
/// Reads numbers and strings one after another from bytes that nobody vouches for. Reading past the end yields zeros
/// and sets <see cref="Failed"/>, so that a caller checks once per entry instead of once per field.
/// </summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool Failed { get; private set; }

    public readonly int Remaining => _rest.Length;

    public byte U8() => Take(1) is [var value, ..] ? value : (byte)0;

    public ushort U16() => Take(2) is { Length: 2 } taken ? BinaryPrimitives.ReadUInt16LittleEndian(taken) : (ushort)0;

    public uint U32() => Take(4) is { Length: 4 } taken ? BinaryPrimitives.ReadUInt32LittleEndian(taken) : 0;

    public ulong U64() => Take(8) is { Length: 8 } taken ? BinaryPrimitives.ReadUInt64LittleEndian(taken) : 0;

    public long I64() => (long)U64();

    /// <summary>The next bytes; empty when there are not that many.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _rest.Length)
        {
            Failed = true;
            _rest = default;
            return default;
        }
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    /// <summary>A string with its length in 16 bits before it; longer than <paramref name="max"/> is a failure.</summary>
    public ReadOnlySpan<byte> Text(int max)
    {
        var length = U16();
        if (length > max) Failed = true;
        return Take(length);
    }

    /// <summary>A cursor over the next bytes, which are then behind this one.</summary>
    public ByteCursor Sub(int length) => new(Take(length));
}
