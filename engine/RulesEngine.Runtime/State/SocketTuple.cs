using System.Buffers.Binary;
using System.Runtime.CompilerServices;

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
/// The ends of a socket. What the bytes mean depends on the descriptor's <see cref="FdType"/>; read them through
/// <see cref="FdInfo"/>. The kinds lie over each other exactly as in Falco, because a socket that changes its kind (bound,
/// then used; IPv6 with mapped addresses) shows in Falco's answers what the old kind left behind.
/// <code>
///   IPv4   source 0..4  destination 4..8    ports 8, 10   protocol 12
///   IPv6   source 0..16 destination 16..32  ports 32, 34  protocol 36
///   IPv4 server  address 0..4   port 4   protocol 6       IPv6 server  address 0..16  port 16  protocol 18
///   unix   source 0..8  destination 8..16
/// </code>
/// Addresses are in network order, ports in that of the host.
/// </summary>
[InlineArray(40)]
public struct SocketTuple
{
    private byte _first;

    public void Clear() => ((Span<byte>)this).Clear();

    internal readonly ushort PortAt(int offset) =>
        BinaryPrimitives.ReadUInt16LittleEndian(((ReadOnlySpan<byte>)this)[offset..]);

    internal void SetPortAt(int offset, ushort port) =>
        BinaryPrimitives.WriteUInt16LittleEndian(((Span<byte>)this)[offset..], port);

    internal readonly ulong PointerAt(int offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(((ReadOnlySpan<byte>)this)[offset..]);

    internal void SetPointerAt(int offset, ulong pointer) =>
        BinaryPrimitives.WriteUInt64LittleEndian(((Span<byte>)this)[offset..], pointer);

    internal void Set(int offset, ReadOnlySpan<byte> bytes) => bytes.CopyTo(((Span<byte>)this)[offset..]);
}
