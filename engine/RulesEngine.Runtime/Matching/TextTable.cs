using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// Texts: whole ones in an open hash table, beginnings in sorted order. The longest beginning of a value is at, or
/// around, the last sorted one that is not greater than it, so one binary search and a few steps outward find it.
/// </summary>
internal sealed class TextTable : ValueTable
{
    private readonly byte[][] _whole;
    private readonly int[] _wholeEntry;
    private readonly uint[] _slots;
    private readonly byte[][] _starts;
    private readonly int[] _startEntry;
    private readonly int[] _around;

    public TextTable(ImmutableArray<IndexEntry> entries)
    {
        var whole = new List<(byte[] Text, int Entry)>();
        var starts = new List<(byte[] Text, int Entry)>();
        for (var entry = 0; entry < entries.Length; entry++)
        {
            var key = entries[entry].Key;
            if (key.Length > 0 && key[^1] == 0)
                whole.Add((key[..^1], entry));
            else
                starts.Add((key, entry));
        }

        starts.Sort((left, right) => left.Text.AsSpan().SequenceCompareTo(right.Text));
        _whole = [.. whole.ConvertAll(item => item.Text)];
        _wholeEntry = [.. whole.ConvertAll(item => item.Entry)];
        _starts = [.. starts.ConvertAll(item => item.Text)];
        _startEntry = [.. starts.ConvertAll(item => item.Entry)];
        _around = Surrounding(_starts);
        _slots = new uint[BitOperations.RoundUpToPowerOf2((uint)Math.Max(_whole.Length * 2, 2))];
        for (var i = 0; i < _whole.Length; i++)
        {
            var slot = Hash(_whole[i]) & (_slots.Length - 1);
            while (_slots[slot] != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = (uint)i + 1;
        }
    }

    public override int Find(in FieldValue value) => Find(value.Bytes);

    /// <summary>The longest entry of a text: itself, if it is one, is longer than any beginning.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        if (_whole.Length > 0)
        {
            var slot = Hash(text) & (_slots.Length - 1);
            for (var found = _slots[slot]; found != 0; found = _slots[slot])
            {
                if (text.SequenceEqual(_whole[found - 1]))
                    return _wholeEntry[found - 1];
                slot = (slot + 1) & (_slots.Length - 1);
            }
        }

        var start = LastNotGreater(text);
        while (start >= 0 && !text.StartsWith(_starts[start]))
            start = _around[start];
        return start < 0 ? NoEntry : _startEntry[start];
    }

    private int LastNotGreater(ReadOnlySpan<byte> text)
    {
        var low = 0;
        var high = _starts.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (text.SequenceCompareTo(_starts[middle]) >= 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high;
    }

    /// <summary>For each sorted beginning the longest other one that begins it, or −1.</summary>
    private static int[] Surrounding(byte[][] starts)
    {
        var around = new int[starts.Length];
        for (var i = 0; i < starts.Length; i++)
        {
            var outer = i - 1;
            while (outer >= 0 && !starts[i].AsSpan().StartsWith(starts[outer]))
                outer = around[outer];
            around[i] = outer;
        }

        return around;
    }

    /// <summary>Eight bytes at a time, multiplied and folded; the length and the last bytes take part.</summary>
    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = (ulong)text.Length * 0x9E3779B97F4A7C15;
        var words = MemoryMarshal.Cast<byte, ulong>(text);
        foreach (var word in words)
            hash = BitOperations.RotateLeft((hash ^ word) * 0xC2B2AE3D27D4EB4F, 29);
        ulong rest = 0;
        foreach (var letter in text[(words.Length * 8)..])
            rest = (rest << 8) | letter;
        hash = (hash ^ rest) * 0xFF51AFD7ED558CCD;
        return (int)(hash >> 33);
    }
}
