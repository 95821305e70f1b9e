using System.Buffers.Binary;
using System.Buffers.Text;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>Sockets: what they are connected to, who is client and who server, and how they are called.</summary>
public sealed partial class StateMachine
{
    private const byte FamilyUnix = 1;
    private const byte FamilyIPv4 = 2;
    private const byte FamilyIPv6 = 10;
    private const byte FamilyNetlink = 16;
    private const uint TypeStream = 1;
    private const uint TypeDatagram = 2;
    private const uint TypeRaw = 3;
    private const uint ProtocolIP = 0;
    private const uint ProtocolIcmp = 1;
    private const uint ProtocolTcp = 6;
    private const uint ProtocolUdp = 17;
    private const uint ProtocolRaw = 255;
    private const int InProgress = 115;

    private static readonly byte[] MissingTuple = "NULL"u8.ToArray();

    private void ApplySocket(EventContext context)
    {
        var number = Result(context);
        if (number < 0 || context.Thread is not { } thread) return;
        var view = context.Event;
        context.Fd = AddSocket(thread, number, view.UInt32(1), view.UInt32(2), view.UInt32(3));
        if (context.Fd is { } fd) fd.OpenFlags = view.UInt32(4);
    }

    private FdInfo? AddSocket(ThreadInfo thread, long number, uint family, uint type, uint protocol)
    {
        var fd = NewFd(family switch
        {
            FamilyUnix => FdType.UnixSocket,
            FamilyIPv4 => FdType.IPv4Socket,
            FamilyIPv6 => FdType.IPv6Socket,
            FamilyNetlink => FdType.Netlink,
            _ => FdType.Unknown,
        });
        if (fd.IsIPSocket) fd.Protocol = ProtocolOf(type, protocol);
        return AddFd(thread, number, fd);
    }

    private static L4Protocol ProtocolOf(uint type, uint protocol) => protocol switch
    {
        ProtocolTcp => type == TypeRaw ? L4Protocol.Raw : L4Protocol.Tcp,
        ProtocolUdp => type == TypeRaw ? L4Protocol.Raw : L4Protocol.Udp,
        ProtocolIcmp => type == TypeRaw ? L4Protocol.Raw : L4Protocol.Icmp,
        ProtocolRaw => L4Protocol.Raw,
        // The kind of socket shares its number with flags.
        ProtocolIP when (type & 0xFF) == TypeStream => L4Protocol.Tcp,
        ProtocolIP when (type & 0xFF) == TypeDatagram => L4Protocol.Udp,
        _ => L4Protocol.Unknown,
    };

    private void ApplySocketPair(EventContext context)
    {
        if (Result(context) < 0 || context.Thread is not { } thread) return;
        var view = context.Event;
        var (first, second) = (view.Int64(1), view.Int64(2));
        if (first == second)
        {
            context.Fd = null;
            return;
        }
        var fd = NewFd(FdType.UnixSocket);
        fd.SetUnix(view.UInt64(3), view.UInt64(4));
        var other = State.Pool.RentCopy(fd);
        context.Fd = AddFd(thread, first, fd);
        AddFd(thread, second, other);
    }

    private void ApplyBind(EventContext context)
    {
        if (context.Fd is not { } fd || Result(context) < 0) return;
        var address = context.Event.Param(1);
        if (address.IsEmpty) return;
        var protocol = fd.Protocol;
        if (TryReadAddress(address, out var ip, out var port) && port > 0)
        {
            var mapped = ip.Length == 16 && SocketName.IsMapped(ip);
            // The protocol is read where the kind of socket that was bound keeps it.
            if (address[0] == FamilyIPv4) protocol = (L4Protocol)fd.Tuple[12];
            else protocol = (L4Protocol)fd.Tuple[36];
            fd.Type = ip.Length == 4 || mapped ? FdType.IPv4ServerSocket : FdType.IPv6ServerSocket;
            fd.SetServer(mapped ? ip[12..] : ip, port);
            fd.Protocol = protocol;
            fd.Flags |= FdFlags.RoleServer;
        }
        fd.Name = NameOfAddress(address);
        context.Rendered.Keep(fd.Name, isBuffer: false);
    }

