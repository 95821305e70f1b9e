namespace RulesEngine.Runtime.State;

/// <summary>The addresses of the machine: tells which end of a connection is the local one.</summary>
public sealed class InterfaceTable
{
    /// <summary>The most addresses of either kind; more are not taken.</summary>
    private const int CountMax = 65536;

    private static readonly HostAddress LoopbackIPv4 = HostAddress.From([127, 0, 0, 1]);
    private static readonly HostAddress LoopbackIPv6 =
        HostAddress.From([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);

    public List<NetworkInterface> IPv4 { get; } = [];

    public List<NetworkInterface> IPv6 { get; } = [];

    public void Add(NetworkInterface address)
    {
        var list = address.IsIPv6 ? IPv6 : IPv4;
        if (list.Count < CountMax) list.Add(address);
    }

    public void Clear()
    {
        IPv4.Clear();
        IPv6.Clear();
    }

    /// <summary>
    /// Fills in the end of a connection that a socket bound to any address does not tell: the machine's own address
    /// that fits the other end best.
    /// </summary>
    internal void Complete(FdInfo fd)
    {
        if (!fd.IsIPSocket) return;
        var sourceKnown = fd.SourceAddress.ContainsAnyExcept((byte)0);
        var destinationKnown = fd.DestinationAddress.ContainsAnyExcept((byte)0);
        if (sourceKnown && destinationKnown) return;
        var known = HostAddress.From(sourceKnown ? fd.SourceAddress : fd.DestinationAddress);
        var inferred = Infer(known, fd.IsIPv6Socket);
        if (inferred == known && fd.SourcePort == fd.DestinationPort) return;
        var length = fd.IsIPv6Socket ? 16 : 4;
        fd.Tuple.Set(sourceKnown ? length : 0, ((ReadOnlySpan<byte>)inferred)[..length]);
    }

    /// <summary>The address itself if it is ours, else ours in the same network, else the first that is no loopback.</summary>
    private HostAddress Infer(HostAddress other, bool isIPv6)
    {
        var interfaces = isIPv6 ? IPv6 : IPv4;
        foreach (var candidate in interfaces)
        {
            if (candidate.Address == other) return other;
        }
        foreach (var candidate in interfaces)
        {
            if (SameNetwork(candidate, other)) return candidate.Address;
        }
        foreach (var candidate in interfaces)
        {
            if (candidate.Address != (isIPv6 ? LoopbackIPv6 : LoopbackIPv4)) return candidate.Address;
        }
        return default;
    }

    /// <summary>IPv6 networks are taken to be 64 bits wide, whatever the mask says.</summary>
    private static bool SameNetwork(NetworkInterface candidate, HostAddress other)
    {
        var ours = candidate.Address;
        if (candidate.IsIPv6) return ((ReadOnlySpan<byte>)ours)[..8].SequenceEqual(((ReadOnlySpan<byte>)other)[..8]);
        for (var i = 0; i < 4; i++)
        {
            if (((ours[i] ^ other[i]) & candidate.Mask[i]) != 0) return false;
        }
        return true;
    }
}
