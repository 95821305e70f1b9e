using System.Runtime.InteropServices;

namespace RulesEngine.Runtime.State;

/// <summary>The transport protocol of a socket, by the numbers of captures.</summary>
public enum L4Protocol : byte
{
    Unknown = 0,
    None = 1,
    Tcp = 2,
    Udp = 3,
    Icmp = 4,
    Raw = 5,
}

/// <summary>
/// The ends of a socket. For connected sockets source is the client once a role is known; a listening socket has only
/// <see cref="Source"/> and <see cref="SourcePort"/>, the address it is bound to. For unix sockets the two pointers
/// take the place of addresses. IPv4 or IPv6 is told by the descriptor's <see cref="FdType"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct SocketTuple
{
    public HostAddress Source;
    public HostAddress Destination;
    public ushort SourcePort;
    public ushort DestinationPort;
    public L4Protocol Protocol;
    public ulong UnixSource;
    public ulong UnixDestination;
}
