using System.Buffers.Binary;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// Spells values of the three shapes as the bytes that prefixes are made of. Both halves of the index and the kernel
/// use the same spelling, so a prefix means the same set of values everywhere.
/// </summary>
public static class DimensionKeys
{
    /// <summary>The address family bytes, as in Falco's socket address parameters.</summary>
    public const byte FamilyIPv4 = 2;

    /// <summary>See <see cref="FamilyIPv4"/>.</summary>
    public const byte FamilyIPv6 = 10;

    /// <summary>What turns a signed number into one that sorts as unsigned.</summary>
    public const ulong SignBit = 1UL << 63;

    /// <summary>A text with its terminator: the whole key of a value, and the prefix of exactly that value.</summary>
    public static byte[] ExactText(ReadOnlySpan<byte> text)
    {
        var key = new byte[text.Length + 1];
        text.CopyTo(key);
        return key;
    }

    /// <summary>A number as eight bytes, big endian.</summary>
    public static byte[] Number(ulong number)
    {
        var key = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, number);
        return key;
    }

    /// <summary>The family byte and the 4 or 16 bytes of an address.</summary>
    public static byte[] Address(ReadOnlySpan<byte> address)
    {
        var key = new byte[1 + address.Length];
        key[0] = address.Length == 4 ? FamilyIPv4 : FamilyIPv6;
        address.CopyTo(key.AsSpan(1));
        return key;
    }

    /// <summary>
    /// Whether the first <paramref name="prefixBits"/> bits of <paramref name="prefix"/> begin <paramref name="key"/>.
    /// </summary>
    public static bool Covers(ReadOnlySpan<byte> prefix, int prefixBits, ReadOnlySpan<byte> key)
    {
        var whole = prefixBits >> 3;
        if (key.Length < (prefixBits + 7) >> 3 || !key[..whole].SequenceEqual(prefix[..whole]))
            return false;
        var rest = prefixBits & 7;
        return rest == 0 || (key[whole] ^ prefix[whole]) >> (8 - rest) == 0;
    }
}
