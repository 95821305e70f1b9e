using System.Buffers.Binary;
using System.Collections.Immutable;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// Prefixes of fixed-length keys as a sorted list of points: from each point on, up to the next, the same entry is the
/// longest. Keys are 8 bytes, or a family byte and 16 bytes.
/// </summary>
internal sealed class IntervalTable
{
    private readonly (byte Family, UInt128 From)[] _points;
    private readonly int[] _entries;

    public IntervalTable(ImmutableArray<IndexEntry> entries, int keyBytes)
    {
        var points = new SortedSet<(byte, UInt128)> { (0, 0) };
        var ranges = new (byte Family, UInt128 From, byte LastFamily, UInt128 To, int Bits)[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var (first, last) = Bounds(entries[i], keyBytes);
            ranges[i] = (first.Family, first.At, last.Family, last.At, entries[i].PrefixBits);
            points.Add((first.Family, first.At));
            if (last.At < UInt128.MaxValue)
                points.Add((last.Family, last.At + 1));
            else if (last.Family < byte.MaxValue)
                points.Add(((byte)(last.Family + 1), 0));
        }

        _points = [.. points];
        _entries = new int[_points.Length];
        for (var point = 0; point < _points.Length; point++)
        {
            var longest = ValueTable.NoEntry;
            for (var i = 0; i < ranges.Length; i++)
            {
                if (_points[point].CompareTo((ranges[i].Family, ranges[i].From)) >= 0
                    && _points[point].CompareTo((ranges[i].LastFamily, ranges[i].To)) <= 0
                    && (longest < 0 || ranges[i].Bits > ranges[longest].Bits))
                    longest = i;
            }

            _entries[point] = longest;
        }
    }

    /// <summary>The longest entry around a key.</summary>
    public int Find(UInt128 key, byte family = 0)
    {
        var low = 0;
        var high = _points.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            var (pointFamily, from) = _points[middle];
            if (pointFamily < family || (pointFamily == family && from <= key))
                low = middle;
            else
                high = middle - 1;
        }

        return _entries[low];
    }

    /// <summary>Sixteen bytes as a number.</summary>
    public static UInt128 Read(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt128BigEndian(key);

    private static ((byte Family, UInt128 At) First, (byte Family, UInt128 At) Last) Bounds(IndexEntry entry,
        int keyBytes)
    {
        Span<byte> first = stackalloc byte[keyBytes];
        Span<byte> last = stackalloc byte[keyBytes];
        first.Clear();
        last.Fill(0xFF);
        entry.Key.CopyTo(first);
        entry.Key.CopyTo(last);
        if ((entry.PrefixBits & 7) != 0)
            last[entry.PrefixBits >> 3] |= (byte)(0xFF >> (entry.PrefixBits & 7));
        return keyBytes == 8
            ? ((0, BinaryPrimitives.ReadUInt64BigEndian(first)), (0, BinaryPrimitives.ReadUInt64BigEndian(last)))
            : ((first[0], Read(first[1..])), (last[0], Read(last[1..])));
    }
}
