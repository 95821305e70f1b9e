using System.Buffers.Text;

namespace RulesEngine.Runtime.State;

/// <summary>
/// Where text that an event does not hold as such is composed: a command line, a path made absolute, a list of
/// descriptor types. It belongs to one event context, is reset before each event and keeps its memory, so that after
/// the first events nothing is allocated. Composing is stack-like: take <see cref="Mark"/>, append, then read
/// <see cref="Since"/>. A span handed out stays valid and unchanged until <see cref="Reset"/>, also when the arena grows.
/// </summary>
public sealed class ScratchArena
{
    private byte[] _bytes = new byte[16 * 1024];
    private Item[] _items = new Item[64];

    /// <summary>The position where the next byte goes.</summary>
    public int Mark { get; private set; }

    /// <summary>The number of list items stored so far.</summary>
    public int ItemCount { get; private set; }

    /// <summary>Forgets everything; spans handed out before are void.</summary>
    public void Reset()
    {
        Mark = 0;
        ItemCount = 0;
    }

    /// <summary>What was appended since <paramref name="mark"/>.</summary>
    public ReadOnlySpan<byte> Since(int mark) => _bytes.AsSpan(mark, Mark - mark);

    /// <summary>What was appended since <paramref name="mark"/>, for work in place.</summary>
    public Span<byte> WritableSince(int mark) => _bytes.AsSpan(mark, Mark - mark);

    /// <summary>Takes back everything appended after <paramref name="mark"/>.</summary>
    public void Rewind(int mark) => Mark = mark;

    /// <summary>Room for <paramref name="length"/> bytes at the end, counted as appended.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_bytes.Length - Mark < length) Grow(length);
        var room = _bytes.AsSpan(Mark, length);
        Mark += length;
        return room;
    }

    /// <summary>Room for <paramref name="length"/> bytes, not cleared, valid until <see cref="Reset"/>.</summary>
    public Span<byte> Rent(int length) => Reserve(length);

    public void Append(byte value)
    {
        if (Mark == _bytes.Length) Grow(1);
        _bytes[Mark++] = value;
    }

    public void Append(scoped ReadOnlySpan<byte> text) => text.CopyTo(Reserve(text.Length));

    public void AppendDecimal(long value)
    {
        var room = Reserve(20);
        Utf8Formatter.TryFormat(value, room, out var written);
        Mark -= 20 - written;
    }

    public void AppendDecimal(ulong value)
    {
        var room = Reserve(20);
        Utf8Formatter.TryFormat(value, room, out var written);
        Mark -= 20 - written;
    }

    /// <summary>A decimal number with at least <paramref name="digits"/> digits, zeros in front.</summary>
    public void AppendPadded(ulong value, int digits)
    {
        var start = Mark;
        AppendDecimal(value);
        var missing = digits - (Mark - start);
        if (missing <= 0) return;
        Reserve(missing);
        var text = WritableSince(start);
        text[..^missing].CopyTo(text[missing..]);
        text[..missing].Fill((byte)'0');
    }

    public void AppendHexUpper(ulong value) => AppendRadix(value, shift: 4, "0123456789ABCDEF"u8);

    public void AppendHexLower(ulong value) => AppendRadix(value, shift: 4, "0123456789abcdef"u8);

    public void AppendOctal(ulong value) => AppendRadix(value, shift: 3, "01234567"u8);

    /// <summary>Stores a list item that lies in memory the event keeps alive or in this arena; copies it.</summary>
    public void AddItem(scoped ReadOnlySpan<byte> text)
    {
        var mark = Mark;
        Append(text);
        AddItem(mark, text.Length);
    }

    /// <summary>Makes bytes that were appended at <paramref name="mark"/> a list item.</summary>
    public void AddItem(int mark, int length)
    {
        if (ItemCount == _items.Length) Array.Resize(ref _items, _items.Length * 2);
        _items[ItemCount++] = new Item(_bytes, mark, length);
    }

    /// <summary>Appends bytes that were appended before.</summary>
    public void AppendCopy(int mark, int length)
    {
        var room = Reserve(length);
        _bytes.AsSpan(mark, length).CopyTo(room);
    }

    /// <summary>The list item number <paramref name="index"/>, counted over the whole event.</summary>
    public ReadOnlySpan<byte> GetItem(int index)
    {
        var item = _items[index];
        return item.Bytes.AsSpan(item.Start, item.Length);
    }

    private void AppendRadix(ulong value, int shift, ReadOnlySpan<byte> digits)
    {
        var count = 1;
        for (var rest = value >> shift; rest != 0; rest >>= shift) count++;
        var room = Reserve(count);
        for (var i = count - 1; i >= 0; i--, value >>= shift) room[i] = digits[(int)(value & (ulong)(digits.Length - 1))];
    }

    // The old memory is left to those who hold spans of it.
    private void Grow(int needed)
    {
        var larger = new byte[Math.Max(_bytes.Length * 2, Mark + needed)];
        _bytes.AsSpan(0, Mark).CopyTo(larger);
        _bytes = larger;
    }

    private readonly record struct Item(byte[] Bytes, int Start, int Length);
}
