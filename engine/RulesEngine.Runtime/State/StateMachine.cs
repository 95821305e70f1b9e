using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>Whether the events are happening now or were recorded.</summary>
public enum StateMode
{
    Replay,
    Live,
}

/// <summary>
/// Follows the machine through its events: numbers them, finds the thread and descriptor each is about, applies its
/// effect, and says whether rules see it. It does what Falco's library does between reading an event and handing it
/// over, so that every field has Falco's value. What an event ends (a descriptor, a thread) is still there while rules
/// look at it and goes when the next event comes. Records are not trusted: whatever bytes they hold, an event changes
/// only what is known about the machine.
/// </summary>
public sealed partial class StateMachine(EngineState state, StateMode mode = StateMode.Replay)
{
    private const ulong InactiveThreadNs = 1800UL * 1_000_000_000;
    private const ulong PurgeIntervalNs = 600UL * 1_000_000_000;

    private const string SyscallSource = "syscall";

    private readonly RecentBytes<byte[]> _names = new(static bytes => bytes, 2048, 2048);
    private readonly RecentBytes<ByteStrings> _arguments = new(static bytes => ByteStrings.From(bytes), 512, 4096);
    private readonly RecentBytes<ByteStrings> _environments = new(static bytes => ByteStrings.FromPadded(bytes), 512, 8192);
    private readonly RecentBytes<ContainerInfo?> _descriptions = new(static bytes => ContainerParser.Parse(bytes), 64, 65536);
    private readonly RecentBytes<ByteStrings> _controlGroups = new(static bytes => CGroupNames.From(bytes), 512, 8192);
    private readonly List<(long Tid, long Fd)> _closing = [];
    private long _exiting = -1;
    private long _events;
    private ulong _lastPurgeNs;
    private bool _leading;

    public EngineState State { get; } = state;

    /// <summary>Asked for a thread no event told of (live: it looks into /proc); null where nothing is known.</summary>
    public Func<long, ThreadInfo?>? ThreadLookup { get; set; }

    /// <summary>
    /// Whether the last event was of a kind that tells something of the machine: without it, later events could look
    /// different. Every kind that has an effect here counts, whether or not this event had one.
    /// </summary>
    public bool Follows { get; private set; }

    /// <summary>Forgets everything but the number of events: another capture begins.</summary>
    public void Reset()
    {
        State.Clear();
        _closing.Clear();
        _exiting = -1;
        _serverPorts.Clear();
        _recentExits.AsSpan().Clear();
        _leading = mode == StateMode.Replay;
    }

    /// <summary>
    /// Applies an event that has been set into the context and fills in the rest of the context. True if the event is
    /// for the rules; helper events and those marked as state only are not.
    /// </summary>
    public bool Process(EventContext context, bool stateOnly = false)
    {
        context.Number = ++_events;
        State.Counters.Events++;
        FinishPrevious();
        if (mode == StateMode.Live) PurgeInactive(context.TimestampNs);
        Prepare(context);
        var isApplied = Apply(context);
        var hasContainer = ApplyContainers(context);
        Follows = isApplied || hasContainer || context.Definition.IsEnter || IsResolvedByKernel(context);
        if (context.Fd is { } fd)
        {
            context.FdNameChanged =
                !ReferenceEquals(fd.Name, fd.OldName) && !fd.Name.AsSpan().SequenceEqual(fd.OldName);
        }
        var thread = context.Thread;
        if (thread is not null)
        {
            context.FdNumber = thread.LastEventFd;
            if (context.Definition.IsExit)
            {
                thread.LastEnter?.Clear();
                thread.LastEventDataValid = false;
            }
        }
        // Some events are nobody's doing, yet rules see the thread whose id they carry.
        context.Thread ??= State.Threads.Find(context.ThreadId);
        var isFiltered = IsFiltered(context.Code);
        if (!_leading) context.NoteFirst();
        if (stateOnly || isFiltered) return false;
        if (thread is not null && context.Code != EventCodes.SchedSwitch)
        {
            thread.PreviousEventTimeNs = thread.LastEventTimeNs;
            thread.LastEventTimeNs = context.TimestampNs;
        }
        return true;
    }

