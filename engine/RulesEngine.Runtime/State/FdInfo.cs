namespace RulesEngine.Runtime.State;

/// <summary>What a descriptor refers to, by the numbers of captures (<c>scap_fd_type</c>).</summary>
public enum FdType : byte
{
    Unknown = 0,
    File = 1,
    Directory = 2,
    IPv4Socket = 3,
    IPv6Socket = 4,
    IPv4ServerSocket = 5,
    IPv6ServerSocket = 6,
    Fifo = 7,
    UnixSocket = 8,
    Event = 9,
    Unsupported = 10,
    SignalFd = 11,
    EventPoll = 12,
    Inotify = 13,
    TimerFd = 14,
    Netlink = 15,
    FileV2 = 16,
    Bpf = 17,
    UserFaultFd = 18,
    IoUring = 19,
    MemFd = 20,
    PidFd = 21,
}

/// <summary>What is known about a descriptor beside its type.</summary>
[Flags]
public enum FdFlags : ushort
{
    None = 0,
    FromProc = 1,
    RoleClient = 2,
    RoleServer = 4,
    SocketConnected = 8,
    ConnectionPending = 16,
    ConnectionFailed = 32,
    Cloned = 64,
    OverlayUpper = 128,
    OverlayLower = 256,
}

/// <summary>
/// A descriptor of a process: plain data, changed by the state machine, read by field extraction. Byte arrays are
/// replaced, never written into.
/// </summary>
public sealed class FdInfo
{
    public FdType Type { get; set; }
    public FdFlags Flags { get; set; }

    /// <summary>Open flags in Falco's numbering (<c>file_flags</c>).</summary>
    public uint OpenFlags { get; set; }
    public uint Device { get; set; }
    public ulong Inode { get; set; }
    public uint MountId { get; set; }

    /// <summary>The process a pidfd refers to.</summary>
    public long Pid { get; set; }

    /// <summary>The displayed name: an absolute path, a tuple, a name in brackets.</summary>
    public byte[] Name { get; set; } = [];

    /// <summary>The path as the caller gave it.</summary>
    public byte[] NameRaw { get; set; } = [];

    /// <summary>The name before the current event.</summary>
    public byte[] OldName { get; set; } = [];

    /// <summary>The ends of a socket, in place.</summary>
    public ref SocketTuple Tuple => ref _tuple;

    private SocketTuple _tuple;

    public bool IsIPv4Socket => Type == FdType.IPv4Socket;

    public bool IsIPv6Socket => Type == FdType.IPv6Socket;

    public bool IsIPSocket => Type is FdType.IPv4Socket or FdType.IPv6Socket;

    public bool IsUnixSocket => Type == FdType.UnixSocket;

    public bool IsServerSocket => Type is FdType.IPv4ServerSocket or FdType.IPv6ServerSocket;

    public bool IsFile => Type is FdType.File or FdType.FileV2;

    public bool IsDirectory => Type == FdType.Directory;

    public bool IsRoleClient => (Flags & FdFlags.RoleClient) != 0;

    public bool IsRoleServer => (Flags & FdFlags.RoleServer) != 0;

    public bool IsRoleNone => (Flags & (FdFlags.RoleClient | FdFlags.RoleServer)) == 0;

    public FdInfo Clone() => (FdInfo)MemberwiseClone();
}
