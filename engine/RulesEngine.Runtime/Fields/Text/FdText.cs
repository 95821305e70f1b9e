using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Text;

/// <summary>The words for what a descriptor is.</summary>
internal static class FdText
{
    /// <summary><c>fd.type</c>.</summary>
    public static ReadOnlySpan<byte> TypeName(FdInfo fd) => fd.Type switch
    {
        FdType.File or FdType.FileV2 => "file"u8,
        FdType.Directory => "directory"u8,
        FdType.IPv4Socket or FdType.IPv4ServerSocket => "ipv4"u8,
        FdType.IPv6Socket or FdType.IPv6ServerSocket => "ipv6"u8,
        FdType.Fifo => "pipe"u8,
        FdType.UnixSocket => "unix"u8,
        FdType.Event => "event"u8,
        FdType.SignalFd => "signalfd"u8,
        FdType.EventPoll => "eventpoll"u8,
        FdType.Inotify => "inotify"u8,
        FdType.TimerFd => "timerfd"u8,
        FdType.Netlink => "netlink"u8,
        FdType.Bpf => "bpf"u8,
        FdType.UserFaultFd => "userfaultfd"u8,
        FdType.IoUring => "io_uring"u8,
        FdType.MemFd => "memfd"u8,
        FdType.PidFd => "pidfd"u8,
        _ => "<NA>"u8,
    };

    /// <summary><c>fd.typechar</c>.</summary>
    public static ReadOnlySpan<byte> TypeCharacter(FdInfo fd) => fd.Type switch
    {
        FdType.File or FdType.FileV2 => "f"u8,
        FdType.Directory => "d"u8,
        FdType.IPv4Socket or FdType.IPv4ServerSocket => "4"u8,
        FdType.IPv6Socket or FdType.IPv6ServerSocket => "6"u8,
        FdType.Fifo => "p"u8,
        FdType.UnixSocket or FdType.UserFaultFd => "u"u8,
        FdType.Event => "e"u8,
        FdType.SignalFd => "s"u8,
        FdType.EventPoll => "l"u8,
        FdType.Inotify => "i"u8,
        FdType.TimerFd => "t"u8,
        FdType.Netlink => "n"u8,
        FdType.Bpf => "b"u8,
        FdType.IoUring => "r"u8,
        FdType.MemFd => "m"u8,
        FdType.PidFd => "P"u8,
        FdType.Unknown => "o"u8,
        _ => "?"u8,
    };

    /// <summary>The transport protocol as a character, for internet sockets where it is known.</summary>
    public static ReadOnlySpan<byte> ProtocolCharacter(FdInfo fd) =>
        fd.IsIPSocket || fd.IsServerSocket
            ? Protocol(fd) switch
            {
                L4Protocol.Tcp => "t"u8,
                L4Protocol.Udp => "u"u8,
                L4Protocol.Icmp => "i"u8,
                L4Protocol.Raw => "r"u8,
                _ => default,
            }
            : default;

    /// <summary>The protocol as far as Falco tells: not before the role of the process is known, unless raw.</summary>
    public static L4Protocol Protocol(FdInfo fd)
    {
        if (fd.IsServerSocket) return fd.Protocol;
        if (!fd.IsIPSocket) return L4Protocol.None;
        if (fd.Protocol == L4Protocol.Raw) return L4Protocol.Raw;
        return fd.IsRoleNone ? L4Protocol.None : fd.Protocol;
    }
}