    /// <summary>
    /// Removes what the last event ended. Done by the next event; the owner calls it when no more events come.
    /// </summary>
    public void FinishPrevious()
    {
        State.Pool.Recycle();
        if (_exiting != -1)
        {
            State.Threads.Remove(_exiting);
            _exiting = -1;
        }
        if (_closing.Count == 0) return;
        foreach (var (tid, fd) in _closing)
        {
            var table = State.Threads.Find(tid)?.FindFds();
            if (table?.Find(fd) is not { } closed) continue;
            table.Remove(fd);
            State.Counters.FdsRemoved++;
            State.Pool.End(closed);
        }
        _closing.Clear();
    }

    /// <summary>Enter events serve the exit events that follow; what a capture begins with describes its start.</summary>
    private bool IsFiltered(ushort code)
    {
        if (_leading)
        {
            if (IsStateEvent(code)) return true;
            _leading = false;
        }
        return code is EventCodes.OpenEnter or EventCodes.CreatEnter or EventCodes.OpenAtEnter
            or EventCodes.OpenAt2Enter or EventCodes.ConnectEnter or EventCodes.ExecveEnter
            or EventCodes.ExecveAtEnter;
    }

    private static bool IsStateEvent(ushort code) => code is EventCodes.ContainerJson2 or EventCodes.UserAdded
        or EventCodes.UserDeleted or EventCodes.GroupAdded or EventCodes.GroupDeleted or EventCodes.Async;

    /// <summary>Finds the thread and the descriptor that the event is about.</summary>
    private void Prepare(EventContext context)
    {
        var code = context.Code;
        if (!ReferenceEquals(context.Source, SyscallSource)) context.Source = SyscallSource;
        if ((context.Definition.Flags & EventFlags.SkipParserReset) != 0)
        {
            if (code == EventCodes.ProcInfo) context.Thread = State.Threads.Find(context.ThreadId);
            return;
        }
        if (code is EventCodes.Plugin or EventCodes.Async && context.Event.UInt32(0) != 0) context.Source = null;
        if (code == EventCodes.Plugin || IsStateEvent(code)) return;
        var mayMakeUp = code is not (EventCodes.CloneExit or EventCodes.Clone3Exit or EventCodes.ForkExit
            or EventCodes.VforkExit or EventCodes.SchedSwitch or EventCodes.ProcExit);
        var thread = mayMakeUp ? GetThread(context.ThreadId) : State.Threads.Find(context.ThreadId);
        context.Thread = thread;
        if (thread is null) return;
        if (mode == StateMode.Live) thread.LastAccessTimeNs = context.TimestampNs;
        if (code == EventCodes.SchedSwitch) return;
        if (mayMakeUp) thread.Flags |= ThreadFlags.Active;
        if (context.Definition.IsEnter)
        {
            thread.LastEventFd = -1;
            thread.LastEventCode = code;
            if (code == EventCodes.ConnectEnter) context.Fd = UseFd(thread, context.Event.Int64(0));
            return;
        }
        thread.LastEventDataValid = code == thread.LastEventCode + 1
            || (code == EventCodes.ExecveExit && thread.LastEventCode == EventCodes.ExecveAtEnter);
        if (!thread.LastEventDataValid) thread.LastEventFd = -1;
        if (context.Definition.Origin == EventOrigin.Syscall && Result(context) is < 0 and > int.MinValue and var result)
        {
            context.ErrorCode = (int)-result;
        }
        if (IsResolvedByKernel(context)) TakeDescriptors(context, thread);
        if ((context.Definition.Flags & EventFlags.UsesFd) == 0) return;
        if (thread.LastEventFd == -1 && FdParams.IndexOf(code) is >= 0 and var index
            && context.Event.HasParam(index))
        {
            thread.LastEventFd = context.Event.Int64(index);
        }
        context.Fd = UseFd(thread, thread.LastEventFd);
    }

    /// <summary>The result of a call: its first parameter where that is 64 bits wide.</summary>
    private static long Result(EventContext context) =>
        context.Event.Param(0) is { Length: 8 } bytes ? EventView.ReadSigned(bytes) : 0;

    /// <summary>A descriptor that the current event uses; its name up to now becomes its old name.</summary>
    private FdInfo? UseFd(ThreadInfo thread, long number)
    {
        if (number < 0) return null;
        var fd = thread.FindFds()?.Find(number);
        if (fd is null)
        {
            State.Counters.FailedFdLookups++;
            return null;
        }
        fd.OldName = fd.Name;
        return fd;
    }

    private FdInfo NewFd(FdType type) => State.Pool.RentFd(type);

