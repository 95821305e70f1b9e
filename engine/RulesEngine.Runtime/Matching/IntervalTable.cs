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
        var ranges = new Range[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var (first, last) = Bounds(entries[i], keyBytes);
            ranges[i] = new Range(i, first, last, entries[i].PrefixBits);
        }

        // Ranges are nested or apart: from left to right, outer ones first, those around a point form a stack.
        Array.Sort(ranges, (left, right) => left.First.CompareTo(right.First) is not 0 and var order
            ? order : left.Bits.CompareTo(right.Bits));
        var points = new List<(byte Family, UInt128 From)> { (0, 0) };
        var innermost = new List<int> { ValueTable.NoEntry };
        var around = new Stack<Range>();
        foreach (var range in ranges)
        {
            Close(range.First);
            Mark(range.First, range.Entry);
            around.Push(range);
        }

        Close(null);
        _points = [.. points];
        _entries = [.. innermost];

        // Ends the ranges that lie before a point, or all; the one around takes over behind each.
        void Close((byte Family, UInt128 At)? before)
        {
            while (around.Count > 0 && (before is null || around.Peek().Last.CompareTo(before.Value) < 0))
            {
                if (Behind(around.Pop().Last) is { } behind)
                    Mark(behind, around.Count > 0 ? around.Peek().Entry : ValueTable.NoEntry);
            }
        }

        void Mark((byte Family, UInt128 At) point, int entry)
        {
            if (points[^1] == point)
            {
                innermost[^1] = entry;
                return;
            }

            points.Add(point);
            innermost.Add(entry);
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

    /// <summary>The next key; none behind the last.</summary>
    private static (byte Family, UInt128 At)? Behind((byte Family, UInt128 At) key) =>
        key.At < UInt128.MaxValue ? (key.Family, key.At + 1)
        : key.Family < byte.MaxValue ? ((byte)(key.Family + 1), 0) : null;

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

    private readonly record struct Range(
        int Entry, (byte Family, UInt128 At) First, (byte Family, UInt128 At) Last, int Bits);
}
