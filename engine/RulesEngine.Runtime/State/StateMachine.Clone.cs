using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>Processes and threads that begin and end.</summary>
public sealed partial class StateMachine
{
    private const ulong CloneStaleNs = 2_000_000_000;
    private const int RecentExits = 128;

    /// <summary>The last threads that ended, for a parent whose clone returns after its child is gone.</summary>
    private readonly (ulong Key, ulong TimeNs)[] _recentExits = new (ulong, ulong)[RecentExits];
    private int _recentExit;

    /// <summary>A replay does not know when its machine booted: Falco does not take it from the capture.</summary>
    private ulong BootTimeNs => mode == StateMode.Live ? State.Machine?.BootTimeNs ?? 0 : 0;

    private void ApplyClone(EventContext context)
    {
        switch (Result(context))
        {
            case 0: ApplyCloneInChild(context); break;
            case > 0 and var child: ApplyCloneInParent(context, child); break;
        }
    }

    private void ApplyCloneInParent(EventContext context, long childTid)
    {
        var view = context.Event;
        var caller = GetThread(context.ThreadId);
        if (caller is null)
        {
            context.Thread = null;
            return;
        }
        var callerKnown = !caller.IsInvalid;
        if (!callerKnown)
        {
            caller.Pid = view.Int64(4);
            caller.ParentTid = view.Int64(5);
            SetNamespaceIds(caller, view, context.ThreadId);
            State.Threads.Relate(caller);
        }
        context.Thread = caller;
        var flags = (ThreadFlags)view.UInt32(15);
        // In a namespace the result is not an id we know; the child's own event has it. A vfork child reports first.
        if ((flags & (ThreadFlags.ChildInPidNamespace | ThreadFlags.CloneNewPid | ThreadFlags.CloneParent)) != 0
            || context.ThreadId != caller.TidInNamespace
            || (flags & ThreadFlags.CloneVfork) != 0 || context.Code == EventCodes.VforkExit
            || ExitedRecently(childTid, context.ThreadId, context.TimestampNs))
        {
            return;
        }
        var replaced = false;
        if (State.Threads.Find(childTid) is { } existing)
        {
            if ((existing.Flags & ThreadFlags.CloneInverted) != 0) return;
            State.Threads.Remove(childTid);
            replaced = true;
        }
        var child = State.Pool.RentThread();
        child.Tid = childTid;
        child.Flags = flags;
        child.CloneTimeNs = context.TimestampNs;
        if ((flags & ThreadFlags.CloneThread) == 0)
        {
            if (callerKnown) InheritProcess(child, caller);
            child.Pid = childTid;
            child.ParentTid = caller.Tid;
        }
        else
        {
            child.Pid = caller.Pid;
            child.ParentTid = caller.ParentTid;
            child.Flags |= ThreadFlags.CloneFiles;
            child.LastExecTimeNs = caller.LastExecTimeNs;
        }
        child.TidInNamespace = child.Tid;
        child.PidInNamespace = child.Pid;
        ReadIdentity(child, view);
        ReadCloneFacts(child, view);
        child.PidNamespaceInitStartNs = BootTimeNs;
        if (callerKnown) InheritFacts(child, caller);
        else CopyIdentity(child, caller);
        AddClone(context, child, replaced);
    }

    private void ApplyCloneInChild(EventContext context)
    {
        var view = context.Event;
        var tid = context.ThreadId;
        var replaced = false;
        if (context.Thread is { CloneTimeNs: not 0 } existing)
        {
            if (context.TimestampNs - existing.CloneTimeNs < CloneStaleNs) return;
            State.Threads.Remove(tid);
            replaced = true;
            context.Thread = null;
        }
        var child = State.Pool.RentThread();
        child.Tid = tid;
        child.Pid = view.Int64(4);
        child.ParentTid = view.Int64(5);
        child.Flags = (ThreadFlags)view.UInt32(15) | ThreadFlags.CloneInverted;
        child.CloneTimeNs = context.TimestampNs;
        SetNamespaceIds(child, view, tid);
        var isLeader = (child.Flags & ThreadFlags.CloneThread) == 0;
        if (!isLeader) child.Flags |= ThreadFlags.CloneFiles;
        var model = GetThread(isLeader ? child.ParentTid : child.Pid);
        if (model is null)
        {
            context.Thread = null;
            return;
        }
        var modelKnown = !model.IsInvalid;
        if (!modelKnown && !isLeader)
        {
            model.Pid = child.Pid;
            model.ParentTid = child.ParentTid;
            model.PidInNamespace = child.PidInNamespace;
            model.TidInNamespace = child.PidInNamespace;
            State.Threads.Relate(model);
        }
        ReadIdentity(child, view);
        if (modelKnown)
        {
            InheritFacts(child, model);
            if (isLeader) InheritProcess(child, model);
            else child.LastExecTimeNs = model.LastExecTimeNs;
        }
        else if (!isLeader)
        {
            CopyIdentity(child, model);
        }
        ReadCloneFacts(child, view);
        var boot = BootTimeNs;
        if ((child.Flags & (ThreadFlags.ChildInPidNamespace | ThreadFlags.CloneNewPid)) == 0
            && child.Tid == child.TidInNamespace)
        {
            child.PidNamespaceInitStartNs = boot;
        }
        else if (view.HasParam(20))
        {
            child.PidNamespaceInitStartNs = view.UInt64(20) + boot;
        }
        AddClone(context, child, replaced);
        context.Thread = State.Threads.Find(tid);
    }

