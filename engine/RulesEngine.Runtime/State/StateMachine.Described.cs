using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>
/// Descriptors as the kernel describes them in the record of a call that speaks of them. So the calls that make, copy and
/// close descriptors need not be watched: what the table has of the number is kept where it is the same thing, since it
/// may know more (who connected, how a path was spelled), and replaced otherwise.
/// </summary>
public sealed partial class StateMachine
{
    private const byte WalkNameless = 2;

    private static readonly (byte[] Prefix, FdType Type)[] NamelessFiles =
    [
        ("/[eventfd"u8.ToArray(), FdType.Event),
        ("/[eventpoll"u8.ToArray(), FdType.EventPoll),
        ("/inotify"u8.ToArray(), FdType.Inotify),
        ("/[signalfd"u8.ToArray(), FdType.SignalFd),
        ("/[timerfd"u8.ToArray(), FdType.TimerFd),
        ("/[io_uring"u8.ToArray(), FdType.IoUring),
        ("/[userfaultfd"u8.ToArray(), FdType.UserFaultFd),
        ("/[pidfd"u8.ToArray(), FdType.PidFd),
        ("/bpf"u8.ToArray(), FdType.Bpf),
        ("/memfd:"u8.ToArray(), FdType.MemFd),
    ];

    /// <summary>Takes over what a record of our own says of descriptors, before the event is applied.</summary>
    private void TakeDescriptors(EventContext context, ThreadInfo thread)
    {
        var view = context.Event;
        for (var index = context.Definition.Params.Length + 1; index < view.ParamCount; index++)
        {
            var bytes = view.Param(index);
            if (bytes.Length < Unsafe.SizeOf<ReDescriptor>() || thread.FindFds() is not { } table) continue;
            var head = MemoryMarshal.Read<ReDescriptor>(bytes);
            var rest = bytes[Unsafe.SizeOf<ReDescriptor>()..];
            if (table.Find(head.Fd) is { } known && IsTheSame(known, head, rest))
            {
                known.Inode = head.Inode;
                continue;
            }
            Put(table, head.Fd, Describe(thread, head, rest, HasOwnEnds(context.Code)));
        }
    }

    /// <summary>Calls whose parameters tell the ends themselves: by them names and roles are given.</summary>
    private static bool HasOwnEnds(ushort code) => code is EventCodes.ConnectExit or EventCodes.SendToExit
        or EventCodes.SendMsgExit or EventCodes.SendMmsgExit or EventCodes.RecvFromExit or EventCodes.RecvMsgExit
        or EventCodes.RecvMmsgExit;

    private static bool IsTheSame(FdInfo known, in ReDescriptor head, ReadOnlySpan<byte> rest)
    {
        if (IsSocket(known.Type) != IsSocket(head.Type)) return false;
        if (known.Inode != 0) return known.Inode == head.Inode && (known.Device == 0 || known.Device == head.Device);
        if (!IsSocket(known.Type)) return known.Type == TypeOf(head, rest);
        // A socket that an event told of: of calls whose end was not watched the ends tell.
        return known.Type == FdType.UnixSocket
            ? head.Type == FdType.UnixSocket
            : known.Protocol == head.Protocol && (!TryReadTuple(rest, out var ends) || !known.IsIPSocket || !SetEnds(known.Clone(), ends, false));
    }

    private static bool IsSocket(FdType type) => type is FdType.IPv4Socket or FdType.IPv6Socket or FdType.IPv4ServerSocket
        or FdType.IPv6ServerSocket or FdType.UnixSocket or FdType.Netlink;

    private static FdType TypeOf(in ReDescriptor head, ReadOnlySpan<byte> path)
    {
        if (head.Walk != WalkNameless) return head.Type;
        foreach (var (prefix, type) in NamelessFiles)
        {
            if (path.StartsWith(prefix)) return type;
        }
        return head.Type;
    }

    private FdInfo Describe(ThreadInfo thread, in ReDescriptor head, ReadOnlySpan<byte> rest, bool withoutEnds)
    {
        var fd = NewFd(TypeOf(head, rest));
        fd.OpenFlags = head.OpenFlags;
        fd.Device = head.Device;
        fd.Inode = head.Inode;
        if (!IsSocket(fd.Type))
        {
            var path = EventView.UpToNul(rest);
            fd.Name = _names.Get(NameOf(fd.Type, path, head.Walk == WalkNameless));
            fd.NameRaw = fd.Name;
            return fd;
        }
        fd.Protocol = head.Protocol;
        if (TryReadTuple(rest, out var ends))
        {
            fd.Type = ends.Source.Length == 4 ? FdType.IPv4Socket : FdType.IPv6Socket;
            fd.Protocol = head.Protocol;
            fd.Flags |= FdFlags.SocketConnected;
            if (withoutEnds) return fd;
            SetEnds(fd, ends, markType: false);
            GuessRole(thread, fd, Direction.Outgoing);
            if (fd.IsRoleServer) SwapEnds(fd);
            fd.Name = SocketName.UsedNameOf(fd, _names);
        }
        else if (TryReadAddress(rest, out var ip, out var port) && fd.IsServerSocket)
        {
            fd.SetServer(ip, port);
            fd.Protocol = head.Protocol;
            fd.Flags |= FdFlags.RoleServer;
            fd.Name = SocketName.NameOf(fd, _names);
        }
        else if (rest is [FamilyUnix, ..] && rest.Length >= 17)
        {
            SetUnixEnds(fd, rest);
            fd.Name = NameOfTuple(rest);
        }
        return fd;
    }

    private static ReadOnlySpan<byte> NameOf(FdType type, ReadOnlySpan<byte> path, bool isNameless) => type switch
    {
        FdType.MemFd => path[Math.Min(path.Length, "/memfd:".Length)..],
        FdType.Directory or FdType.FileV2 => isNameless && path.Length > 0 ? path[1..] : path,
        FdType.Fifo => isNameless ? default : path,
        _ => default,
    };
}
