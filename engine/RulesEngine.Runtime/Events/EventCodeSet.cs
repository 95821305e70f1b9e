using System.Numerics;
using System.Runtime.CompilerServices;

namespace RulesEngine.Runtime.Events;

/// <summary>
/// An immutable set of event codes, a bit each. A rule's set says for which events it is tried at all.
/// </summary>
public readonly struct EventCodeSet : IEquatable<EventCodeSet>
{
    private const int Words = (EventTable.Count + 63) / 64;

    private readonly Bits _bits;

    [InlineArray(Words)]
    private struct Bits
    {
        private ulong _first;
    }

    private EventCodeSet(Bits bits) => _bits = bits;

    public static EventCodeSet Empty => default;

    public static EventCodeSet All { get; } = Empty.Complement();

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _bits)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    public bool IsEmpty => Count == 0;

    public static EventCodeSet Of(IEnumerable<ushort> codes)
    {
        var bits = default(Bits);
        foreach (var code in codes)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(code, EventTable.Count);
            bits[code >> 6] |= 1UL << (code & 63);
        }

        return new EventCodeSet(bits);
    }

    public bool Contains(ushort code) => code < EventTable.Count && (_bits[code >> 6] & (1UL << (code & 63))) != 0;

    public EventCodeSet Union(EventCodeSet other)
    {
        var bits = _bits;
        for (var i = 0; i < Words; i++)
        {
            bits[i] |= other._bits[i];
        }

        return new EventCodeSet(bits);
    }

    public EventCodeSet Intersect(EventCodeSet other)
    {
        var bits = _bits;
        for (var i = 0; i < Words; i++)
        {
            bits[i] &= other._bits[i];
        }

        return new EventCodeSet(bits);
    }

    public EventCodeSet Complement()
    {
        var bits = _bits;
        for (var i = 0; i < Words; i++)
        {
            bits[i] = ~bits[i];
        }

        bits[Words - 1] &= (1UL << (EventTable.Count & 63)) - 1;
        return new EventCodeSet(bits);
    }

    /// <summary>The codes in ascending order.</summary>
    public IEnumerable<ushort> Codes()
    {
        for (ushort code = 0; code < EventTable.Count; code++)
        {
            if (Contains(code))
            {
                yield return code;
            }
        }
    }

    public bool Equals(EventCodeSet other) => ((ReadOnlySpan<ulong>)_bits).SequenceEqual(other._bits);

    public override bool Equals(object? obj) => obj is EventCodeSet other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in _bits)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }

    public static bool operator ==(EventCodeSet left, EventCodeSet right) => left.Equals(right);

    public static bool operator !=(EventCodeSet left, EventCodeSet right) => !left.Equals(right);
}
