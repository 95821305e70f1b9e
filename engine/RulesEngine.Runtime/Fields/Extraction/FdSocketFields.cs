using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>
/// The ends of a socket. Client and server follow from the role of the process; local is the end whose address is one
/// of the machine. While the role is not known a connected socket has no ends.
/// </summary>
internal static class FdSocketFields
{
    private enum End : byte
    {
        Client,
        Server,
        Local,
        Remote,
    }

    public static void Register(Dictionary<string, Extraction> table)
    {
        Register(table, 'c', End.Client);
        Register(table, 's', End.Server);
        Register(table, 'l', End.Local);
        Register(table, 'r', End.Remote);
        table["fd.ip"] = StaticFields.Nothing;
        table["fd.net"] = StaticFields.Nothing;
        table["fd.port"] = StaticFields.Nothing;
        table["fd.proto"] = StaticFields.Nothing;
        table["fd.l4proto"] = (_, context, ref value) =>
            FdFields.Find(context) is { } fd && value.Take(ProtocolName(FdText.Protocol(fd)));
        table["fd.sockfamily"] = TakeFamily;
        table["fd.is_server"] = (_, context, ref value) => FdFields.Find(context) is { } fd && value.Take(IsServer(context, fd));
    }

    private static void Register(Dictionary<string, Extraction> table, char letter, End end)
    {
        table[$"fd.{letter}ip"] = (_, context, ref value) => TakeAddress(context, end, ref value);
        table[$"fd.{letter}net"] = (_, context, ref value) => TakeAddress(context, end, ref value);
        table[$"fd.{letter}port"] = (_, context, ref value) =>
            TryFind(context, end, out var fd, out var isSource) && value.Take(Port(fd, isSource));
        table[$"fd.{letter}proto"] = (_, context, ref value) => TakePortName(context, end, ref value);
        table[$"fd.{letter}ip.name"] = StaticFields.Nothing;
    }

    /// <summary>
    /// Whether an address, 4 or 16 bytes, is one of the machine. Of IPv6 addresses Falco compares the first half only. A
    /// process in a container is at home at the container's address as well as at those of the machine; while that
    /// address is not known, at those of all containers, and at no IPv6 address.
    /// </summary>
    internal static bool IsLocal(EventContext context, ReadOnlySpan<byte> address)
    {
        if (context.Thread is { ContainerId: { Length: > 0 } container })
        {
            if (address.Length != 4) return false;
            if (context.State.Containers.Find(container) is not { Ip: { Length: > 0 } own })
                return IsOfAnyContainer(context, address);
            if (IsWritten(context.Scratch, address, own)) return true;
        }

        var interfaces = address.Length == 4 ? context.State.Interfaces.IPv4 : context.State.Interfaces.IPv6;
        var compared = address.Length == 4 ? address : address[..8];
        foreach (var one in interfaces)
        {
            var candidate = one.Address;
            if (((ReadOnlySpan<byte>)candidate)[..compared.Length].SequenceEqual(compared)) return true;
        }

        return false;
    }

    private static bool IsOfAnyContainer(EventContext context, ReadOnlySpan<byte> address)
    {
        foreach (var container in context.State.Containers.All)
        {
            if (IsWritten(context.Scratch, address, container.Ip)) return true;
        }

        return false;
    }

    private static bool IsWritten(ScratchArena output, ReadOnlySpan<byte> address, ReadOnlySpan<byte> text)
    {
        var mark = output.Mark;
        SocketText.AppendAddressOnly(output, address);
        var isSame = output.Since(mark).SequenceEqual(text);
        output.Rewind(mark);
        return isSame;
    }

    // isSource tells which half of the tuple is meant.
    private static bool TryFind(EventContext context, End end, out FdInfo fd, out bool isSource)
    {
        fd = FdFields.Find(context)!;
        isSource = end == End.Client;
        if (fd is null) return false;
        if (fd.IsServerSocket)
        {
            // A listening socket has one end, its own.
            isSource = true;
            return end == End.Server;
        }

        if (!fd.IsIPSocket || fd.IsRoleNone) return false;
        if (end is End.Local or End.Remote) isSource = IsLocal(context, Address(fd, isSource: true)) == (end == End.Local);
        return true;
    }

    /// <summary>An end's address in the width of the socket's family.</summary>
    internal static ReadOnlySpan<byte> Address(FdInfo fd, bool isSource)
    {
        if (fd.IsServerSocket) return fd.ServerAddress;
        return isSource ? fd.SourceAddress : fd.DestinationAddress;
    }

    /// <summary>An end's port; a listening socket has one, whichever end is asked for.</summary>
    internal static ushort Port(FdInfo fd, bool isSource)
    {
        if (fd.IsServerSocket) return fd.ServerPort;
        return isSource ? fd.SourcePort : fd.DestinationPort;
    }

    private static bool TakeAddress(EventContext context, End end, ref FieldValue value) =>
        TryFind(context, end, out var fd, out var isSource) && value.Take(Address(fd, isSource));

    private static bool TakePortName(EventContext context, End end, ref FieldValue value)
    {
        // A server's protocol is empty for a listening socket, a client's for any socket that is not of the internet.
        var mark = context.Scratch.Mark;
        if (end == End.Client && FdFields.Find(context) is { IsIPSocket: false, IsRoleNone: false }) return value.Take(""u8);
        if (!TryFind(context, end, out var fd, out var isSource)) return false;
        if (!fd.IsServerSocket) context.Scratch.AppendDecimal((long)Port(fd, isSource));
        return value.Take(context.Scratch.Since(mark));
    }

    private static ReadOnlySpan<byte> ProtocolName(L4Protocol protocol) => protocol switch
    {
        L4Protocol.Tcp => "tcp"u8,
        L4Protocol.Udp => "udp"u8,
        L4Protocol.Icmp => "icmp"u8,
        L4Protocol.Raw => "raw"u8,
        _ => "<NA>"u8,
    };

    private static bool TakeFamily(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (FdFields.Find(context) is not { } fd) return false;
        if (fd.IsIPSocket || fd.IsServerSocket) return value.Take("ip"u8);
        return fd.IsUnixSocket && value.Take("unix"u8);
    }

    private static bool IsServer(EventContext context, FdInfo fd) =>
        fd.IsServerSocket || (fd.IsIPSocket && IsLocal(context, Address(fd, isSource: false)));
}
