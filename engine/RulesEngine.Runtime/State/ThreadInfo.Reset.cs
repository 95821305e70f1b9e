namespace RulesEngine.Runtime.State;

/// <summary>A thread's instance serves another one later: keep none beyond an event.</summary>
public sealed partial class ThreadInfo
{
    /// <summary>
    /// Makes it a thread nothing is known of; its descriptors go to the pool, its buffers stay. A test compares it with a
    /// new one, field by field.
    /// </summary>
    internal void Reset(StatePool pool)
    {
        _ownFds?.Reset(pool);
        LastEnter?.Clear();
        Tid = -1;
        Pid = -1;
        ParentTid = -1;
        ReaperTid = -1;
        SessionId = -1;
        ProcessGroupIdInNamespace = -1;
        ProcessGroupId = -1;
        TidInNamespace = -1;
        PidInNamespace = -1;
        Flags = ThreadFlags.NameChanged;
        Category = ThreadCategory.None;
        Comm = [];
        Exe = [];
        ExePath = [];
        Root = [];
        Cwd = [];
        Args = ByteStrings.Empty;
        Env = ByteStrings.Empty;
        CGroups = ByteStrings.Empty;
        Uid = NoId;
        Gid = NoId;
        LoginUid = NoId;
        CapPermitted = 0;
        CapEffective = 0;
        CapInheritable = 0;
        ExeInode = 0;
        ExeInodeCtime = 0;
        ExeInodeMtime = 0;
        ExeWritable = false;
        ExeUpperLayer = false;
        ExeLowerLayer = false;
        ExeFromMemFd = false;
        Tty = 0;
        FdLimit = -1;
        VmSizeKb = 0;
        VmRssKb = 0;
        VmSwapKb = 0;
        MajorFaults = 0;
        MinorFaults = 0;
        CloneTimeNs = 0;
        LastExecTimeNs = 0;
        PidNamespaceInitStartNs = 0;
        ExeInodeCtimeDurationCloneTime = 0;
        ExeInodeCtimeDurationPidNamespaceStart = 0;
        LastEventTimeNs = 0;
        PreviousEventTimeNs = 0;
        LastAccessTimeNs = 0;
        ContainerId = [];
        Group = null;
        LastEventCode = ushort.MaxValue;
        LastEventFd = 0;
        LastEventDataValid = false;
        MatchState = null;
        FirstChild = null;
        NextSibling = null;
        PreviousSibling = null;
        ListedParent = null;
        NextInGroup = null;
        PreviousInGroup = null;
        HasEnded = false;
    }
}
