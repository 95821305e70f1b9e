using System.Buffers.Binary;

namespace RulesEngine.Compat.Scap;

/// <summary>
/// Builds one block in a buffer that is used again for the next: the frame around it, numbers little endian, strings
/// with their length in 16 bits before them.
/// </summary>
internal sealed class BlockBuilder
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public void Begin(uint type)
    {
        Length = 0;
        U32(type);
        U32(0);
    }

    /// <summary>Pads and closes the block; the result is valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> End()
    {
        while (Length % 4 != 0) U8(0);
        var total = Length + 4;
        U32((uint)total);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(4), total);
        return _bytes.AsSpan(0, Length);
    }

    public void U8(byte value) => Room(1)[0] = value;

    public void U16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(2), value);

    public void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);

    public void I64(long value) => U64((ulong)value);

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>A string, cut to what readers accept.</summary>
    public void Text(ReadOnlySpan<byte> text, int max)
    {
        text = text[..Math.Min(text.Length, max)];
        U16((ushort)text.Length);
        Bytes(text);
    }

    /// <summary>Reserves room for the length of an entry; returns where it is.</summary>
    public int BeginEntry()
    {
        U32(0);
        return Length - 4;
    }

    /// <summary>Fills in the length of the entry, the length itself included or not.</summary>
    public void EndEntry(int start, bool withLength) => BinaryPrimitives.WriteInt32LittleEndian(
        _bytes.AsSpan(start), Length - start - (withLength ? 0 : 4));

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        var room = _bytes.AsSpan(Length, length);
        Length += length;
        return room;
    }
}