    private byte[] NameOfAddress(ReadOnlySpan<byte> address)
    {
        Span<byte> target = stackalloc byte[SocketName.BytesMax];
        if (TryReadAddress(address, out var ip, out var port))
        {
            return _names.Get(target[..SocketName.WriteEnd(target, ip, port)]);
        }
        return address[0] == FamilyUnix ? _names.Get(EventView.UpToNul(address[1..])) : FamilyName(address[0]);
    }

    private byte[] NameOfTuple(ReadOnlySpan<byte> tuple)
    {
        if (TryReadTuple(tuple, out var ends))
        {
            if (IsMapped(ends))
            {
                ends.Source = ends.Source[12..];
                ends.Destination = ends.Destination[12..];
            }
            Span<byte> target = stackalloc byte[SocketName.BytesMax];
            var length = SocketName.WriteTuple(
                target, ends.Source, ends.SourcePort, ends.Destination, ends.DestinationPort);
            return _names.Get(target[..length]);
        }
        return tuple[0] == FamilyUnix && tuple.Length >= 17
            ? UnixName(
                BinaryPrimitives.ReadUInt64LittleEndian(tuple[1..]),
                BinaryPrimitives.ReadUInt64LittleEndian(tuple[9..]),
                EventView.UpToNul(tuple[17..]))
            : FamilyName(tuple[0]);
    }

    /// <summary>Falco asks for TCP and UDP where an IPv4 socket keeps its protocol, whatever the descriptor is.</summary>
    private static L4Protocol ProtocolAsIPv4(FdInfo fd) => (L4Protocol)fd.Tuple[12];

    private byte[] FamilyName(byte family)
    {
        Span<byte> target = stackalloc byte[16];
        "family "u8.CopyTo(target);
        Utf8Formatter.TryFormat(family, target[7..], out var digits);
        return _names.Get(target[..(7 + digits)]);
    }

    private static bool TryReadAddress(ReadOnlySpan<byte> address, out ReadOnlySpan<byte> ip, out ushort port)
    {
        ip = default;
        port = 0;
        var length = address.IsEmpty ? 0 : address[0] switch { FamilyIPv4 => 4, FamilyIPv6 => 16, _ => 0 };
        if (length == 0 || address.Length < 1 + length + 2) return false;
        ip = address.Slice(1, length);
        port = BinaryPrimitives.ReadUInt16LittleEndian(address[(1 + length)..]);
        return true;
    }

