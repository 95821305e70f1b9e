namespace RulesEngine.Runtime.State;

/// <summary>Facts about a thread that are one bit; they have the places of <c>clone_flags</c> of the event schema.</summary>
[Flags]
public enum ThreadFlags : uint
{
    None = 0,
    CloneFiles = 1,
    CloneFs = 1 << 1,
    CloneNewPid = 1 << 6,
    CloneParent = 1 << 8,
    CloneThread = 1 << 13,
    CloneInverted = 1 << 16,
    NameChanged = 1 << 17,
    Closed = 1 << 18,
    Active = 1 << 19,
    CloneNewUser = 1 << 20,
    PipeSource = 1 << 21,
    PipeDestination = 1 << 22,
    CloneVfork = 1 << 27,
    ChildInPidNamespace = 1 << 29,
    IsMainThread = 1 << 30,
}

/// <summary>What a process is to its container, as its engine described it.</summary>
public enum ThreadCategory : byte
{
    None,
    Container,
    HealthCheck,
    LivenessProbe,
    ReadinessProbe,
}

/// <summary>
/// A thread, and for the main thread its process: plain data, changed by the state machine, read by field extraction.
/// A field that is not known holds what Falco holds then (−1, 0, empty). Byte arrays are replaced, never written into.
/// </summary>
public sealed partial class ThreadInfo
{
    /// <summary>The value of a user or group id that is not known.</summary>
    public const uint NoId = uint.MaxValue;

    private static readonly FdTable NoFds = new();

    private FdTable? _ownFds;

    public long Tid { get; set; } = -1;

    public long Pid { get; set; } = -1;

    public long ParentTid { get; set; } = -1;

    public long ReaperTid { get; set; } = -1;

    public long SessionId { get; set; } = -1;

    public long ProcessGroupIdInNamespace { get; set; } = -1;

    public long ProcessGroupId { get; set; } = -1;

    public long TidInNamespace { get; set; } = -1;

    public long PidInNamespace { get; set; } = -1;

    public ThreadFlags Flags { get; set; } = ThreadFlags.NameChanged;

    public ThreadCategory Category { get; set; }

    public byte[] Comm { get; set; } = [];

    /// <summary>The first argument, <c>argv[0]</c>.</summary>
    public byte[] Exe { get; set; } = [];

    public byte[] ExePath { get; set; } = [];

    public byte[] Root { get; set; } = [];

    /// <summary>The working directory of a main thread, ends with a slash; others: <see cref="WorkingDirectory"/>.</summary>
    public byte[] Cwd { get; set; } = [];

    /// <summary>The arguments after the first.</summary>
    public ByteStrings Args { get; set; } = ByteStrings.Empty;

    /// <summary>The environment of a main thread.</summary>
    public ByteStrings Env { get; set; } = ByteStrings.Empty;

    /// <summary><c>subsystem=path</c> entries.</summary>
    public ByteStrings CGroups { get; set; } = ByteStrings.Empty;

    public uint Uid { get; set; } = NoId;

    public uint Gid { get; set; } = NoId;

    public uint LoginUid { get; set; } = NoId;

    public ulong CapPermitted { get; set; }

    public ulong CapEffective { get; set; }

    public ulong CapInheritable { get; set; }

    public ulong ExeInode { get; set; }

    public ulong ExeInodeCtime { get; set; }

    public ulong ExeInodeMtime { get; set; }

    public bool ExeWritable { get; set; }

    public bool ExeUpperLayer { get; set; }

    public bool ExeLowerLayer { get; set; }

    public bool ExeFromMemFd { get; set; }

    public uint Tty { get; set; }

    public long FdLimit { get; set; } = -1;

    public uint VmSizeKb { get; set; }

    public uint VmRssKb { get; set; }

    public uint VmSwapKb { get; set; }

    public ulong MajorFaults { get; set; }

    public ulong MinorFaults { get; set; }