    /// <summary>Adds a descriptor to the process; it becomes the one the event is about.</summary>
    private FdInfo? AddFd(ThreadInfo thread, long number, FdInfo fd)
    {
        var table = thread.FindFds();
        thread.LastEventFd = number;
        if (table is null)
        {
            State.Pool.End(fd);
            return null;
        }
        if (!Put(table, number, fd)) return null;
        State.Counters.FdsAdded++;
        return fd;
    }

    /// <summary>Puts a descriptor that was rented into a table; what does not fit, or is replaced, goes back.</summary>
    private bool Put(FdTable table, long number, FdInfo fd)
    {
        var fits = table.Set(number, fd, out var replaced);
        if ((fits ? replaced : fd) is { } ended) State.Pool.End(ended);
        return fits;
    }

    /// <summary>The thread; one that nothing is known of gets an entry that says so. Null only if the table is full.</summary>
    private ThreadInfo? GetThread(long tid)
    {
        if (State.Threads.Find(tid) is { } known) return known;
        State.Counters.FailedThreadLookups++;
        var thread = ThreadLookup?.Invoke(tid);
        if (thread is null)
        {
            thread = State.Pool.RentThread();
            thread.Tid = tid;
            thread.Comm = thread.Exe = UnknownName;
        }
        else
        {
            FindContainer(thread);
        }
        if (!State.Threads.TryAdd(thread)) return null;
        State.Threads.Relate(thread);
        return thread;
    }

    private static readonly byte[] UnknownName = "<NA>"u8.ToArray();

    /// <summary>The event's own effect. False for kinds that have none.</summary>
    private bool Apply(EventContext context)
    {
        switch (context.Code)
        {
            case EventCodes.OpenEnter or EventCodes.CreatEnter or EventCodes.OpenAtEnter or EventCodes.OpenAt2Enter
                or EventCodes.ExecveEnter:
                if (context.Event.HasParam(0)) StoreEnter(context);
                break;
            case EventCodes.ExecveAtEnter or EventCodes.ConnectEnter: StoreEnter(context); break;
            case EventCodes.ReadExit or EventCodes.ReadVExit or EventCodes.PReadExit or EventCodes.PReadVExit
                or EventCodes.RecvExit or EventCodes.RecvFromExit or EventCodes.RecvMsgExit
                or EventCodes.RecvMmsgExit:
                ApplyRead(context);
                break;
            case EventCodes.WriteExit or EventCodes.WriteVExit or EventCodes.PWriteExit or EventCodes.PWriteVExit
                or EventCodes.SendExit or EventCodes.SendToExit or EventCodes.SendMsgExit
                or EventCodes.SendMmsgExit:
                ApplyWrite(context);
                break;
            case EventCodes.OpenExit or EventCodes.CreatExit or EventCodes.OpenAtExit or EventCodes.OpenAt2Exit
                or EventCodes.OpenByHandleAtExit:
                ApplyOpen(context);
                break;
            case EventCodes.UnshareExit or EventCodes.SetNsExit: ApplyNamespaces(context); break;
            case EventCodes.MemFdCreateExit: ApplyMemFd(context); break;
            case EventCodes.CloneExit or EventCodes.ForkExit or EventCodes.VforkExit or EventCodes.Clone3Exit:
                ApplyClone(context);
                break;
            case EventCodes.PidFdOpenExit: ApplyPidFdOpen(context); break;
            case EventCodes.PidFdGetFdExit: ApplyPidFdGetFd(context); break;
            case EventCodes.ExecveExit or EventCodes.ExecveAtExit: ApplyExec(context); break;
            case EventCodes.ProcExit: ApplyExit(context); break;
            case EventCodes.PipeExit or EventCodes.Pipe2Exit: ApplyPipe(context); break;
            case EventCodes.SocketExit: ApplySocket(context); break;
            case EventCodes.BindExit: ApplyBind(context); break;
            case EventCodes.ConnectExit: ApplyConnect(context); break;
            case EventCodes.AcceptExit or EventCodes.Accept4Exit: ApplyAccept(context); break;
            case EventCodes.SocketPairExit: ApplySocketPair(context); break;
            case EventCodes.CloseExit: ApplyClose(context); break;
            case EventCodes.CloseRangeExit: ApplyCloseRange(context); break;
            case EventCodes.FcntlExit: ApplyFcntl(context); break;
            case EventCodes.DupExit or EventCodes.Dup2Exit or EventCodes.Dup3Exit: ApplyDup(context); break;
            case EventCodes.EventFdExit: ApplyNewFd(context, FdType.Event, -1); break;
            case EventCodes.EventFd2Exit: ApplyNewFd(context, FdType.Event, 1); break;
            case EventCodes.SignalFdExit: ApplyNewFd(context, FdType.SignalFd, -1); break;
            case EventCodes.SignalFd4Exit: ApplyNewFd(context, FdType.SignalFd, 1); break;
            case EventCodes.TimerFdCreateExit: ApplyNewFd(context, FdType.TimerFd, -1); break;
            case EventCodes.InotifyInitExit: ApplyNewFd(context, FdType.Inotify, -1); break;
            case EventCodes.InotifyInit1Exit: ApplyNewFd(context, FdType.Inotify, 1); break;
            case EventCodes.BpfExit: ApplyNewFd(context, FdType.Bpf, -1); break;
            case EventCodes.UserFaultFdExit: ApplyNewFd(context, FdType.UserFaultFd, -1); break;
            case EventCodes.IoUringSetupExit: ApplyNewFd(context, FdType.IoUring, -1); break;
            case EventCodes.EpollCreateExit: ApplyNewFd(context, FdType.EventPoll, -1); break;
            case EventCodes.EpollCreate1Exit: ApplyNewFd(context, FdType.EventPoll, 1); break;
            case EventCodes.ChDirExit or EventCodes.GetCwdExit: ApplyChdir(context); break;
            case EventCodes.FChDirExit: ApplyFchdir(context); break;
            case EventCodes.ChRootExit: ApplyChroot(context); break;
            case EventCodes.GetRlimitExit or EventCodes.SetRlimitExit: ApplyRlimit(context); break;
            case EventCodes.PrLimitExit: ApplyPrlimit(context); break;
            case EventCodes.SchedSwitch: ApplySwitch(context); break;
            case EventCodes.BrkExit or EventCodes.MmapExit or EventCodes.Mmap2Exit or EventCodes.MunmapExit:
                ApplyMemory(context);
                break;
            case EventCodes.SetResUidExit or EventCodes.SetReUidExit: ApplySetUid(context, 2); break;
            case EventCodes.SetUidExit: ApplySetUid(context, 1); break;
            case EventCodes.SetResGidExit or EventCodes.SetReGidExit: ApplySetGid(context, 2); break;
            case EventCodes.SetGidExit: ApplySetGid(context, 1); break;
            case EventCodes.SetSidExit: ApplySetSid(context); break;
            case EventCodes.CapSetExit: ApplyCapset(context); break;
            case EventCodes.PrctlExit: ApplyPrctl(context); break;
            case EventCodes.UserAdded or EventCodes.UserDeleted: ApplyUser(context); break;
            case EventCodes.GroupAdded or EventCodes.GroupDeleted: ApplyGroup(context); break;
            default: return false;
        }
        return true;
    }