    private static bool TryReadTuple(ReadOnlySpan<byte> bytes, out Ends ends)
    {
        ends = default;
        var length = bytes.IsEmpty ? 0 : bytes[0] switch { FamilyIPv4 => 4, FamilyIPv6 => 16, _ => 0 };
        if (length == 0 || bytes.Length < 1 + 2 * (length + 2)) return false;
        ends.Source = bytes.Slice(1, length);
        ends.SourcePort = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(1 + length)..]);
        ends.Destination = bytes.Slice(3 + length, length);
        ends.DestinationPort = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(3 + 2 * length)..]);
        return true;
    }

    private void ApplyConnect(EventContext context)
    {
        if (Result(context) is < 0 and not -InProgress) return;
        if (IsResolvedByKernel(context)) TakeConnection(context);
        if (context.Thread is null || context.Fd is not { } fd) return;
        SetConnected(fd);
        var view = context.Event;
        var enterAddress = TryGetEnter(context, out var enter) ? enter.Param(1) : default;
        var tuple = view.Param(1);
        if (tuple.IsEmpty)
        {
            if (!enterAddress.IsEmpty) ConnectByAddress(context, fd, enterAddress);
            return;
        }
        var exitAddress = view.Param(3);
        if (TryReadTuple(tuple, out var ends))
        {
            // What was read at entry is safe from changes; the kernel's own answer is safe too, and is what differs
            // from the address in the caller's memory.
            if (TryReadAddress(exitAddress, out var exitIp, out var exitPort)
                && TryReadAddress(enterAddress, out var enterIp, out var enterPort)
                && enterIp.Length == exitIp.Length
                && exitPort == ends.DestinationPort && exitIp.SequenceEqual(ends.Destination))
            {
                ends.Destination = enterIp;
                ends.DestinationPort = enterPort;
            }
            var changed = SetEnds(fd, ends, markType: true);
            if (changed && fd.IsRoleServer && ProtocolAsIPv4(fd) == L4Protocol.Udp) SwapEnds(fd);
            fd.Name = SocketName.UsedNameOf(fd, _names);
            context.Rendered.Keep(fd.Name, isBuffer: false);
        }
        else
        {
            if (!fd.IsUnixSocket || tuple[0] is FamilyIPv4 or FamilyIPv6 || tuple.Length < 17) return;
            var path = EventView.UpToNul(tuple[17..]);
            if (exitAddress.Length > 1 && enterAddress.Length > 1
                && EventView.UpToNul(exitAddress[1..]).SequenceEqual(path))
            {
                path = EventView.UpToNul(enterAddress[1..]);
            }
            SetUnixEnds(fd, tuple);
            fd.Name = UnixName(fd.UnixSource, fd.UnixDestination, path);
            context.Rendered.Keep(fd.Name, isBuffer: false);
        }
        if (fd.IsRoleNone) fd.Flags |= FdFlags.RoleClient;
    }

    private static void ConnectByAddress(EventContext context, FdInfo fd, ReadOnlySpan<byte> address)
    {
        if (!TryReadAddress(address, out var ip, out var port))
        {
            // Falco names it after the tuple, which is missing, and not after the address.
            if (address[0] is not (FamilyIPv4 or FamilyIPv6)) fd.Name = MissingTuple;
            context.Rendered.Keep(fd.Name, isBuffer: false);
            return;
        }
        var mapped = ip.Length == 16 && SocketName.IsMapped(ip);
        var isIPv4 = ip.Length == 4 || mapped;
        fd.Type = isIPv4 ? FdType.IPv4Socket : FdType.IPv6Socket;
        fd.Tuple.Set(isIPv4 ? 4 : 16, mapped ? ip[12..] : ip);
        fd.Tuple.SetPortAt(isIPv4 ? 10 : 34, port);
    }

    private void ApplyAccept(EventContext context)
    {
        if (context.Thread is not { } thread) return;
        var number = Result(context);
        if (number < 0) return;
        thread.LastEventFd = number;
        var tuple = context.Event.Param(1);
        if (tuple.IsEmpty) return;
        var isIP = TryReadTuple(tuple, out var ends);
        if (!isIP && (tuple[0] != FamilyUnix || tuple.Length < 17)) return;
        var fd = NewFd(FdType.UnixSocket);
        if (isIP)
        {
            SetEnds(fd, ends, markType: true);
            fd.Protocol = L4Protocol.Tcp;
        }
        else
        {
            SetUnixEnds(fd, tuple);
        }
        fd.Name = NameOfTuple(tuple);
        context.Rendered.Keep(fd.Name, isBuffer: false);
        fd.Flags = FdFlags.RoleServer | FdFlags.SocketConnected;
        if (context.Code == EventCodes.Accept4Exit) fd.OpenFlags = context.Event.UInt32(5);
        context.Fd = AddFd(thread, number, fd);
    }

    private void ApplyRead(EventContext context)
    {
        if (context.Code == EventCodes.RecvMmsgExit && !context.Event.HasParam(0)) return;
        if (context.Fd is not { } fd || Result(context) < 0) return;
        if (fd.IsIPSocket) SetConnected(fd);
        var tupleIndex = context.Code switch
        {
            EventCodes.RecvFromExit => 2,
            EventCodes.RecvMsgExit => 3,
            EventCodes.RecvMmsgExit or EventCodes.RecvExit => 4,
            _ => -1,
        };
        if (tupleIndex >= 0) UseTuple(context, fd, context.Event.Param(tupleIndex), Direction.Incoming);
    }

    private void ApplyWrite(EventContext context)
    {
        if (context.Code == EventCodes.SendMmsgExit && !context.Event.HasParam(0)) return;
        var single = context.Code is EventCodes.SendExit or EventCodes.SendToExit or EventCodes.SendMsgExit;
        if (single && context.Fd is null && context.Thread is { } thread && Result(context) >= 0
            && context.Event.Param(4) is [FamilyIPv4 or FamilyIPv6, ..] missed)
        {
            // The call that made the socket was missed; most that state an address are UDP.
            context.Fd = AddSocket(thread, context.Event.Int64(2), missed[0], TypeDatagram, ProtocolUdp);
        }
        if (context.Fd is not { } fd || Result(context) < 0) return;
        if (fd.IsIPSocket) SetConnected(fd);
        if (single || context.Code == EventCodes.SendMmsgExit)
        {
            UseTuple(context, fd, context.Event.Param(4), Direction.Outgoing);
        }
    }

    private enum Direction
    {
        Incoming,
        Outgoing,
    }

    /// <summary>
    /// Takes over the ends that a read or write states, unless the socket is TCP and has a name: its ends cannot change.
    /// </summary>
    private void UseTuple(EventContext context, FdInfo fd, ReadOnlySpan<byte> tuple, Direction direction)
    {
        if (fd.Name.Length > 0 && ProtocolAsIPv4(fd) == L4Protocol.Tcp) return;
        if (!UpdateEnds(fd, tuple)) return;
        if (!fd.IsIPSocket)
        {
            fd.Name = NameOfTuple(tuple);
            context.Rendered.Keep(fd.Name, isBuffer: false);
            return;
        }
        if (fd.IsRoleNone) GuessRole(context.Thread, fd, direction);
        // Tuples state sender and receiver; names state client and server.
        if (direction == Direction.Incoming ? fd.IsRoleClient : fd.IsRoleServer) SwapEnds(fd);
        fd.Name = SocketName.UsedNameOf(fd, _names);
        context.Rendered.Keep(fd.Name, isBuffer: false);
    }

    private bool UpdateEnds(FdInfo fd, ReadOnlySpan<byte> tuple)
    {
        if (tuple.IsEmpty) return false;
        if (TryReadTuple(tuple, out var ends))
        {
            if (ends.Source.Length == 4 && fd.Type == FdType.IPv4ServerSocket) fd.Tuple[12] = (byte)fd.Protocol;
            // An IPv6 tuple does not make its descriptor a socket: it keeps its kind unless the addresses are mapped.
            if (!SetEnds(fd, ends, ends.Source.Length == 4 || IsMapped(ends))) return false;
        }
        else if (tuple[0] == FamilyUnix && tuple.Length >= 17)
        {
            fd.Type = FdType.UnixSocket;
            SetUnixEnds(fd, tuple);
            return true;
        }
        else if (tuple[0] is FamilyIPv4 or FamilyIPv6 or FamilyUnix)
        {
            return false;
        }
        if (fd.IsIPSocket && fd.Protocol == L4Protocol.Unknown) fd.Protocol = L4Protocol.Udp;
        State.Interfaces.Complete(fd);
        return true;
    }

    private static void GuessRole(ThreadInfo? thread, FdInfo fd, Direction direction)
    {
        // Ports are looked for where an IPv4 socket keeps them, whatever the kind.
        var destinationPort = fd.Tuple.PortAt(10);
        var sourcePort = fd.Tuple.PortAt(8);
        var (bound, used) = (false, false);
        if (thread?.FindFds() is { } fds)
        {
            foreach (var (_, other) in fds)
            {
                if (other.IsIPv4Socket)
                {
                    bound |= other.DestinationPort == destinationPort;
                    used |= other.SourcePort == sourcePort;
                }
                else if (other.Type == FdType.IPv4ServerSocket)
                {
                    bound |= other.ServerPort == destinationPort;
                }
            }
        }
        var server = bound && (!used || direction == Direction.Incoming);
        fd.Flags |= server ? FdFlags.RoleServer : FdFlags.RoleClient;
    }

    private static bool IsMapped(Ends ends) =>
        ends.Source.Length == 16 && SocketName.IsMapped(ends.Source) && SocketName.IsMapped(ends.Destination);

    /// <summary>
    /// Sets the ends. Returns whether anything is new: the same two ends, in either order, are not.
    /// </summary>
    private static bool SetEnds(FdInfo fd, Ends ends, bool markType)
    {
        if (IsMapped(ends))
        {
            ends.Source = ends.Source[12..];
            ends.Destination = ends.Destination[12..];
        }
        var length = ends.Source.Length;
        var type = length == 4 ? FdType.IPv4Socket : FdType.IPv6Socket;
        ref var tuple = ref fd.Tuple;
        if (markType) fd.Type = type;
        var bytes = (Span<byte>)tuple;
        var source = bytes[..length];
        var destination = bytes.Slice(length, length);
        var portOffset = 2 * length;
        if (fd.Type == type)
        {
            var (oldSource, oldDestination) = (tuple.PortAt(portOffset), tuple.PortAt(portOffset + 2));
            if ((source.SequenceEqual(ends.Source) && oldSource == ends.SourcePort
                    && destination.SequenceEqual(ends.Destination) && oldDestination == ends.DestinationPort)
                || (source.SequenceEqual(ends.Destination) && oldSource == ends.DestinationPort
                    && destination.SequenceEqual(ends.Source) && oldDestination == ends.SourcePort))
            {
                return false;
            }
        }
        var changed = !source.SequenceEqual(ends.Source)
            || !destination.SequenceEqual(ends.Destination)
            || tuple.PortAt(portOffset) != ends.SourcePort
            || tuple.PortAt(portOffset + 2) != ends.DestinationPort;
        ends.Source.CopyTo(source);
        ends.Destination.CopyTo(destination);
        tuple.SetPortAt(portOffset, ends.SourcePort);
        tuple.SetPortAt(portOffset + 2, ends.DestinationPort);
        return changed;
    }

    private static void SetUnixEnds(FdInfo fd, ReadOnlySpan<byte> tuple) => fd.SetUnix(
        BinaryPrimitives.ReadUInt64LittleEndian(tuple[1..]), BinaryPrimitives.ReadUInt64LittleEndian(tuple[9..]));

    private byte[] UnixName(ulong source, ulong destination, ReadOnlySpan<byte> path)
    {
        Span<byte> target = stackalloc byte[SocketName.BytesMax + 1024];
        path = path[..Math.Min(path.Length, 1024)];
        return _names.Get(target[..SocketName.WriteUnix(target, source, destination, path)]);
    }

    private static void SwapEnds(FdInfo fd)
    {
        var source = HostAddress.From(fd.SourceAddress);
        var destination = HostAddress.From(fd.DestinationAddress);
        var length = fd.SourceAddress.Length;
        fd.SetConnection(
            ((ReadOnlySpan<byte>)destination)[..length],
            ((ReadOnlySpan<byte>)source)[..length],
            fd.DestinationPort,
            fd.SourcePort);
    }

    private static void SetConnected(FdInfo fd) => fd.Flags =
        (fd.Flags & ~(FdFlags.ConnectionPending | FdFlags.ConnectionFailed)) | FdFlags.SocketConnected;

    private ref struct Ends
    {
        public ReadOnlySpan<byte> Source;
        public ReadOnlySpan<byte> Destination;
        public ushort SourcePort;
        public ushort DestinationPort;
    }
}
