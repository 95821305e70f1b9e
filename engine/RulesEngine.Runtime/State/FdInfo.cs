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
/// replaced, never written into. A closed descriptor's instance serves another one later: keep none beyond an event.
/// </summary>
public sealed class FdInfo
{
    private SocketTuple _tuple;

    /// <summary>The descriptor's number; set when it is put into a table.</summary>
    public long Number { get; set; } = -1;

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

    /// <summary>The source address of a connected socket (4 or 16 bytes), else empty.</summary>
    public ReadOnlySpan<byte> SourceAddress => Type switch
    {
        FdType.IPv4Socket => ((ReadOnlySpan<byte>)_tuple)[..4],
        FdType.IPv6Socket => ((ReadOnlySpan<byte>)_tuple)[..16],
        _ => default,
    };

    /// <summary>The destination address of a connected socket (4 or 16 bytes), else empty.</summary>
    public ReadOnlySpan<byte> DestinationAddress => Type switch
    {
        FdType.IPv4Socket => ((ReadOnlySpan<byte>)_tuple)[4..8],
        FdType.IPv6Socket => ((ReadOnlySpan<byte>)_tuple)[16..32],
        _ => default,
    };

    /// <summary>The address a listening socket is bound to (4 or 16 bytes), else empty.</summary>
    public ReadOnlySpan<byte> ServerAddress => Type switch
    {
        FdType.IPv4ServerSocket => ((ReadOnlySpan<byte>)_tuple)[..4],
        FdType.IPv6ServerSocket => ((ReadOnlySpan<byte>)_tuple)[..16],
        _ => default,
    };

    /// <summary>The source port of a connected socket, else 0.</summary>
    public ushort SourcePort => Type switch
    {
        FdType.IPv4Socket => _tuple.PortAt(8),
        FdType.IPv6Socket => _tuple.PortAt(32),
        _ => 0,
    };

    /// <summary>The destination port of a connected socket, else 0.</summary>
    public ushort DestinationPort => Type switch
    {
        FdType.IPv4Socket => _tuple.PortAt(10),
        FdType.IPv6Socket => _tuple.PortAt(34),
        _ => 0,
    };

    /// <summary>The port a listening socket is bound to, else 0.</summary>
    public ushort ServerPort => Type switch
    {
        FdType.IPv4ServerSocket => _tuple.PortAt(4),
        FdType.IPv6ServerSocket => _tuple.PortAt(16),
        _ => 0,
    };

    /// <summary>The transport protocol of an IP socket as it is stored, else <see cref="L4Protocol.None"/>.</summary>
    public L4Protocol Protocol
    {
        get => ProtocolOffset is >= 0 and var offset ? (L4Protocol)_tuple[offset] : L4Protocol.None;
        set
        {
            if (ProtocolOffset is >= 0 and var offset) _tuple[offset] = (byte)value;
        }
    }

    /// <summary>The kernel address of this end of a unix socket.</summary>
    public ulong UnixSource => _tuple.PointerAt(0);

    /// <summary>The kernel address of the other end of a unix socket.</summary>
    public ulong UnixDestination => _tuple.PointerAt(8);

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

    private int ProtocolOffset => Type switch
    {
        FdType.IPv4Socket => 12,
        FdType.IPv6Socket => 36,
        FdType.IPv4ServerSocket => 6,
        FdType.IPv6ServerSocket => 18,
        _ => -1,
    };

    public FdInfo Clone() => (FdInfo)MemberwiseClone();

    /// <summary>Takes over what another descriptor is; the place in a table stays.</summary>
    internal void CopyFrom(FdInfo other)
    {
        _tuple = other._tuple;
        Number = other.Number;
        Type = other.Type;
        Flags = other.Flags;
        OpenFlags = other.OpenFlags;
        Device = other.Device;
        Inode = other.Inode;
        MountId = other.MountId;
        Pid = other.Pid;
        Name = other.Name;
        NameRaw = other.NameRaw;
        OldName = other.OldName;
    }

    /// <summary>The next in the order of its table, which alone uses it.</summary>
    internal FdInfo? NextInTable { get; set; }

    /// <summary>Makes it a descriptor nothing is known of, to be used for another one.</summary>
    internal void Reset()
    {
        _tuple.Clear();
        Number = -1;
        Type = FdType.Unknown;
        Flags = FdFlags.None;
        OpenFlags = 0;
        Device = 0;
        Inode = 0;
        MountId = 0;
        Pid = 0;
        Name = [];
        NameRaw = [];
        OldName = [];
        NextInTable = null;
    }

    /// <summary>Sets the ends of a connected IP socket; its type must be set.</summary>
    public void SetConnection(
        ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, ushort sourcePort, ushort destinationPort)
    {
        var isIPv6 = Type == FdType.IPv6Socket;
        _tuple.Set(0, source);
        _tuple.Set(isIPv6 ? 16 : 4, destination);
        _tuple.SetPortAt(isIPv6 ? 32 : 8, sourcePort);
        _tuple.SetPortAt(isIPv6 ? 34 : 10, destinationPort);
    }

    /// <summary>Sets the address of a listening IP socket; its type must be set.</summary>
    public void SetServer(ReadOnlySpan<byte> address, ushort port)
    {
        _tuple.Set(0, address);
        _tuple.SetPortAt(Type == FdType.IPv6ServerSocket ? 16 : 4, port);
    }

    /// <summary>Sets the kernel addresses of a unix socket.</summary>
    public void SetUnix(ulong source, ulong destination)
    {
        _tuple.SetPointerAt(0, source);
        _tuple.SetPointerAt(8, destination);
    }
}