    /// <summary>When the thread was created as far as events told, ns; 0 if it was there before.</summary>
    public ulong CloneTimeNs { get; set; }

    public ulong LastExecTimeNs { get; set; }

    public ulong PidNamespaceInitStartNs { get; set; }

    public ulong ExeInodeCtimeDurationCloneTime { get; set; }

    public ulong ExeInodeCtimeDurationPidNamespaceStart { get; set; }

    public ulong LastEventTimeNs { get; set; }

    public ulong PreviousEventTimeNs { get; set; }

    public ulong LastAccessTimeNs { get; set; }

    /// <summary>The container's short id, empty on the host.</summary>
    public byte[] ContainerId { get; set; } = [];

    public ThreadGroup? Group { get; internal set; }

    /// <summary>The last enter event, kept for the exit event that completes it.</summary>
    public StoredEvent? LastEnter { get; internal set; }

    public ushort LastEventCode { get; internal set; } = ushort.MaxValue;

    public long LastEventFd { get; internal set; }

    public bool LastEventDataValid { get; internal set; }

    /// <summary>Room for the matching engine: what it knows about this thread; it alone decides what that is.</summary>
    public object? MatchState { get; set; }

    /// <summary>A copy that may be changed without changing what the table knows; the relations stay those of this one.</summary>
    public ThreadInfo Copy()
    {
        var copy = (ThreadInfo)MemberwiseClone();
        copy.MatchState = null;
        return copy;
    }

    public bool IsMain => Tid == Pid || (Flags & ThreadFlags.IsMainThread) != 0;

    public bool IsDead => (Flags & ThreadFlags.Closed) != 0;

    public bool IsInPidNamespace => (Flags & ThreadFlags.ChildInPidNamespace) != 0
        || (Tid != TidInNamespace && TidInNamespace >= 0);

    /// <summary>Whether the entry was made up for a thread nothing is known about.</summary>
    public bool IsInvalid => Tid < 0 || Pid < 0 || ParentTid < 0;

    /// <summary>The main thread of the process: this one, another, or null if it is not known.</summary>
    public ThreadInfo? MainThread
    {
        get
        {
            if (IsMain) return this;
            return Group?.First is { IsMain: true } first ? first : null;
        }
    }

    /// <summary>The main thread where it is known, else this one.</summary>
    public ThreadInfo Main => MainThread ?? this;

    /// <summary>The working directory of the process; <c>./</c> if its main thread is not known.</summary>
    public ReadOnlySpan<byte> WorkingDirectory => MainThread is { } main ? main.Cwd : "./"u8;

    /// <summary>The descriptors of the process, to read; none if its main thread is not known.</summary>
    public FdTable Fds => FindFds() ?? NoFds;

    /// <summary>The number of descriptors the process has open; 0 if its main thread is not known.</summary>
    public int OpenFdCount => MainThread?.FindFds()?.Count ?? 0;

    internal ThreadInfo? FirstChild { get; set; }

    internal ThreadInfo? NextSibling { get; set; }

    internal ThreadInfo? PreviousSibling { get; set; }

    /// <summary>The thread whose list of children this one is in.</summary>
    internal ThreadInfo? ListedParent { get; set; }

    internal ThreadInfo? NextInGroup { get; set; }

    internal ThreadInfo? PreviousInGroup { get; set; }

    /// <summary>Threads share the table of their main thread; a table is made when first needed.</summary>
    internal FdTable? FindFds()
    {
        var owner = (Flags & ThreadFlags.CloneFiles) == 0 ? this : MainThread;
        return owner is null ? null : owner._ownFds ??= new FdTable();
    }

    /// <summary>Gives a new process copies of its parent's descriptors.</summary>
    internal void CopyFds(FdTable parent, StatePool pool) => (_ownFds ??= new FdTable()).CopyFrom(parent, pool);

    /// <summary>Whether it is out of the table.</summary>
    internal bool HasEnded { get; set; }
}
