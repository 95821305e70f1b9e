using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// A set of values of one dimension: all whose key begins with these bits. Two prefixes either contain one another or
/// have nothing in common, which is what makes one look-up decide about all of them.
/// </summary>
public readonly struct Prefix : IEquatable<Prefix>, IComparable<Prefix>
{
    /// <summary>Every value that is present.</summary>
    public static Prefix All { get; } = new([], 0);

    /// <summary>Takes ownership of <paramref name="key"/>, which holds just the bytes covered.</summary>
    public Prefix(byte[] key, int bits)
    {
        Key = key;
        Bits = bits;
    }

    public byte[] Key { get; }

    public int Bits { get; }

    /// <summary>Exactly this text.</summary>
    public static Prefix ExactText(ReadOnlySpan<byte> text)
    {
        var key = DimensionKeys.ExactText(text);
        return new Prefix(key, key.Length * 8);
    }

    /// <summary>Every text that begins so.</summary>
    public static Prefix TextStart(ReadOnlySpan<byte> start) => new(start.ToArray(), start.Length * 8);

    /// <summary>Exactly this number.</summary>
    public static Prefix Number(ulong number) => new(DimensionKeys.Number(number), 64);

    /// <summary>An address, or the network of its first <paramref name="networkBits"/> bits.</summary>
    public static Prefix Address(ReadOnlySpan<byte> address, int networkBits)
    {
        var bits = 8 + networkBits;
        var key = DimensionKeys.Address(address)[..((bits + 7) / 8)];
        if ((bits & 7) != 0)
            key[^1] &= (byte)(0xFF << (8 - (bits & 7)));
        return new Prefix(key, bits);
    }

    /// <summary>The numbers from <paramref name="lowest"/> to <paramref name="highest"/>, both included.</summary>
    public static IEnumerable<Prefix> Range(ulong lowest, ulong highest)
    {
        while (lowest <= highest)
        {
            // The largest aligned block that starts here and does not reach past the end.
            var free = lowest == 0 ? 64 : System.Numerics.BitOperations.TrailingZeroCount(lowest);
            while (free > 0 && highest - lowest < (free == 64 ? ulong.MaxValue : (1UL << free) - 1))
                free--;
            var bits = 64 - free;
            yield return new Prefix(DimensionKeys.Number(lowest)[..((bits + 7) / 8)], bits);
            if (free == 64 || ulong.MaxValue - lowest < 1UL << free)
                yield break;
            lowest += 1UL << free;
        }
    }

    /// <summary>Whether every value of <paramref name="other"/> is one of this prefix.</summary>
    public bool Contains(Prefix other) => Bits <= other.Bits && DimensionKeys.Covers(Key, Bits, other.Key);

    public bool Equals(Prefix other) => Bits == other.Bits && Key.AsSpan().SequenceEqual(other.Key);

    public override bool Equals(object? obj) => obj is Prefix other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Bits);
        hash.AddBytes(Key);
        return hash.ToHashCode();
    }

    /// <summary>Orders by key, a containing prefix before what it contains.</summary>
    public int CompareTo(Prefix other)
    {
        var byKey = Key.AsSpan().SequenceCompareTo(other.Key);
        return byKey != 0 ? byKey : Bits.CompareTo(other.Bits);
    }

    public static bool operator ==(Prefix left, Prefix right) => left.Equals(right);

    public static bool operator !=(Prefix left, Prefix right) => !left.Equals(right);

    public static bool operator <(Prefix left, Prefix right) => left.CompareTo(right) < 0;

    public static bool operator >(Prefix left, Prefix right) => left.CompareTo(right) > 0;

    public static bool operator <=(Prefix left, Prefix right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Prefix left, Prefix right) => left.CompareTo(right) >= 0;
}