    private void StoreEnter(EventContext context)
    {
        if (context.Thread is not { } thread)
        {
            State.Counters.StoreDrops++;
            return;
        }
        (thread.LastEnter ??= new StoredEvent()).Store(context.Event);
        State.Counters.StoredEvents++;
    }

    /// <summary>The enter event that belongs to the exit event in the context, if it was kept.</summary>
    private static bool TryGetEnter(EventContext context, out EventView enter)
    {
        enter = default;
        if (context.Thread is not { LastEventDataValid: true, LastEnter: { IsEmpty: false } stored }) return false;
        enter = stored.View;
        return enter.Code == context.Code - 1
            || (context.Code == EventCodes.ExecveExit && enter.Code == EventCodes.ExecveAtEnter);
    }

    /// <summary>
    /// Live, threads whose end was missed must not stay forever. A thread is only silent, not gone, unless the source of
    /// unknown threads says so; without one nothing is removed and the table's limit holds.
    /// </summary>
    private void PurgeInactive(ulong nowNs)
    {
        if (ThreadLookup is null) return;
        if (_lastPurgeNs == 0) _lastPurgeNs = nowNs;
        if (nowNs < _lastPurgeNs + PurgeIntervalNs) return;
        _lastPurgeNs = nowNs;
        List<long>? stale = null;
        foreach (var thread in State.Threads)
        {
            if (nowNs > thread.LastAccessTimeNs + InactiveThreadNs && !IsAlive(thread)) (stale ??= []).Add(thread.Tid);
        }
        if (stale is null) return;
        foreach (var tid in stale) State.Threads.Remove(tid);
    }

    /// <summary>Whether a thread that was silent for long is still there; asked of the same source as unknown threads.</summary>
    private bool IsAlive(ThreadInfo thread) => ThreadLookup!(thread.Tid) is not null;
}
