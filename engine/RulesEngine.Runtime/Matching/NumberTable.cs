using System.Collections.Immutable;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// Numbers: the entries laid out as intervals, each with its innermost entry, found by binary search.
/// </summary>
internal sealed class NumberTable(ImmutableArray<IndexEntry> entries, ulong flip) : ValueTable
{
    private readonly IntervalTable _intervals = new(entries, keyBytes: 8);

    public override int Find(in FieldValue value) => _intervals.Find((ulong)value.Number ^ flip);
}

/// <summary>Addresses: one list of intervals per family.</summary>
internal sealed class AddressTable(ImmutableArray<IndexEntry> entries) : ValueTable
{
    private readonly IntervalTable _intervals = new(entries, keyBytes: 17);

    public override int Find(in FieldValue value)
    {
        Span<byte> key = stackalloc byte[16];
        key.Clear();
        switch (value.Bytes.Length)
        {
            case 4:
                value.Bytes.CopyTo(key);
                return _intervals.Find(IntervalTable.Read(key), DimensionKeys.FamilyIPv4);
            case 16:
                return _intervals.Find(IntervalTable.Read(value.Bytes), DimensionKeys.FamilyIPv6);
            default:
                return NoEntry;
        }
    }
}
