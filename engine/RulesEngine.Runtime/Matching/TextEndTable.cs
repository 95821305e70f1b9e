using System.Collections.Immutable;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// Ends of texts: beginnings of the texts read backwards. Of a text only as many bytes are turned around as the longest
/// end has. Used by one thread at a time.
/// </summary>
internal sealed class TextEndTable(ImmutableArray<IndexEntry> entries) : ValueTable
{
    private readonly TextTable _backwards = new(entries);
    private readonly byte[] _tail = new byte[entries.Max(entry => entry.Key.Length)];

    public override int Find(in FieldValue value) => Find(value.Bytes);

    public int Find(ReadOnlySpan<byte> text)
    {
        var tail = _tail.AsSpan(0, Math.Min(text.Length, _tail.Length));
        text[^tail.Length..].CopyTo(tail);
        tail.Reverse();
        return _backwards.Find(tail);
    }
}
