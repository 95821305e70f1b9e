namespace RulesEngine.Bpf.Abi;

// The enumerations of bpf/include/re_abi.h, compared with the object's types like the structures.

/// <summary><c>enum re_verdict</c>.</summary>
public enum ReVerdict : byte
{
    /// <summary>An event that was watched, not judged.</summary>
    None = 0,
    WouldDeny = 1,
    WouldKill = 2,
    Denied = 3,
    Killed = 4,

    /// <summary>A clause would hold, but for a path that was cut; the operation went on.</summary>
    CannotTell = 5,

    /// <summary>The outcome of an operation whose verdict an earlier record has; rules with actions have had their say.</summary>
    Recorded = 6,
}

/// <summary><c>enum re_walk</c>: how the walk along a path ended.</summary>
public enum ReWalk : byte
{
    None = 0,
    Whole = 1,
    Nameless = 2,
    Cut = 3,
}

/// <summary><c>enum re_hook</c>: where the record was made.</summary>
public enum ReHook : byte
{
    None = 0,
    FileOpen = 1,
    PathMknod = 2,
    BprmCreds = 3,
    SocketConnect = 4,
    SocketSendmsg = 5,
    ProcessExec = 6,
    ProcessFork = 7,
    ProcessExit = 8,
    SyscallExit = 9,
}

/// <summary><c>enum re_family</c>: which kind of operation a system call can cause.</summary>
[Flags]
public enum ReFamily : ushort
{
    None = 0,
    Open = 1,
    Exec = 2,
    Connect = 4,
    Send = 8,
    IoUring = 16,
    Socketcall = 32,
}

/// <summary><c>enum re_skip</c>: what makes no record, since no rule could hold for it.</summary>
[Flags]
public enum ReSkip
{
    None = 0,

    /// <summary>Sending and receiving on unix sockets.</summary>
    UnixTraffic = 1,
}

/// <summary><c>enum re_syscall_abi</c>.</summary>
public enum ReSyscallAbi
{
    X64 = 0,
    Ia32 = 1,
    X32 = 2,
}

/// <summary><c>enum re_counter</c>.</summary>
public enum ReCounter
{
    /// <summary>Operations that reached a decision.</summary>
    Judged = 0,
    Denied = 1,
    Killed = 2,
    Monitored = 3,
    CannotTell = 4,

    /// <summary>Records written to the ring.</summary>
    Records = 5,

    /// <summary>Records lost because the ring was full.</summary>
    RingFull = 6,
    RecordTooLong = 7,

    /// <summary>Operations passed unjudged, or events lost, because all work areas of a processor were held.</summary>
    ScratchBusy = 8,
    SignalFailed = 9,

    /// <summary>Operations passed unjudged: their file has no path a process could name.</summary>
    PathNameless = 10,
    PathCut = 11,
    LookupFailed = 12,
    ReadFailed = 13,
}
