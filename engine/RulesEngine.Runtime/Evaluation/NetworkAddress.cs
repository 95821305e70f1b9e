namespace RulesEngine.Runtime.Evaluation;

/// <summary>A network in CIDR notation; addresses of the other family are outside.</summary>
public readonly record struct NetworkAddress(ReadOnlyMemory<byte> Address, int PrefixLength)
{
    /// <summary>Whether the address, 4 or 16 bytes in network order, is in the network.</summary>
    public bool Contains(ReadOnlySpan<byte> address)
    {
        var network = Address.Span;
        if (address.Length != network.Length) return false;
        var whole = PrefixLength / 8;
        if (!address[..whole].SequenceEqual(network[..whole])) return false;
        var bits = PrefixLength % 8;
        return bits == 0 || (address[whole] ^ network[whole]) >> (8 - bits) == 0;
    }
}