    private void AddClone(EventContext context, ThreadInfo child, bool replaced)
    {
        if (State.Threads.Find(child.Tid) is { } stale) State.Threads.Discard(stale);
        if (!State.Threads.TryAdd(child))
        {
            State.Pool.End(child);
            if (context.ThreadId == child.Tid) context.Thread = null;
            return;
        }
        State.Threads.Relate(child);
        if (replaced) Prepare(context);
    }

    private static void SetNamespaceIds(ThreadInfo thread, EventView view, long tid)
    {
        var known = view.HasParam(19);
        thread.TidInNamespace = known ? view.Int64(18) : tid;
        thread.PidInNamespace = known ? view.Int64(19) : -1;
    }

    private void ReadIdentity(ThreadInfo thread, EventView view)
    {
        thread.Exe = _names.Get(view.Text(1));
        thread.Args = _arguments.Get(view.Param(2));
        thread.Comm = view.HasParam(13) ? _names.Get(view.Text(13)) : thread.Exe;
    }

    private static void CopyIdentity(ThreadInfo from, ThreadInfo to)
    {
        to.Exe = from.Exe;
        to.Comm = from.Comm;
        to.Args = from.Args;
    }

    private void ReadCloneFacts(ThreadInfo thread, EventView view)
    {
        thread.FdLimit = view.Int64(7);
        ReadMemory(thread, view);
        thread.Uid = view.UInt32(16);
        thread.Gid = view.UInt32(17);
        if (view.HasParam(14)) thread.CGroups = _controlGroups.Get(view.Param(14));
    }

    private static void ReadMemory(ThreadInfo thread, EventView view)
    {
        if (!view.HasParam(12)) return;
        thread.MajorFaults = view.UInt64(8);
        thread.MinorFaults = view.UInt64(9);
        thread.VmSizeKb = view.UInt32(10);
        thread.VmRssKb = view.UInt32(11);
        thread.VmSwapKb = view.UInt32(12);
    }

    /// <summary>What only a new process takes along; threads use that of their main thread.</summary>
    private void InheritProcess(ThreadInfo child, ThreadInfo parent)
    {
        if (parent.FindFds() is { } fds) child.CopyFds(fds, State.Pool);
        child.Cwd = _names.Get(parent.WorkingDirectory);
        child.Env = parent.Env;
    }

    private static void InheritFacts(ThreadInfo child, ThreadInfo parent)
    {
        child.ExePath = parent.ExePath;
        child.ExeWritable = parent.ExeWritable;
        child.ExeUpperLayer = parent.ExeUpperLayer;
        child.ExeLowerLayer = parent.ExeLowerLayer;
        child.ExeFromMemFd = parent.ExeFromMemFd;
        child.Root = parent.Root;
        child.SessionId = parent.SessionId;
        child.ProcessGroupIdInNamespace = parent.ProcessGroupIdInNamespace;
        child.ProcessGroupId = parent.ProcessGroupId;
        child.Tty = parent.Tty;
        child.LoginUid = parent.LoginUid;
        child.CapPermitted = parent.CapPermitted;
        child.CapInheritable = parent.CapInheritable;
        child.CapEffective = parent.CapEffective;
        child.ExeInode = parent.ExeInode;
        child.ExeInodeCtime = parent.ExeInodeCtime;
        child.ExeInodeMtime = parent.ExeInodeMtime;
        child.ExeInodeCtimeDurationCloneTime = parent.ExeInodeCtimeDurationCloneTime;
    }

    private void ApplyExit(EventContext context)
    {
        if (context.Thread is not { } thread) return;
        if (thread.Group is { } group && !thread.IsDead) group.AliveCount--;
        thread.Flags |= ThreadFlags.Closed;
        _exiting = context.ThreadId;
        _recentExits[_recentExit] = (ExitKey(thread.Tid, thread.ParentTid), context.TimestampNs);
        _recentExit = (_recentExit + 1) % RecentExits;
        if (thread.FirstChild is not null && context.Event.HasParam(4)) thread.ReaperTid = context.Event.Int64(4);
    }

    private bool ExitedRecently(long tid, long parentTid, ulong nowNs)
    {
        var key = ExitKey(tid, parentTid);
        foreach (var (exited, timeNs) in _recentExits)
        {
            if (exited == key && nowNs >= timeNs && nowNs - timeNs < CloneStaleNs) return true;
        }
        return false;
    }

    private static ulong ExitKey(long tid, long parentTid) => ((ulong)parentTid << 32) | (uint)tid;
}
