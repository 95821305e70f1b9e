using System.Runtime.CompilerServices;

namespace RulesEngine.Runtime.State;

/// <summary>An IP address in network order; an IPv4 address takes the first four bytes and the rest is zero.</summary>
[InlineArray(16)]
public struct HostAddress : IEquatable<HostAddress>
{
    private byte _first;

    /// <summary>The address in these 4 or 16 bytes; other lengths are cut or filled with zeros.</summary>
    public static HostAddress From(ReadOnlySpan<byte> bytes)
    {
        HostAddress address = default;
        bytes[..Math.Min(bytes.Length, 16)].CopyTo(address);
        return address;
    }

    public readonly bool Equals(HostAddress other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is HostAddress other && Equals(other);

    public override readonly int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(this);
        return hash.ToHashCode();
    }

    public static bool operator ==(HostAddress left, HostAddress right) => left.Equals(right);

    public static bool operator !=(HostAddress left, HostAddress right) => !left.Equals(right);
}
